"""What every process of the portal imports, and nothing that touches a service."""

import os
from importlib import import_module

import django
from django.urls import get_resolver

from config import nursery

nursery.tie("nursery")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
for name in ("celery.bin.worker", "celery.bin.beat", "gunicorn.app.wsgiapp",
             "gunicorn.workers.gthread"):  # fmt: skip
    import_module(name)
import_module("config.celery").app.loader.import_default_modules()
_ = get_resolver().url_patterns
