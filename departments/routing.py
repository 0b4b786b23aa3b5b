"""Whose duty is it, and how should it be handled: a suggestion with its reasons (R015-R027).

`route` is pure: the same question and matrix give the same answer. A person always decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from departments import periods
from departments.codes import OFFICE, THREE_BUREAUS
from departments.insurance import Group, bureau_of, group_of
from departments.matrix import CategoryRules, DutyMatrix, Rule, load_matrix
from departments.models.matrix import Handling
from departments.severity import Severity, quantity, weigh

#: Categories that somebody works on.
_HANDLED: Final = frozenset({Handling.HANDLE, Handling.CLUE})


@dataclass(frozen=True, slots=True)
class Road:
    """What may be advised: a verb, as its button calls it, and the mode it leads to."""

    verb: str
    label: str
    mode: str = ""


#: A test compares their labels with the table of verbs.
ROADS: Final = {
    road.verb: road
    for road in (
        Road("accept_single", "本单位办理", "single"),
        Road("refer", "告知并移交", "referral"),
        Road("convene_joint", "联合办理", "joint"),
        Road("report_major", "报请组长审批", "special"),
        Road("notify_only", "仅告知"),
        Road("answer_now", "即时答复"),
    )
}


class UnknownCategory(ValueError):
    """The category is not in the matrix."""


@dataclass(frozen=True, slots=True)
class RoutingQuestion:
    """What is known about a matter when its road is asked for."""

    category: str
    insurance_types: tuple[str, ...] = ()
    period_start: date | None = None
    period_end: date | None = None
    town: str = ""
    receiving_department: str = ""
    signals: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the clause and the sentence shown with it (R026)."""

    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class RoutingAnswer:
    """Who leads, who helps, by which verb, how weighty, and why."""

    lead: list[str]
    supporting: list[str]
    branch: str
    mode: str
    severity: Severity
    reasons: list[Reason]
    matrix_version: int

    def to_json(self) -> dict[str, object]:
        """Plain values for the API and for the history of routing."""
        return {
            "lead": self.lead,
            "supporting": self.supporting,
            "branch": self.branch,
            "mode": self.mode,
            "severity": self.severity.to_json(),
            "reasons": [{"clause": why.clause, "text": why.text} for why in self.reasons],
            "matrix_version": self.matrix_version,
        }


@dataclass(frozen=True, slots=True)
class _Case:
    """The question with what the tables say about it."""

    question: RoutingQuestion
    matrix: DutyMatrix
    category: CategoryRules
    placed: periods.Placed | None
    rule: Rule
    severity: Severity

    @property
    def is_handled(self) -> bool:
        """Handled by somebody, not only answered or told where to go."""
        return self.category.handling in _HANDLED

    @property
    def is_outside(self) -> bool:
        return self.question.town in self.matrix.outside


def suggest(question: RoutingQuestion) -> RoutingAnswer:
    """The suggestion by the matrix in force today (方案四(二)、五(二))."""
    return route(question, load_matrix())


def route(question: RoutingQuestion, matrix: DutyMatrix) -> RoutingAnswer:
    """Steps 1-8 of domain 5.3 over the tables; step 9, the decision, is a person's."""
    category = _category(question, matrix)
    placed = _placed(question, category, matrix)
    rule = _rule(question, category, placed)
    severity = weigh(question.signals, matrix.signals)
    case = _Case(question, matrix, category, placed, rule, severity)
    lead = _lead(case)
    branch = _branch(case, lead)
    return RoutingAnswer(
        lead=lead,
        supporting=_supporting(case, lead),
        branch=branch,
        mode=_mode(case, branch),
        severity=severity,
        reasons=_reasons(case),
        matrix_version=matrix.version,
    )


def _category(question: RoutingQuestion, matrix: DutyMatrix) -> CategoryRules:
    """Steps 1-3: what the matter is; outside the district only OUT-1 is left (R005)."""
    category = matrix.categories.get(question.category)
    if category is None:
        raise UnknownCategory(f"没有“{question.category}”这个争议类别，请从类别表中选择。")
    if category.handling in _HANDLED and question.town in matrix.outside:
        return next(c for c in matrix.categories.values() if c.handling == Handling.TELL_AND_REFER)
    return category


