"""The settings as the type checker reads them: by name those of a demonstration."""

import os

os.environ.setdefault("PORTAL_MODE", "demo")

from config.settings import *  # noqa: F403 -- all of them, whatever their names
