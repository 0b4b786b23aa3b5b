"""`python -m tests.upgrade VERSION`: keep the demonstration's database of a version for ever."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from config.servers import Postgres, Valkey
from tests.upgrade import released


def main(version: str) -> None:
    """In services of its own; nothing of the machine's stays in the dump."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        postgres, valkey = Postgres(home / "postgres"), Valkey(home / "valkey")
        try:
            postgres.start()
            valkey.start()
            os.environ["REDIS_URL"] = valkey.url()
            with released.database(postgres.url()) as address:
                released.manage(address, home, "manage.py", "migrate", "--noinput", "-v0")
                released.manage(address, home, "manage.py", "seed_demo")
                released.keep(version, address)
        finally:
            valkey.stop()
            postgres.stop()


if __name__ == "__main__":
    main(sys.argv[1])