def _placed(
    question: RoutingQuestion, category: CategoryRules, matrix: DutyMatrix
) -> periods.Placed | None:
    """Step 6: wages, arrears and assessments depend on the side of the switch date."""
    if not category.period_matters:
        return None
    return periods.place(
        question.insurance_types,
        question.period_start,
        question.period_end,
        matrix.switch_dates,
        question.signals.get("period"),
    )


def _rule(
    question: RoutingQuestion, category: CategoryRules, placed: periods.Placed | None
) -> Rule:
    """Steps 4-5: the first of the category's rows that fits; its last row fits everything."""
    group = group_of(question.insurance_types)
    relation = placed.relation if placed else ""
    return next(
        rule
        for rule in category.rules
        if rule.group in {"", group}
        and rule.relation in {"", relation}
        and _fits(rule, question, group)
    )


def _fits(rule: Rule, question: RoutingQuestion, group: Group) -> bool:
    named = rule.insurance in question.insurance_types and group is not Group.BOTH
    people = quantity(question.signals.get("people", 1))
    return (named or not rule.insurance) and people >= rule.people_from


def _lead(case: _Case) -> list[str]:
    """Step 7: those named that may lead, the receiving one first; never nobody (R020, R027)."""
    named = _departments(case.rule.lead, case)
    if case.is_handled:
        named = [code for code in named if case.matrix.departments[code].may_lead]
    # when nobody else may lead the task-force office names the department (A13)
    return sorted(named, key=case.question.receiving_department.__ne__) or [OFFICE]


def _supporting(case: _Case, lead: list[str]) -> list[str]:
    tokens = list(case.rule.supporting)
    if case.is_handled:
        tokens += [token for hit in case.severity.hits for token in hit.brings]
        tokens += THREE_BUREAUS if case.severity.is_major else ()
    return [code for code in _departments(tokens, case) if code not in lead]


def _departments(tokens: Iterable[str], case: _Case) -> list[str]:
    """Codes that a row's words stand for, each once, in order; `a|b` is b when a is nobody."""
    found: dict[str, None] = {}
    for token in tokens:
        choices = (_meant(word, case) for word in token.split("|"))
        found |= dict.fromkeys(next(filter(None, choices), []))
    return list(found)


def _meant(word: str, case: _Case) -> list[str]:
    """The active departments that one word of a row stands for."""
    question, matrix = case.question, case.matrix
    bureaus = [bureau_of(kind) for kind in question.insurance_types]
    meanings = {
        "@bureaus": bureaus,
        "@core": bureaus[:1],
        "@receiving": [question.receiving_department],
        "@town": [matrix.towns.get(question.town, "")],
        "@towns": list(matrix.town_governments),
    }
    codes = (matrix.heirs.get(code, code) for code in meanings.get(word, [word]))
    return [code for code in codes if code in matrix.departments]


def _branch(case: _Case, lead: list[str]) -> str:
    """A 本单位、B 非本单位、C 多部门 (五(一))."""
    if case.rule.joint or len(lead) > 1:
        return "joint"
    return "other" if case.question.receiving_department not in {"", *lead} else "own"


def _mode(case: _Case, branch: str) -> str:
    """The verb of procedure.md that this leads to."""
    if case.category.handling == Handling.TELL:
        return "notify_only"
    if case.category.handling == Handling.TELL_AND_REFER:
        return "refer"
    if case.category.handling == Handling.ANSWER:
        return "answer_now" if branch == "own" else "refer"
    if case.severity.is_major:
        return "report_major"
    if case.category.handling == Handling.CLUE and not case.question.receiving_department:
        return "refer"
    return {"joint": "convene_joint", "other": "refer", "own": "accept_single"}[branch]


def _reasons(case: _Case) -> list[Reason]:
    """Each sentence with its clause, the duty first (R026)."""
    rule, category = case.rule, case.category
    reasons = [Reason(rule.clause, f"{category.code} {category.name}：{rule.text}")]
    if rule.basis:
        reasons.append(Reason(rule.clause, f"方案原文：{rule.basis}"))
    if case.is_outside:
        reasons.append(Reason("二(三)、五(一)", "事项在区外，只能告知并移交有管辖权的机构"))
    if case.placed:
        reasons.append(Reason(periods.CLAUSE, case.placed.says))
    hits = case.severity.hits
    reasons += [Reason(hit.clause, f"{hit.text}（{hit.score} 分）") for hit in hits]
    if case.is_handled and case.severity.is_major:
        reasons.append(Reason("五(二)", "建议按重大疑难事项，报请专班组长同意后专案处理"))
    return reasons
