"""R14: whichever page or list is asked for, ten times the rows cost it the same statements.

The demonstration is walked, multiplied by ten in SQL, and walked again: every address of the
URLconf by every account, filled in with rows of the demonstration. What nobody is ever shown stands
in `SENT` with the others that only take what is sent to them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone
from pytest_django import Settings

from deadlines.models import DeadlinePolicy
from departments.actions.passwords import start_slip
from departments.actions.renaming import rename
from departments.models import (
    Delegation,
    Department,
    MembershipDecision,
    Officer,
    PasswordSlip,
    Post,
    Reform,
    Term,
    Training,
    UnitName,
)
from departments.models.matrix import DutyRule, SignalRule
from disputes.choices import State
from disputes.models import Dispute
from tests.browser.demonstration import pages_of_the_demonstration, the_first_minute
from tests.multiplying import multiply
from tests.reports.periodic.reporting import a_report
from tests.reports.topics.studying import a_topic
from workflow.disclosure.actions import disclose
from workflow.errands.actions import give
from workflow.membership import reform
from workflow.models import (
    Approval,
    Assignment,
    CaseFile,
    Disclosure,
    Errand,
    Finding,
    KeyTopic,
    Meeting,
    Notice,
    Paper,
    PeriodReport,
    Supervision,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TIMES = 10
MARKS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO")
ACCOUNTS = (
    "sw_clerk", "yb_clerk", "cl_clerk", "xf_clerk", "sw_head", "leader", "office", "auditor",
    "sysadmin", "secadmin", "logadmin",
)  # fmt: skip

#: They take what is sent and show no page: the statement budget of the verbs is theirs (P12).
SENT = {
    "keep", "kept", "logout", "session", "saved_view_save", "saved_view_drop", "follow",
    "meeting_register_export", "disputes_export", "papers_export",
    "register_keep", "register_look", "draft_discard",
    "draft_materials", "draft_material_removed", "calendar_confirm", "dispute_urge",
    "notices_read", "running_retry", "running_confirm", "acting_post",
    "scorecard_export", "period_report_export", "audit_export", "audit_verify",
    "audit_anchor", "api_routing", "end_sitting", "end_other_sittings", "token_revoke",
    "second_factor_bind", "second_factor_codes", "second_factor_drop", "second_step", "prove",
    "api/v1/disputes/<int:pk>/actions/<slug:verb>/", "api/v1/approvals/<int:pk>/<slug:verb>/",
    "api/v1/assignments/<int:pk>/actions/<slug:verb>/",
    "api/v1/meetings/<int:pk>/actions/<slug:verb>/",
    "api/v1/supervisions/<int:pk>/actions/<slug:verb>/",
    "api/v1/findings/<int:pk>/actions/<slug:verb>/",
    "api/v1/errands/<int:pk>/actions/<slug:verb>/", "api/v1/archives/<int:pk>/looks/",
    "api/v1/disclosures/<int:pk>/actions/<slug:verb>/", "disclosure_copy",
    "archive_bundle", "api_archive_bundle",
    "api/v1/disclosures/<int:pk>/items/<int:item>/copy/", "api_disputes_search",
    "api_archives_search",
}  # fmt: skip
#: One file each, or a way to another page; `login` is for who is not signed in.
ROWLESS = {
    "healthz", "login", "signed_in", "notice", "material", "material_look", "material_shown",
    "paper_pdf", "hotline_template", "verify_package", "api/v1/papers/<int:pk>/pdf/",
    "training_sheet", "verify", "verify_paper", "counter_sheet", "meeting_sheet",
    "intake_receipt", "withdrawal_request", "case_file_merged",
}  # fmt: skip
#: How many there are is asked once they do not fit on one page; the names that units bore and what
#: is void, once the file shown first has papers from after its archiving.
MORE = {"disputes": 1, "scorecard_rows": 1, "archives": 2}


@dataclass(frozen=True)
class Asked:
    """An address, the name of its page, and the account that opens it."""

    page: str
    address: str
    username: str


@dataclass(frozen=True)
class Answer:
    statements: list[str]


def routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Every page with its route; one for programs has no other name than that."""
    for each in patterns:
        route = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        elif isinstance(each, URLPattern) and not route.startswith("api/v1/^"):
            yield (each.name or route), route


