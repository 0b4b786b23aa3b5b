"""联办、增加单位、指定、交办、召集、中止、移交、回避: the verbs while it is handled (五(三))."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone

from departments.models import Department, Officer, Term
from departments.roles import HEADS, STAFF
from disputes.models import Dispute
from papers.choices import PaperKind
from workflow.handling import forms, standing, tasks, together
from workflow.handling.leaving import who_stays
from workflow.handling.recording import consulting, settling, striking
from workflow.handling.recording import forms as recording
from workflow.procedure import routing_records
from workflow.procedure.presence import standing_in
from workflow.procedure.sides.other_side import codes_kept_out
from workflow.verbs.book import Start, Verb
from workflow.verbs.forms import Nothing, VerbForm, leads, limit_to, members, others_than_receiving


def _suggested_units(dispute: Dispute) -> Start:
    """Whom the matrix names, less the one who invites and whoever must not know."""
    answer = routing_records.suggestion(dispute)
    own = dispute.receiving_department.code
    asked = dict.fromkeys([*answer.lead, *answer.supporting])
    asked.pop(own, None)
    unknowing = codes_kept_out(dispute)
    lead = next((code for code in answer.lead if code not in unknowing), "")
    return {"departments": [code for code in asked if code not in unknowing], "lead": lead}


def _any_member(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """A task goes to any member unit, the receiving one too (R022)."""
    limit_to(form, "department", members())


def _the_rest(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """Whoever asks comes anyway."""
    limit_to(form, "departments", members().exclude(pk__in=officer.department_ids))


def _who_was_consulted(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """Member units beside his own; nobody from whom the matter is kept."""
    rest = members().exclude(pk__in=officer.department_ids)
    limit_to(form, "departments", rest.exclude(code__in=codes_kept_out(dispute)))


def _who_may_lead(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    limit_to(form, "department", leads())


def _others(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    limit_to(form, "departments", others_than_receiving(dispute))


def _others_and_lead(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    _others(form, dispute, officer)
    limit_to(form, "lead", leads())


def _colleagues_only(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """接办: somebody of the head's own department who has not withdrawn nor is about to leave."""
    others = _colleagues(officer, dispute).exclude(pk=dispute.responsible_officer_id)
    limit_to(form, "officer", others.filter(pk__in=who_stays(officer.department_ids)))


def _self_or_own(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """回避: himself; a head also for his people (R108)."""
    mine = Q(pk=officer.pk)
    if any(post.role in HEADS for post in officer.posts_today):
        mine |= Q(pk__in=_colleagues(officer, dispute).values("pk"))
    limit_to(form, "officer", Officer.objects.filter(mine, is_active=True))
    form.initial.setdefault("officer", officer.username)


def _at_work(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """授权查看举报人: whoever holds a case post where it is received, decided or answered."""
    units = set(dispute.assignments.open().values_list("department", flat=True))
    units |= {dispute.receiving_department_id, dispute.deciding_department_id}
    limit_to(form, "officer", _case_officers(units))


def _colleagues(officer: Officer, dispute: Dispute) -> QuerySet[Officer]:
    """Of his own departments, less the recused."""
    return _case_officers(officer.department_ids).exclude(recusals__dispute=dispute)


def _case_officers(units: Collection[int]) -> QuerySet[Officer]:
    """Whoever holds a case post in these units today."""
    held = Term.objects.on(timezone.localdate())
    here = held.filter(post__department__in=units, post__role__in=STAFF)
    return Officer.objects.filter(pk__in=here.values("officer"), is_active=True)


#: 联办 begins the handling, beside the verbs of triage.
JOINT = {
    "convene_joint": Verb(
        forms.ConveneJoint,
        together.convene_joint,
        layout="departments question lead:6 due_on:6 reason severity_reason",
        starts=_suggested_units,
        narrows=_others_and_lead,
        papers=(PaperKind.JOINT_NOTICE, PaperKind.NOTIFICATION, PaperKind.ACCEPTANCE_NOTICE),
    ),
}

VERBS = {
    "invite": Verb(
        forms.Invite,
        together.invite,
        layout="departments question due_on:4",
        narrows=_others,
        papers=(PaperKind.JOINT_NOTICE, PaperKind.NOTIFICATION, PaperKind.ACCEPTANCE_NOTICE),
    ),
    "assign": Verb(
        forms.AssignLead,
        together.assign,
        narrows=_who_may_lead,
        papers=(PaperKind.JOINT_NOTICE, PaperKind.NOTIFICATION, PaperKind.REFERRAL),
    ),
    "give_task": Verb(
        forms.GiveTask,
        tasks.give_task,
        layout="department:6 due_on:6 question",
        narrows=_any_member,
        papers=(PaperKind.TASK_SHEET,),
    ),
    "request_convening": Verb(forms.RequestConvening, tasks.request_convening, narrows=_the_rest),
    "answer_convening": Verb(forms.AnswerConvening, tasks.answer_convening),
    "record_consultation": Verb(
        recording.RecordConsultation,
        consulting.record_consultation,
        layout="form:4 held_on:4 departments present said agreed dissent",
        narrows=_who_was_consulted,
        papers=(PaperKind.CONSULTATION,),
    ),
    "record_settlement": Verb(
        recording.RecordSettlement, settling.record_settlement, papers=(PaperKind.SETTLEMENT,)
    ),
    "cancel_recording": Verb(
        recording.CancelRecording, striking.cancel_recording, papers=(PaperKind.CORRECTION,)
    ),
    "suspend": Verb(forms.Suspend, standing.suspend, layout="ground evidence days:4 until:8"),
    "resume": Verb(Nothing, standing.resume),
    "prolong": Verb(forms.Prolong, standing.prolong, layout="ground evidence days:4 until:8"),
}


def _fit_to_stand_in(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """代办: whoever may act at one of the empty desks, and is not the one who names."""
    desks = standing_in.unmanned(dispute)
    fit = {each.pk for desk in desks for each in standing_in.may_stand_in(dispute, desk)} - {
        officer.pk
    }
    limit_to(form, "officer", Officer.objects.filter(pk__in=fit))
    units = {standing_in.unit_of(desk).pk for desk in desks}
    limit_to(form, "department", Department.objects.filter(pk__in=units))


#: 移交、回避: at whose desk it stands, whatever its state.
OFFICERS = {
    "hand_over": Verb(
        forms.HandOver, standing.hand_over, layout="officer:6", narrows=_colleagues_only
    ),
    "entrust": Verb(forms.Entrust, standing.entrust, layout="officer:6 reason", narrows=_at_work),
    "designate": Verb(
        forms.Designate,
        standing.designate,
        layout="department:6 officer:6 reason",
        narrows=_fit_to_stand_in,
    ),
    "recuse": Verb(forms.Recuse, standing.recuse, layout="officer:6 reason", narrows=_self_or_own),
}
