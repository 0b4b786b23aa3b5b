"""Checks a server's settings without a server: `check --deploy` in production, no warning."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def environment() -> dict[str, str]:
    """What docs/operations/environment.md demands, with keys made for this check alone."""
    return {
        "PATH": os.environ["PATH"],
        "PORTAL_MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "portal.example",
        "CSRF_TRUSTED_ORIGINS": "https://portal.example",
        "DATABASE_URL": "postgresql://portal_app@localhost/portal",
        "REDIS_URL": f"redis://:{secrets.token_hex(16)}@localhost:6379/0",
        "SEALING_KEYS": f"k1:{secrets.token_hex(32)}",
        "SEALING_KEY_CURRENT": "k1",
        "BLIND_INDEX_KEY": secrets.token_hex(32),
        "AUDIT_ANCHOR_KEY": secrets.token_hex(32),
    }


def main() -> None:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=environment(), check=False)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
