"""A topic on its page: what of it this officer may see, and what the office may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from disputes.choices import LED
from disputes.forms.listing import Words
from disputes.models import Dispute
from disputes.words import naming_nobody, people_of, shown
from workflow.models import KeyTopic, KeyTopicCase, Meeting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from departments.models import Officer


@dataclass(frozen=True)
class CaseLine:
    pk: int
    number: str
    url: str
    category: str
    lead: str
    state: str


@dataclass(frozen=True)
class MeetingLine:
    title: str
    url: str
    day: str
    number: str


@dataclass(frozen=True)
class TopicPage:
    """One he is recused from is neither listed nor counted."""

    title: str
    question: str
    cases: list[CaseLine]
    meetings: list[MeetingLine]
    conclusion: str
    proposal: str


def known_in(topics: Sequence[KeyTopic]) -> dict[int, dict[str, str]]:
    """Of whom the cases know that each has gathered: its words name none of them (六(三))."""
    gathered = list(KeyTopicCase.objects.filter(topic__in=topics).values_list("topic", "dispute"))
    people = people_of([dispute for _, dispute in gathered])
    found: dict[int, dict[str, str]] = {topic.pk: {} for topic in topics}
    for topic, dispute in gathered:
        found[topic] |= people.get(dispute, {})
    return found


def topic_page(topic: KeyTopic, officer: Officer) -> TopicPage:
    words, known = Words.today(), known_in([topic])[topic.pk]
    own = Dispute.objects.visible_to(officer).filter(pk__in=topic.cases.values("dispute"))
    told = own.select_related("lead_department").only(
        "number", "category", "state", "mode", "lead_department__short_name"
    )
    met = Meeting.objects.visible_to(officer).filter(pk__in=topic.sessions.values("meeting"))
    return TopicPage(
        title=naming_nobody(topic.title, known),
        question=naming_nobody(topic.question, known),
        cases=[_case(each, words) for each in told.order_by("pk")],
        meetings=[_meeting(each) for each in met.with_cases().order_by("pk")],
        conclusion=naming_nobody(topic.conclusion, known),
        proposal=naming_nobody(topic.proposal, known),
    )


def _case(dispute: Dispute, words: Words) -> CaseLine:
    lead = dispute.lead_department.short_name if dispute.mode in LED else "—"
    return CaseLine(
        pk=dispute.pk,
        number=dispute.number or "",
        url=dispute.get_absolute_url(),
        category=words.category(dispute.category),
        lead=lead,
        state=dispute.get_state_display(),
    )


def _meeting(meeting: Meeting) -> MeetingLine:
    return MeetingLine(
        title=shown(meeting.title, *meeting.cases),
        url=meeting.get_absolute_url(),
        day=str(timezone.localdate(meeting.starts_at)),
        number=meeting.number or "未签发",
    )
