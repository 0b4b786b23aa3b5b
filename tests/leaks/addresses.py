"""Every address of the URLconf, and what stands in it: one that is added is added here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver

#: What the number in an address is the key of; "" has none.
TABLE = {
    "": """
        healthz login/ login/second-step/ login/prove/ logout/ password/ password/slip/
        password/changed/ session/ signed-in/ kept/ ui/
        api/v1/schema/ api/v1/me/ api/v1/departments/ api/v1/categories/ api/v1/towns/
        api/v1/routing/ api/v1/disputes/ api/v1/assignments/ api/v1/disclosures/ api/v1/errands/
        api/v1/meetings/ api/v1/approvals/ api/v1/supervisions/ api/v1/trainings/ api/v1/archives/
        api/v1/findings/ findings/
        manage/audit/ manage/audit/export/ manage/audit/unusual/ manage/audit/chain/
        manage/audit/chain/verify/ manage/audit/chain/anchor/
        account/ account/sittings/end/ account/sittings/end-others/ account/tokens/new/
        account/second-factor/ account/second-factor/bind/ account/second-factor/codes/
        account/second-factor/drop/
        manage/ manage/desk/ manage/officers/ manage/officers/new/ manage/posts/ manage/stand-in/
        manage/posts/new/ manage/roles/ manage/matrix/ manage/switch-dates/ manage/delegations/
        manage/delegations/new/ manage/delegations/major-review/ manage/trainings/
        manage/trainings/new/ manage/records/ manage/departments/ manage/departments/new/
        manage/reforms/ manage/towns/ manage/towns/new/ manage/running/ manage/running/retry/
        manage/running/confirm/ manage/calendar/ manage/calendar/import/ manage/calendar/confirm/
        manage/limits/
        manage/remedy-bodies/ reveals/ask/ reveals/grant/
        api/v1/disputes/search/ api/v1/archives/search/ archives/verify_package.py
        disputes/register/hotline/ disputes/register/hotline/template/
        disputes/ disputes/export/ disputes/views/save/ disputes/follow/
        / tasks/ messages/ messages/read/ disputes/register/ disputes/register/keep/
        disputes/register/look/ handing-over/ supervisions/ approvals/ disclosures/
        disclosures/new/ papers/ papers/export/ verify/ verify/<str:code>/ errands/ errands/new/
        meetings/ meetings/new/ meetings/register/ meetings/register/export/
        archives/ archives/keeping/ archives/appraisals/ archives/originals/
        archives/samples/
        statistics/ statistics/scorecard/ statistics/scorecard/export/
        statistics/scorecard/<str:figure>/ statistics/reports/
        statistics/topics/ statistics/topics/new/ statistics/topics/precedents/
    """,
    "dispute": """
        api/v1/disputes/<int:pk>/ api/v1/disputes/<int:pk>/materials/
        api/v1/disputes/<int:pk>/actions/ api/v1/disputes/<int:pk>/actions/<slug:verb>/
        api/v1/disputes/<int:pk>/timeline/ api/v1/disputes/<int:pk>/papers/
        api/v1/disputes/<int:pk>/assignments/ api/v1/disputes/<int:pk>/deadlines/
        disputes/<int:pk>/looks/ disputes/<int:pk>/ disputes/<int:pk>/materials/
        disputes/<int:pk>/counter-sheet/ disputes/<int:pk>/intake-receipt/
        disputes/<int:pk>/withdrawal-request/
        disputes/<int:pk>/reveal/ disputes/<int:pk>/<slug:verb>/ disputes/<int:pk>/urge/now/
    """,
    "draft": """
        disputes/register/<int:pk>/ disputes/register/<int:pk>/discard/
        disputes/register/materials/<uuid:key>/
        disputes/register/materials/<uuid:key>/<int:pk>/remove/
    """,
    "assignment": """
        api/v1/assignments/<int:pk>/ api/v1/assignments/<int:pk>/actions/
        api/v1/assignments/<int:pk>/actions/<slug:verb>/
        assignments/<int:pk>/ assignments/<int:pk>/<slug:verb>/
    """,
    "disclosure": """
        api/v1/disclosures/<int:pk>/ api/v1/disclosures/<int:pk>/actions/
        api/v1/disclosures/<int:pk>/actions/<slug:verb>/
        api/v1/disclosures/<int:pk>/items/<int:item>/copy/
        api/v1/archives/bundles/<int:pk>/<int:item>/ archives/bundles/<int:pk>/<int:item>/
        disclosures/<int:pk>/ disclosures/<int:pk>/items/<int:item>/copy/
        disclosures/<int:pk>/<slug:verb>/
    """,
    "errand": """
        api/v1/errands/<int:pk>/ api/v1/errands/<int:pk>/actions/
        api/v1/errands/<int:pk>/actions/<slug:verb>/ errands/<int:pk>/
        errands/<int:pk>/<slug:verb>/
    """,
    "finding": """
        api/v1/findings/<int:pk>/ api/v1/findings/<int:pk>/actions/
        api/v1/findings/<int:pk>/actions/<slug:verb>/ findings/<int:pk>/
        findings/<int:pk>/<slug:verb>/
    """,
    "meeting": """
        api/v1/meetings/<int:pk>/ api/v1/meetings/<int:pk>/actions/
        api/v1/meetings/<int:pk>/actions/<slug:verb>/ meetings/<int:pk>/
        meetings/<int:pk>/attendance-sheet/ meetings/<int:pk>/<slug:verb>/
    """,
    "approval": """
        api/v1/approvals/<int:pk>/ api/v1/approvals/<int:pk>/<slug:verb>/ approvals/<int:pk>/
    """,
    "supervision": """
        api/v1/supervisions/<int:pk>/ api/v1/supervisions/<int:pk>/actions/
        api/v1/supervisions/<int:pk>/actions/<slug:verb>/ supervisions/<int:pk>/
        supervisions/<int:pk>/<slug:verb>/
    """,
    "paper": "api/v1/papers/<int:pk>/pdf/ papers/<int:pk>/pdf/",
    "file": """
        api/v1/archives/<int:pk>/ api/v1/archives/<int:pk>/looks/ api/v1/archives/<int:pk>/package/
        archives/<int:pk>/ archives/<int:pk>/package/ archives/<int:pk>/merged/
    """,
    "material": "materials/<int:pk>/look/ materials/<int:pk>/ materials/<int:pk>/shown/",
    "notice": "messages/<int:pk>/",
    "view": "disputes/views/<int:pk>/drop/",
    "topic": "statistics/topics/<int:pk>/",
    "report": "statistics/reports/<int:pk>/ statistics/reports/<int:pk>/export/",
    "training": """
        manage/trainings/<int:pk>/ manage/trainings/<int:pk>/correct/
        manage/trainings/<int:pk>/strike-out/ manage/trainings/<int:pk>/sheet/
    """,
    "house": """
        account/tokens/<int:pk>/revoke/ manage/officers/<slug:username>/
        manage/officers/<slug:username>/change/ manage/officers/<slug:username>/slip/
        manage/officers/<slug:username>/unlock/ manage/officers/<slug:username>/enable/
        manage/officers/<slug:username>/disable/ manage/slips/<int:pk>/confirm/
        manage/posts/<int:pk>/ manage/posts/<int:pk>/appoint/ manage/terms/<int:pk>/end/
        manage/matrix/<int:number>/ manage/matrix/rules/<int:pk>/ manage/matrix/rules/<int:pk>/add/
        manage/matrix/rules/<int:pk>/drop/ manage/matrix/signals/<int:pk>/
        manage/switch-dates/<slug:insurance>/ manage/delegations/<int:pk>/revoke/
        manage/departments/<slug:code>/ manage/departments/<slug:code>/contact/
        manage/departments/<slug:code>/switches/ manage/departments/<slug:code>/again/
        manage/departments/<slug:code>/leave/ manage/departments/<slug:code>/rename/
        manage/departments/<slug:code>/reform/ manage/names/<int:pk>/withdraw/
        manage/reforms/<int:pk>/ manage/reforms/<int:pk>/carry-out/ manage/reforms/<int:pk>/cancel/
        manage/memberships/<int:pk>/ manage/towns/<slug:code>/ manage/calendar/<int:year>/
        manage/limits/<int:pk>/ manage/limits/<int:pk>/own/ manage/remedy-bodies/<slug:key>/
    """,
}
NOUN = {route.lstrip("/"): noun for noun, routes in TABLE.items() for route in routes.split()}
#: The nouns that hang on a case, so that who has no part in it must not know them.
OF_CASES = (
    "dispute", "assignment", "disclosure", "errand", "meeting", "approval", "supervision", "paper",
    "file", "material", "finding",
)  # fmt: skip
#: What is somebody's own, whatever it is about.
OF_PEOPLE = ("draft", "notice", "view")
#: What a role reads, or a unit, and is about no one case.
OF_ROLES = ("topic", "report", "training")
#: Where the keys of the house's own addresses are looked up.
HOUSE = {
    "account/tokens": "departments_apitoken", "manage/posts": "departments_post",
    "manage/terms": "departments_term", "manage/matrix/rules": "departments_dutyrule",
    "manage/matrix/signals": "departments_signalrule", "manage/limits": "deadlines_deadlinepolicy",
}  # fmt: skip
#: One verb of each; behind which one somebody knocks makes no difference to whether it is there.
VERBS = {"dispute": "hand_over", "assignment": "return_back", "disclosure": "drop",
         "errand": "recall", "meeting": "cancel", "approval": "approve",
         "supervision": "close", "finding": "retract"}  # fmt: skip
WORDS = {"figure": "received", "username": "sw_clerk", "code": "YB", "insurance": "medical",
         "number": "1", "year": "2026", "item": "1",
         "key": "0b0c4f0e-6f0e-4a53-9f52-2b1f6c2b7c11"}  # fmt: skip
#: The same where nothing of that name is.
NOBODYS = WORDS | {"username": "nobody_here", "code": "QQ", "insurance": "nothing",
                   "number": "9999", "year": "2098"}  # fmt: skip


def routes(patterns: list[Any] | None = None, before: str = "") -> Iterator[str]:
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        elif "^" not in route:  # what answers whatever no program is told of
            yield route


def filled(route: str, pk: int, *, absent: bool = False) -> str:
    """The address with that key in it."""
    known = NOBODYS if absent else WORDS
    words = {"pk": str(pk), "verb": VERBS.get(NOUN[route], ""), **known}
    if "towns" in route:
        words["code"] = "230718999" if absent else "230718100"
    if "remedy-bodies" in route:
        words["key"] = "nothing" if absent else "court"
    for name, value in words.items():
        for kind in ("int", "slug", "uuid", "str"):
            route = route.replace(f"<{kind}:{name}>", value)
    return f"/{route}"
