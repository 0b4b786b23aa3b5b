#!/bin/sh
# `manage.py` on a server without Docker, as the portal itself would run it.
set -eu
cd /srv/portal
exec runuser -u portal -- env $(cat /etc/portal/portal.env) .venv/bin/python manage.py "$@"
