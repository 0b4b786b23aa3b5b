"""A process that keeps a file and is killed on the way: before the commit, or just after."""

from __future__ import annotations

import os
import signal
import sys

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import transaction  # noqa: E402

from departments.models import Officer  # noqa: E402
from disputes.materials import keep_material  # noqa: E402
from disputes.models import Dispute  # noqa: E402


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(moment: str) -> None:
    dispute, clerk = Dispute.objects.earliest("pk"), Officer.objects.earliest("pk")
    with transaction.atomic():
        if moment == "after":
            transaction.on_commit(die)  # before the file is moved: hooks run in their order
        keep_material(dispute, SimpleUploadedFile("a.txt", b"three months"), by=clerk)
        if moment == "before":
            die()


if __name__ == "__main__":
    main(sys.argv[1])
