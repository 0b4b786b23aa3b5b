"""What stands beside the form while one types: elements, duplicates, the suggested road."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from deadlines.calendar_days import current_calendar
from deadlines.due import due
from deadlines.limits import WHOLE
from deadlines.policies import Scope, policy_for
from departments.keywords import ELSEWHERE, suggest_category
from departments.matrix import DutyMatrix, NoMatrix, load_matrix
from departments.models import Officer
from departments.routing import ROADS, RoutingAnswer, RoutingQuestion, UnknownCategory, route
from disputes.choices import EMPLOYERS, GROUP_FROM, names_a_unit
from disputes.forms.page import RegistrationPage
from disputes.intake import taken_number
from disputes.models import Dispute
from disputes.registration import own_department
from disputes.similar import (
    Alike,
    Firm,
    Match,
    Person,
    SameFirm,
    Trouble,
    in_similar_words,
    of_the_same_payer,
    with_the_same_firm,
)
from disputes.tries import SPENT, TOO_OFTEN

#: The five elements (五(一), R030): what each is called, the fields it stands on.
ELEMENTS = (
    ("缴费人基本情况", ("payer.name", "payer.kind")),
    ("来访时间", ("visited_at",)),
    ("联系方式", ("payer.phone",)),
    ("事项所在辖区", ("town",)),
    ("反映主要事项", ("category", "facts")),
)
_UNNAMED = frozenset({"缴费人基本情况", "联系方式"})
#: Where a field that is wrong or still wanted is told; whatever is not named here is of the matter.
_BEGINNINGS = {
    "payer.phone": "联系方式",
    "payer": "缴费人基本情况",
    "agent": "缴费人基本情况",
    "rep": "缴费人基本情况",
    "people_count": "缴费人基本情况",
    "channel": "来访时间",
    "visited_at": "来访时间",
    "source": "来访时间",
    "town": "事项所在辖区",
    "place": "事项所在辖区",
}


@dataclass(frozen=True)
class Element:
    """One of the five: what is the matter, and where to go for it."""

    label: str
    anchor: str
    kind: str
    words: str


@dataclass(frozen=True)
class Road:
    """The suggestion in words (R026)."""

    verb: str
    lead: str
    supporting: str
    severity: str
    until: str
    answer: RoutingAnswer


@dataclass
class Aside:
    """The right column."""

    elements: list[Element]
    notes: list[str] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    firms: list[SameFirm] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)
    road: Road | None = None

    @property
    def filled(self) -> int:
        return sum(element.kind == "ok" for element in self.elements)


def beside(
    officer: Officer, page: RegistrationPage, draft: Dispute | None, address: str = ""
) -> Aside:
    """All of the column for what is typed so far; malformed values are as good as none."""
    if not page.is_bound:
        return Aside(_elements(page, frozenset()))
    page.is_valid()
    cleaned = page.cleaned_data
    pk = draft.pk if draft else None
    found = of_the_same_payer(officer, pk, _person(page), _trouble(page), address)
    known = {match.seen.pk for match in found.matches if match.seen} | ({pk} if pk else set())
    firms = with_the_same_firm(officer, _firms(page), known)
    known |= {firm.dispute.pk for firm in firms}
    facts, category = cleaned.get("facts", ""), cleaned.get("category", "")
    alike = in_similar_words(officer, facts, category, known)
    elements = _elements(page, _refused(page, pk))
    notes = _notes(page, draft) + ([SPENT] if found.spent else [])
    notes += [TOO_OFTEN] if found.too_often else []
    return Aside(elements, notes, found.matches, firms, alike, _road(officer, page))


def _refused(page: RegistrationPage, pk: int | None) -> frozenset[str]:
    """What stands in the way of 登记: so five of five means that it can be sent."""
    cleaned = page.cleaned_data
    wrong = set(page.errors)
    if cleaned.get("visited_at") and cleaned["visited_at"] > timezone.now():
        wrong.add("visited_at")
    named = {name: cleaned.get(name, "") for name in ("channel", "source_number")}
    return frozenset(wrong | taken_number(Dispute(pk=pk, **named)).keys())


def _elements(page: RegistrationPage, refused: frozenset[str]) -> list[Element]:
    return [_element(page, label, names, refused) for label, names in ELEMENTS]


def _element(
    page: RegistrationPage, label: str, names: tuple[str, ...], refused: frozenset[str]
) -> Element:
    told = page.cleaned_data if page.is_bound else {}
    wrong = [n for n in page.fields if n in refused and element_of(n) == label]
    wanted = [n for n in page.demanded() if element_of(n) == label]
    empty = [n for n in wanted if n not in wrong and not (page[n].value() or told.get(n))]
    unnamed = label in _UNNAMED and bool(page["anonymous"].value())
    anchor = page[(wrong or empty or list(names))[0]].auto_id
    if label == "反映主要事项" and not wrong and empty == ["category"]:
        return Element(label, anchor, "none", "缺类别")
    if wrong:
        return Element(label, anchor, "bad", "要改")
    if unnamed and not empty:
        return Element(label, anchor, "ok", "匿名")
    return Element(label, anchor, "none" if empty else "ok", "未填" if empty else "已填")


def element_of(name: str) -> str:
    """The element that a field belongs to."""
    found = (label for start, label in _BEGINNINGS.items() if name.startswith(start))
    return next(found, "反映主要事项")


def _elsewhere(page: RegistrationPage) -> list[str]:
    """A matter that another procedure has already is not handled a second time here (R109)."""
    hints = suggest_category(page.cleaned_data.get("facts", ""))
    found = [hint.why for hint in hints if hint.code == ELSEWHERE]
    if not found and page.cleaned_data.get("category") != ELSEWHERE:
        return []
    why = f"{found[0]}：" if found else ""
    return [f"{why}同一事项已进入复议、诉讼、仲裁或信访程序的，不另行办理，核实后仅告知。"]


def _notes(page: RegistrationPage, draft: Dispute | None) -> list[str]:
    """What a group needs beside the elements (R042)."""
    notes = _elsewhere(page)
    count = page.cleaned_data.get("people_count") or 1
    if count < GROUP_FROM:
        return notes
    named = len(page.chosen_representatives())
    notes += [] if named else [f"{count} 人共同反映：请填写 1 至 5 名代表人"]
    if draft is None or not draft.materials.exists():
        notes.append("请在材料中上传人员名单")
    return notes


def _person(page: RegistrationPage) -> Person:
    cleaned = page.cleaned_data
    name = cleaned.get("payer.name", "")
    is_unit = names_a_unit(cleaned.get("payer.kind", ""), name)
    return Person(
        id_number=cleaned.get("payer.id_number", ""),
        phone=cleaned.get("payer.phone", ""),
        name="" if is_unit else name,
        unit=name if is_unit else "",
    )


def _firms(page: RegistrationPage) -> list[Firm]:
    """The units that are named: the payer as one, and the employer he complains of."""
    cleaned = page.cleaned_data
    kinds = ((role, cleaned.get(f"{role}.kind")) for role in ("payer", "counterparty"))
    return [
        Firm(cleaned.get(f"{role}.name", ""), cleaned.get(f"{role}.credit_code", ""))
        for role, kind in kinds
        if kind in EMPLOYERS
    ]


def _trouble(page: RegistrationPage) -> Trouble:
    cleaned = page.cleaned_data
    insurance = frozenset(cleaned.get("insurance_types") or ())
    return Trouble(insurance, cleaned.get("period_start"), cleaned.get("period_end"))


def _road(officer: Officer, page: RegistrationPage) -> Road | None:
    """routing on what is typed so far; nothing without a category (R015-R027)."""
    data = page.registration()
    if not data.get("category"):
        return None
    try:
        matrix = load_matrix()
        answer = route(_question(officer, data), matrix)
    except (NoMatrix, UnknownCategory):
        return None
    return Road(
        ROADS[answer.mode].label,
        _names(answer.lead, matrix),
        _names(answer.supporting, matrix),
        answer.severity.says,
        _until(answer.mode, data["category"]),
        answer,
    )


def _question(officer: Officer, data: dict[str, object]) -> RoutingQuestion:
    signals = dict(data.get("signals") or {})  # type: ignore[call-overload]  # a dict
    signals.setdefault("people", data.get("people_count") or 1)
    if data.get("amount") is not None:
        signals.setdefault("amount", data["amount"])
    return RoutingQuestion(
        category=str(data["category"]),
        insurance_types=tuple(data.get("insurance_types") or ()),  # type: ignore[arg-type]
        period_start=data.get("period_start"),  # type: ignore[arg-type]
        period_end=data.get("period_end"),  # type: ignore[arg-type]
        town=str(data.get("town") or ""),
        receiving_department=own_department(officer).code,
        signals=signals,
    )


def _names(codes: list[str], matrix: DutyMatrix) -> str:
    return "、".join(matrix.departments[code].name.removesuffix("人民政府") for code in codes)


def _until(verb: str, category: str) -> str:
    """20 个工作日，12月18日 前: the whole-case limit if it were registered today."""
    mode = ROADS[verb].mode
    if not mode:
        return ""
    today = timezone.localdate()
    policy = policy_for(WHOLE[mode], on=today, scope=Scope(mode, None, category))
    day = due(today, policy.as_policy, current_calendar(), []).due_on
    return f"{policy.as_limit}，{day.month}月{day.day}日 前"
