"""A page offers only what can be chosen; the form and the action still check what comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from departments.models import Department, Officer
from departments.roles import HEADS, STAFF
from disputes.choices import TOGETHER
from disputes.models import Dispute
from workflow import facts, routing_records
from workflow.choices import SPOKEN, PartySide, ServiceMethod
from workflow.forms import VerbForm
from workflow.models import Assignment, Supervision
from workflow.models.supervision import SupervisionLevel
from workflow.supervision_reach import supervisable

Narrowing = Callable[[VerbForm, Any, Officer], None]  # Any: a dispute or what hangs on it


def narrow(
    verb: str, form: VerbForm, subject: Dispute | Assignment | Supervision, officer: Officer
) -> None:
    """Take out of the lists what this dispute rules out."""
    found = _NARROWINGS.get(verb)
    if found:
        found(form, subject, officer)
    if "severity_reason" in form.fields and isinstance(subject, Dispute):
        _ask_severity_only_when_major(form, subject)


def _ask_severity_only_when_major(form: VerbForm, dispute: Dispute) -> None:
    """Where the score says general, nobody has to give reasons for it (R045)."""
    if routing_records.suggestion(dispute).severity.is_major:
        form.fields["severity_reason"].help_text = "信号打分建议为重大疑难，须写明理由"
    elif not form.errors.get("severity_reason"):
        del form.fields["severity_reason"]


def _lead_elsewhere(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """Only who may lead takes a matter over (R020), and never the one who hands it on."""
    _limit(form, "department", _others(dispute).filter(may_lead=True))


def _anywhere_else(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    _limit(form, "department", _others(dispute))


def _any_member(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """A task goes to any member unit, the receiving one too (R022)."""
    _limit(form, "department", _members())


def _the_rest(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """Whoever asks comes anyway."""
    _limit(form, "departments", _members().exclude(pk__in=officer.department_ids))


def _may_lead(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    _limit(form, "department", _members().filter(may_lead=True))


def _together(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    _limit(form, "departments", _others(dispute))
    if "lead" in form.fields:
        _limit(form, "lead", _members().filter(may_lead=True))


def _team(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    _limit(form, "departments", _members())
    _limit(form, "lead", _members().filter(may_lead=True))


def _believed(form: VerbForm, assignment: Assignment, officer: Officer) -> None:
    _limit(form, "department", _members().exclude(pk=assignment.department_id))


def _colleagues_only(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """接办: somebody of the head's own department who has not withdrawn."""
    others = _colleagues(officer, dispute).exclude(pk=dispute.responsible_officer_id)
    _limit(form, "officer", others)


def _self_or_own(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """回避: himself; a head also for his people (R108)."""
    mine = Q(pk=officer.pk)
    if any(post.role in HEADS for post in officer.posts_today):
        mine |= Q(pk__in=_colleagues(officer, dispute).values("pk"))
    _limit(form, "officer", Officer.objects.filter(mine, is_active=True))
    form.initial.setdefault("officer", officer.username)


def _taking_part(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """督办: whoever takes part in it, save the task force itself."""
    _limit(form, "department", supervisable(dispute))


def _higher_only(form: VerbForm, supervision: Supervision, officer: Officer) -> None:
    higher = [(code, word) for code, word in SupervisionLevel.choices if code > supervision.level]
    _choose(form, "level", higher)


def _to_be_served(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    left = facts.unserved(dispute)
    _choose(form, "party", [(side, PartySide(side).label) for side in left])
    if dispute.mode in TOGETHER:
        written = [(code, word) for code, word in ServiceMethod.choices if code not in SPOKEN]
        _choose(form, "method", [("", "请选择"), *written])


def _were_served(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    told = facts.served_sides(dispute)
    _choose(form, "party", [(code, word) for code, word in PartySide.choices if code in told])


def _colleagues(officer: Officer, dispute: Dispute) -> QuerySet[Officer]:
    """Whoever holds a case post in one of his departments today and is not recused."""
    today = timezone.localdate()
    held = Q(terms__starts_on__lte=today) & (Q(terms__ends_on=None) | Q(terms__ends_on__gte=today))
    here = Q(terms__post__department__in=officer.department_ids, terms__post__role__in=STAFF)
    found = Officer.objects.filter(held & here, is_active=True)
    return found.exclude(recusals__dispute=dispute).distinct()


def _members() -> QuerySet[Department]:
    """Member units; the task-force office handles no case itself."""
    return Department.objects.active().handling()


def _others(dispute: Dispute) -> QuerySet[Department]:
    return _members().exclude(pk=dispute.receiving_department_id)


def _limit(form: VerbForm, name: str, rows: QuerySet[Any]) -> None:  # Any: departments, officers
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def _choose(form: VerbForm, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


_NARROWINGS: dict[str, Narrowing] = {
    "refer": _lead_elsewhere,
    "notify_only": _anywhere_else,
    "assign": _may_lead,
    "give_task": _any_member,
    "request_convening": _the_rest,
    "convene_joint": _together,
    "invite": _together,
    "report_major": _team,
    "escalate": _team,
    "return_back": _believed,
    "hand_over": _colleagues_only,
    "recuse": _self_or_own,
    "serve": _to_be_served,
    "record_response": _were_served,
    "supervise": _taking_part,
    "raise": _higher_only,
}
