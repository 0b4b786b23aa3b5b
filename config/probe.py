"""Asks a running portal whether it is fit; also the health check of its containers."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request

HOST = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0]


def health(address: str) -> dict[str, object]:
    """What /healthz says, fit or not; empty while nobody answers."""
    request = urllib.request.Request(f"{address}/healthz", headers={"Host": HOST})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 -- our own address
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        with error:
            return dict(json.load(error)) if error.code == 503 else {"status": error.code}
    except OSError:
        return {}


if __name__ == "__main__":
    told = health(sys.argv[1])
    sys.stdout.write(f"{told}\n")
    sys.exit(told.get("status") != "ok")
