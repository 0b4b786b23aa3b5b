"""The promise of the sign-in page, at every form of the portal: what was typed comes back.

The session is cut under each form, the form is sent, its officer signs in again and is led to a
page where his words stand; nobody else sees them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from deadlines.models import DeadlinePolicy
from departments.actions.passwords import start_slip
from departments.actions.renaming import rename
from departments.models import (
    Delegation,
    MembershipDecision,
    Officer,
    PasswordSlip,
    Post,
    Reform,
    Term,
    Town,
    UnitName,
)
from departments.models.matrix import DutyRule, MatrixVersion, SignalRule
from departments.models.training import Training
from departments.roles import Role
from tests import factories as f
from tests.departments.test_trainings import held
from tests.leaks.world import audited
from tests.reports.periodic.reporting import a_report
from tests.reports.topics.studying import a_topic
from tests.web.drawn_forms import DrawnForm, forms_of
from tests.workflow import budget_cases as cases
from tests.workflow import many as m
from tests.workflow.disclosure.leaving import asked_for
from tests.workflow.membership.reforming import registered
from tests.workflow.signing_in import signed_in
from web.models import KeptText
from workflow.errands import actions as errands
from workflow.models import (
    Assignment,
    CaseFile,
    Disclosure,
    Errand,
    Finding,
    KeyTopic,
    PeriodReport,
    Supervision,
)

pytestmark = pytest.mark.django_db

WORDS = "断线之前填的话"

VERBS = {
    "dispute_verb": cases.DISPUTES,
    "assignment_verb": cases.ASSIGNMENTS,
    "meeting_verb": cases.MEETINGS,
    "disclosure_verb": cases.DISCLOSURES,
    "errand_verb": cases.ERRANDS,
    "finding_verb": cases.FINDINGS,
    "supervision_verb": cases.SUPERVISIONS,
    "approval": cases.APPROVALS,
}
EVERY = [(page, verb) for page, table in VERBS.items() for verb in table]
#: A verb whose form is another page, or which has nothing to type.
ELSEWHERE = {("dispute_verb", "register"), ("meeting_verb", "approve"), ("meeting_verb", "refuse")}


def cut(client: Client, address: str, form: DrawnForm) -> str:
    """Send the form without a session; where the sign-in page will lead."""
    answer = Client(enforce_csrf_checks=True).post(form.action or address, form.filled(WORDS))
    assert answer.status_code == 302, address
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert asked.get("kept") == ["1"], address
    login = Client().get(answer.headers["Location"]).content.decode()
    assert "你填写的内容已保留" in login
    return asked["next"][0]


def comes_back(client: Client, address: str, form: DrawnForm) -> None:
    before = KeptText.objects.count()
    back = cut(client, address, form)
    assert KeptText.objects.count() == before + 1
    shown = client.get(back, follow=True)
    assert shown.status_code == 200, back
    page = shown.content.decode()
    assert "未提交的内容" in page, address
    assert WORDS in page or not form.typed, address


def kept_forms(client: Client, address: str) -> list[DrawnForm]:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    drawn = answer.content.decode()
    forms = forms_of(drawn)
    keeps = any(form.is_kept for form in forms)
    assert not keeps or '<meta name="kept-url"' in drawn, address  # without it nothing is kept
    assert [form for form in forms if form.multiline and not form.is_kept] == [], address
    return [form for form in forms if form.is_kept]


@pytest.mark.parametrize(("kind", "verb"), EVERY, ids=[f"{p} {v}" for p, v in EVERY])
def test_at_every_verb(kind: str, verb: str) -> None:
    if (kind, verb) in ELSEWHERE:
        pytest.skip("它的表单在另一页")
    subject, officer, _ = VERBS[kind][verb](2)
    parts = [subject.pk] if kind == "approval" else [subject.pk, verb]
    client, address = signed_in(officer), reverse(kind, args=parts)
    for form in kept_forms(client, address):
        comes_back(client, address, form)


#: Tested above; the gallery of components sends nothing.
LEFT_OUT = {*VERBS, "gallery", "healthz"}
#: Every other page with something to type in; a page that is added is added here.
PAGES = {
    "appoint",
    "assignment",
    "calendar_import",
    "case_file",
    "delegation_new",
    "delegation_revoke",
    "delegations",
    "department_again",
    "department_contact",
    "department_leave",
    "department_new",
    "department_rename",
    "department_switches",
    "dispute_materials",
    "dispute_reveal",
    "disclosure_new",
    "draft",
    "errand_new",
    "hand_over_all",
    "limit",
    "limit_of_its_own",
    "major_review",
    "meeting_new",
    "name_withdraw",
    "officer_change",
    "officer_disable",
    "officer_enable",
    "officer_new",
    "officer_slip",
    "officer_unlock",
    "period_report",
    "post_new",
    "remedy_body",
    "reform_cancel",
    "reform_carry_out",
    "reform_new",
    "reveal_ask",
    "reveal_grant",
    "register",
    "stand_in",
    "rule_add",
    "rule_drop",
    "rule_revise",
    "samples",
    "signal_revise",
    "slip_confirm",
    "switch_date",
    "term_end",
    "token_new",
    "topic",
    "topic_new",
    "town",
    "town_new",
    "training_correct",
    "training_new",
    "training_strike_out",
}
#: They take what is sent, give a file or lead on: nothing of them is drawn.
NO_PAGE = {
    *("login", "logout", "kept", "acting_post", "disputes_export", "saved_view_save"),
    *("saved_view_drop", "follow", "draft_materials", "draft_material_removed", "running_retry"),
    *("running_confirm", "calendar_confirm", "notices_read", "notice", "register_keep"),
    *("register_look", "draft_discard", "material", "material_look", "material_shown"),
    *(
        "dispute_urge",
        "paper_pdf",
        "case_file_package",
        "case_file_merged",
        "training_sheet",
        "scorecard_export",
    ),
    "period_report_export",
    "archive_bundle",
    *("disclosure_copy", "audit_export", "audit_verify", "audit_anchor", "end_sitting"),
    *("hotline_template", "verify_package", "papers_export", "verify_paper", "counter_sheet"),
    *("intake_receipt", "withdrawal_request"),
    *("meeting_sheet", "meeting_register_export"),
    *("end_other_sittings", "token_revoke", "second_factor_bind", "second_factor_codes"),
    *("second_factor_drop", "second_step", "prove"),  # six digits, of who has bound a telephone
}


def names(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, set[str]]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            if "api" not in str(each.pattern):
                yield from names(each.url_patterns)
        elif isinstance(each, URLPattern) and each.name and each.name not in LEFT_OUT:
            yield each.name, set(each.pattern.converters)


def world() -> dict[str, Any]:
    """A case on its way, and one of everything that has a page."""
    meeting = m.held(2)
    dispute = f.registered()
    keeper = f.an_officer(Role.SYSADMIN, "ZB")
    later = f.today() + timedelta(days=9)
    rename(f.a_department("CL"), by=keeper, name="新镇", short_name="新镇", from_day=later,
           document="民政批复", reason="撤镇设镇")  # fmt: skip
    registered("SB", "RS")
    cases.supervised(2)
    errands.give(by=keeper_of_tasks(), department=f.a_department("YB"), question="请报送情况")
    held(f.an_officer(Role.CLERK, "CL"))
    leader, deputy = f.a_leader(), f.an_officer(Role.DEPUTY, "ZB")
    Delegation.objects.create(
        leader=leader, deputy=deputy, basis="授权书1号", starts_on=f.today(), ends_on=later,
        recorded_by=leader,
    )  # fmt: skip
    audited(f.archived(), "SW")
    asked_for()
    a_report()
    a_topic()
    start_slip(f.an_officer(Role.CLERK, "YB"), by=None, reason="忘记")
    return {"meeting": meeting, "dispute": dispute, "draft": f.a_draft()}


def keeper_of_tasks() -> Officer:
    """As the portal reads him, with his posts."""
    return Officer.objects.get(pk=f.an_officer(Role.OFFICE, "ZB").pk)


def parts_of(name: str, wanted: set[str], made: dict[str, Any]) -> dict[str, Any]:
    rows: dict[str, Any] = {
        "post": Post, "appoint": Post, "term_end": Term, "rule_revise": DutyRule,
        "rule_add": DutyRule, "rule_drop": DutyRule, "signal_revise": SignalRule,
        "delegation_revoke": Delegation, "training": Training, "training_correct": Training,
        "training_strike_out": Training, "limit": DeadlinePolicy,
        "limit_of_its_own": DeadlinePolicy, "membership": MembershipDecision,
        "assignment": Assignment, "supervision": Supervision, "errand": Errand,
        "case_file": CaseFile, "reform": Reform, "reform_cancel": Reform,
        "reform_carry_out": Reform, "name_withdraw": UnitName,
        "slip_confirm": PasswordSlip, "disclosure": Disclosure, "period_report": PeriodReport,
        "topic": KeyTopic, "finding": Finding,
    }  # fmt: skip
    known: dict[str, Any] = {
        "username": Officer.objects.earliest("pk").username,
        "code": Town.objects.earliest("pk").code if "town" in name else "YB",
        "insurance": "medical",
        "number": MatrixVersion.objects.latest("pk").number,
        "year": 2026,
        "figure": "received",
        "pk": made[
            "draft" if name == "draft" else "meeting" if "meeting" in name else "dispute"
        ].pk,
    }
    if "remedy" in name:
        known["key"] = "court"
    if name in rows and (row := rows[name].objects.order_by("-pk").first()):
        known["pk"] = row.pk
    return {part: known[part] for part in wanted if part in known}


def test_at_every_other_page_of_the_urlconf() -> None:
    made = world()
    posts = [Post.objects.filter(role=role).order_by("pk").first() for role in Role]
    clients = [signed_in(f.an_officer(post.role, post.department.code)) for post in posts if post]
    clients.append(signed_in(f.an_officer(Role.CLERK, "CL")))
    found, unopened = set(), set()
    for name, wanted in names(get_resolver().url_patterns):
        if name in NO_PAGE:
            continue
        address = reverse(name, kwargs=parts_of(name, wanted, made))
        can = [client for client in clients if client.get(address).status_code == 200]
        unopened |= set() if can else {name}
        told = ((client, forms) for client in can if (forms := kept_forms(client, address)))
        for client, forms in islice(told, 1):
            found.add(name)
            for form in forms:
                comes_back(client, address, form)
    assert unopened == set(), "give world() the rows, or say in NO_PAGE that it shows none"
    assert found == PAGES