#: What `<int:pk>` is the key of, by the word before it.
ROWS: dict[str, Callable[[], Any]] = {  # Any: rows of many tables
    "disputes": lambda: Dispute.objects.filter(state=State.HANDLING),
    "register": lambda: Dispute.objects.filter(state=State.DRAFT),
    "assignments": lambda: Assignment.objects.filter(state="sent", department__code="YB"),
    "meetings": lambda: Meeting.objects.filter(state="called"),
    "approvals": lambda: Approval.objects.filter(state="pending"),
    "supervisions": lambda: Supervision.objects.all(),
    "archives": lambda: CaseFile.objects.all(),
    "papers": lambda: Paper.objects.all(),
    "trainings": lambda: Training.objects.filter(department__code="CL"),
    "posts": lambda: Post.objects.filter(single_seat=False),
    "terms": lambda: Term.objects.all(),
    "delegations": lambda: Delegation.objects.all(),
    "memberships": lambda: MembershipDecision.objects.all(),
    "limits": lambda: DeadlinePolicy.objects.all(),
    "rules": lambda: DutyRule.objects.all(),
    "signals": lambda: SignalRule.objects.all(),
    "messages": lambda: Notice.objects.all(),
    "disclosures": lambda: Disclosure.objects.filter(state="head"),
    "errands": lambda: Errand.objects.filter(state="sent"),
    "findings": lambda: Finding.objects.all(),
    "reforms": lambda: Reform.objects.all(),
    "reports": lambda: PeriodReport.objects.all(),
    "topics": lambda: KeyTopic.objects.all(),
    "slips": lambda: PasswordSlip.objects.all(),
    "names": lambda: UnitName.objects.filter(from_day__isnull=False),
}
WORDS = {
    "code": "YB", "insurance": "medical", "number": "1", "year": "2026", "username": "sw_clerk",
    "figure": "received", "key": "0b0c4f0e-6f0e-4a53-9f52-2b1f6c2b7c11",
}  # fmt: skip
VERBS = {"disputes": "urge", "assignments": "return_back", "meetings": "cancel",
         "supervisions": "close", "approvals": "approve", "errands": "recall",
         "findings": "retract", "disclosures": "drop"}  # fmt: skip


def filled(route: str) -> str | None:
    """The address with rows of the demonstration in it; none if there is no such row."""
    parts = route.split("/")
    for nth, part in enumerate(parts):
        if not (asked := re.fullmatch(r"<(?:\w+:)?(\w+)>", part)):
            continue
        noun = parts[nth - 1] if asked[1] != "verb" else parts[nth - 2 - ("actions" in parts)]
        if asked[1] == "pk":
            rows = ROWS.get(noun)
            row = rows().order_by("-pk").first() if rows else None
            if row is None:
                return None
            parts[nth] = str(row.pk)
        else:
            parts[nth] = VERBS[noun] if asked[1] == "verb" else WORDS[asked[1]]
        if noun == "remedy-bodies":
            parts[nth] = "court"
    if parts[:2] == ["manage", "towns"] and len(parts) > 3 and parts[2] == "YB":
        parts[2] = "230718100"
    return "/" + "/".join(parts)


def addresses() -> Iterator[Asked]:
    """Those of the URLconf for everybody; those of the demonstration as it has them."""
    for page, route in routes(get_resolver().url_patterns):
        if page not in SENT | ROWLESS and (address := filled(route)):
            for username in ACCOUNTS:
                yield Asked(page, address, username)
    known = {route: page for page, route in routes(get_resolver().url_patterns)}
    for username, pages in pages_of_the_demonstration().items():
        for address in pages.values():
            found = resolve(address.partition("?")[0])
            yield Asked(found.url_name or known[found.route], address, username)


