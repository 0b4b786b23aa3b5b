"""The five clicks whose road is measured: what has to be there before, and then the click."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.test import Client
from django.urls import reverse

from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from tests.rooms.traces import Trace, traced
from tests.workflow.signing_in import signed_in

Click = Callable[[], None]


def accept() -> Click:
    """An officer signs for what his department was asked."""
    asked = f.handled(Mode.JOINT).assignments.get(department__code="YB")
    url = reverse("assignment_verb", args=[asked.pk, "accept"])
    return partial(_post, signed_in(f.an_officer(Role.CLERK, "YB")), url, version=asked.version)


def approve_major() -> Click:
    """The leader agrees, three departments and a meeting with him."""
    dispute = f.triaged()
    others = [f.a_department("RS"), f.a_department("YB")]
    f.do(dispute, "report_major", f.an_officer(), reason="群体性诉求", departments=others)
    url = reverse("approval", args=[dispute.approvals.get().pk])
    return partial(_post, signed_in(f.a_leader()), url, answer="approve", meeting="on")


def issue_minutes() -> Click:
    """The convenor issues, and a department has its task."""
    dispute = f.handled(Mode.JOINT)
    meeting = f.a_minuted_meeting(dispute, responsible=f.a_department("RS"))
    url = reverse("meeting_verb", args=[meeting.pk, "issue"])
    return partial(_post, signed_in(f.an_officer()), url, version=meeting.version)


def refer() -> Click:
    """The form is opened and sent; the paper is frozen."""
    dispute = f.triaged()
    url = reverse("dispute_verb", args=[dispute.pk, "refer"])
    client = signed_in(f.an_officer())

    def click() -> None:
        _get(client, url)
        _post(client, url, version=dispute.version, department="YB", reason="属医保局职责")

    return click


def case_page() -> Click:
    """A case under way is looked at."""
    url = f.handled(Mode.JOINT).get_absolute_url()
    return partial(_get, signed_in(f.an_officer()), url)


JOURNEYS: dict[str, Callable[[], Click]] = {
    "accept": accept,
    "approve major": approve_major,
    "issue minutes": issue_minutes,
    "refer": refer,
    "case page": case_page,
}


def taken(journey: Callable[[], Click]) -> Trace:
    """Of a second such click: the first one fills what a process keeps."""
    journey()()
    click = journey()
    with traced() as trace:
        click()
    return trace


def _get(client: Client, url: str) -> None:
    assert client.get(url).status_code == 200


def _post(client: Client, url: str, **typed: object) -> None:
    answer = client.post(url, typed)
    assert answer.status_code == 302, answer.content.decode()
