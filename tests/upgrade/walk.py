"""Open every page of the demonstration, every name and every paper of a database; say how many."""

from __future__ import annotations

import json

import django

django.setup()

from django.conf import settings  # noqa: E402 - the applications come first
from django.test import Client  # noqa: E402

from confidentiality.sealing import open_sealed_json  # noqa: E402
from departments.models import Officer  # noqa: E402
from disputes.models import Party  # noqa: E402
from papers.kinds import thaw  # noqa: E402
from tests.browser.demonstration import pages_of_the_demonstration  # noqa: E402
from workflow.models import Paper  # noqa: E402


def main() -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"]["BACKEND"] = plain
    told = {"pages": opened(), "names": named(), "papers": thawed()}
    print(json.dumps(told))  # noqa: T201 - read by whoever started this process


def opened() -> int:
    """Each as the account of the demonstration that has it on his desk."""
    count = 0
    for username, addresses in pages_of_the_demonstration().items():
        client = Client()
        officer = Officer.objects.get(username=username)
        client.force_login(officer, "departments.backends.OfficerBackend")
        for address in addresses.values():
            answer = client.get(address, follow=True)
            assert answer.status_code == 200, (username, address, answer.status_code)
            count += 1
    return count


def named() -> int:
    """What is sealed opens under the keys it was sealed with."""
    return sum(bool(party.display_name) for party in Party.objects.all())


def thawed() -> int:
    """The content of each issued paper is still a paper of its kind."""
    papers = Paper.objects.all()
    return sum(bool(thaw(paper.kind, open_sealed_json(paper.content))) for paper in papers)


main()
