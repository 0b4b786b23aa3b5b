"""How pip, uv and npm reach their registries from here: whose certificates, and which mirror.

Each tool brings certificates of its own and reads its own variables. Where a proxy inspects
traffic only the machine's certificates know it, and where there is a mirror only pip was told.
What somebody has set himself is left as it is.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

STORES = (  # Debian, Red Hat, SUSE
    Path("/etc/ssl/certs/ca-certificates.crt"),
    Path("/etc/pki/tls/certs/ca-bundle.crt"),
    Path("/etc/ssl/ca-bundle.pem"),
)


def environment(values: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables that a child needs beside those there are."""
    wanted = _certificates() | _mirror(values)
    return {name: value for name, value in wanted.items() if not values.get(name)}


def _certificates() -> dict[str, str]:
    """`NATIVE_TLS` is the older name of `SYSTEM_CERTS`; a pip.conf's `cert` outranks REQUESTS'."""
    store = next((str(path) for path in STORES if path.exists()), None)
    if store is None:
        return {}
    return {
        "UV_SYSTEM_CERTS": "1",
        "UV_NATIVE_TLS": "1",
        "REQUESTS_CA_BUNDLE": store,
        "NODE_EXTRA_CA_CERTS": store,
    }


def _mirror(values: Mapping[str, str]) -> dict[str, str]:
    of_uv = values.get("UV_DEFAULT_INDEX") or values.get("UV_INDEX_URL")
    if of_uv:
        return {"PIP_INDEX_URL": of_uv}
    of_pip = values.get("PIP_INDEX_URL") or _written_in_pip_conf()
    return {"UV_DEFAULT_INDEX": of_pip} if of_pip else {}


def _written_in_pip_conf() -> str:
    asked = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