class House:
    """Everybody's browser, each signed in once."""

    def __init__(self) -> None:
        self.browsers: dict[str, Client] = {}

    def browser(self, username: str) -> Client:
        if username not in self.browsers:
            client = Client()
            officer = Officer.objects.get(username=username)
            client.force_login(officer, "departments.backends.OfficerBackend")
            self.browsers[username] = client
        return self.browsers[username]

    def ask(self, asked: Asked) -> int:
        """What came of it, when all of it has been read."""
        answer: Any = self.browser(asked.username).get(asked.address)  # Any: whole or in pieces
        if answer.streaming:
            b"".join(answer.streaming_content)
        return int(answer.status_code)

    def measure(self, asked: Asked) -> Answer | None:
        """The second time it is asked for, when whatever is read once has been read."""
        if self.ask(asked) != 200:
            return None
        with CaptureQueriesContext(connection) as captured:
            self.ask(asked)
        said = [each["sql"] for each in captured.captured_queries]
        return Answer([sql for sql in said if not sql.startswith(MARKS)])


def pages() -> set[str]:
    return {page for page, _ in routes(get_resolver().url_patterns)} - SENT - ROWLESS


def demonstration() -> None:
    """The portal after its first minute, and what the script of it does not tell."""
    call_command("seed_demo", verbosity=0)
    the_first_minute()
    leader, deputy = (Officer.objects.get(username=name) for name in ("leader", "deputy"))
    today = timezone.localdate()
    Delegation.objects.create(
        leader=leader, deputy=deputy, basis="授权书1号", starts_on=today, ends_on=today,
        recorded_by=leader,
    )  # fmt: skip
    units = {each.code: each for each in Department.objects.filter(code__in=("SB", "RS", "SW"))}
    office, keeper = (Officer.objects.get(username=name) for name in ("office", "sysadmin"))
    case = Dispute.objects.filter(state=State.HANDLING, receiving_department__code="SW").latest(
        "pk"
    )
    disclose(
        case, by=Officer.objects.get(username="sw_clerk"), recipient_kind="department",
        recipient="区审计局", purpose="专项审计", until=today, particulars=["number"],
    )  # fmt: skip
    give(by=office, department=units["SW"], question="请报送上半年征缴争议情况。")
    rename(
        units["SW"], by=keeper, name="区税务局（新）", short_name="新税务局",
        from_day=today + timedelta(days=1), document="编发〔2026〕2号", reason="机构改革方案",
    )  # fmt: skip
    start_slip(Officer.objects.get(username="yb_clerk"), by=None, reason="忘记")
    a_report()
    a_topic()
    decided = reform.Decided("编发〔2026〕1号", today, today, "机构改革方案")
    reform.register(units["SB"], by=keeper, kind="merge", target=units["RS"], decided=decided)


def test_ten_times_the_rows_cost_no_page_and_no_list_a_statement_more(settings: Settings) -> None:
    settings.DEMO = True
    demonstration()
    house, there = House(), Dispute.objects.count()
    asked = {each: house.measure(each) for each in dict.fromkeys(addresses())}
    few = {each: answer for each, answer in asked.items() if answer is not None}
    assert pages() - {each.page for each in few} == set(), "谁也没有打开过的页"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        multiply(cursor, TIMES)
    assert Dispute.objects.count() == there * TIMES
    many = {each: house.measure(each) for each in few}
    assert [each for each, answer in many.items() if answer is None] == []
    costlier = _costlier(few, many)
    assert not costlier, "\n".join(costlier)


def _costlier(few: dict[Asked, Answer], many: dict[Asked, Answer | None]) -> list[str]:
    """What asks for each row, with the statement that it says most often."""
    found = []
    for asked, before in few.items():
        after = many[asked]
        assert after is not None
        if len(after.statements) > len(before.statements) + MORE.get(asked.page, 0):
            often = Counter(sql[:400] for sql in after.statements).most_common(1)
            found.append(f"{asked}: {len(before.statements)} → {len(after.statements)} {often}")
    return found
