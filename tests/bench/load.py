"""Fills the database that the environment names: `python -m tests.bench.load NUMBER`."""

from __future__ import annotations

import dataclasses
import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    from tests.bench.world import make

    sys.stdout.write(json.dumps(dataclasses.asdict(make(int(sys.argv[1])))))
