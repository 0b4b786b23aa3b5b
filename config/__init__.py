"""How the portal is put together: settings, addresses, the clock, and the services it runs on."""

import importlib.util

if importlib.util.find_spec("celery"):  # `python -m config.install` comes before there is any
    from config.celery import app as celery_app

    __all__ = ("celery_app",)
