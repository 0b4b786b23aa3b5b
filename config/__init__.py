"""How the portal is put together: settings, addresses, the clock, and the services it runs on."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
