"""The meeting's rows (procedure.md, The meeting)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects

from departments.roles import HEADS, STAFF, THE_LEADER, Role
from disputes.choices import State
from workflow.models import AgendaItem
from workflow.models.choices import MeetingState
from workflow.models.meeting_kinds import LEADER_ISSUES
from workflow.procedure import who
from workflow.procedure.rows import own_hand
from workflow.procedure.rows.table import Need, Row, Who
from workflow.procedure.sides.other_side import kept_out

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import Meeting

M = MeetingState


def is_named_on_agenda(
    officer: Officer, meeting: Meeting, department_id: int | None, roles: frozenset[Role]
) -> bool:
    """指定代办 for one of its cases: what is settled about it lies at the same empty desk."""
    prefetch_related_objects([meeting], "disputes__stand_ins")
    cases = meeting.disputes.all()
    return any(who.is_named(officer, each, department_id, roles) for each in cases)


def leads_meeting(officer: Officer, meeting: Meeting) -> bool:
    """As the leader's place in a case: the leader, by delegation, or the one named for a case."""
    return who.acts_as_leader(officer) or is_named_on_agenda(officer, meeting, None, THE_LEADER)


def _convenes(officer: Officer, meeting: Meeting) -> bool:
    if who.works_for(officer, meeting.convenor_id):
        return True
    if meeting.convenor.is_office and Role.OFFICE in officer.roles:
        return True
    return is_named_on_agenda(officer, meeting, meeting.convenor_id, STAFF)


def _issues(officer: Officer, meeting: Meeting) -> bool:
    if meeting.kind in LEADER_ISSUES:
        return leads_meeting(officer, meeting)
    return _convenes(officer, meeting)


def countersigns_for(officer: Officer, meeting: Meeting, department_id: int) -> bool:
    """The head of a unit that came, or whoever was named for him in a case of the agenda."""
    return who.works_for(officer, department_id, HEADS) or is_named_on_agenda(
        officer, meeting, department_id, HEADS
    )


def _countersigns(officer: Officer, meeting: Meeting) -> bool:
    came = [each.department_id for each in meeting.attendances.all() if each.attended]
    return any(countersigns_for(officer, meeting, pk) for pk in came)


CONVENOR: Who[Meeting] = Who("convenor", "召集单位", _convenes)
MEETING_LEADER: Who[Meeting] = Who("meeting_leader", "专班组长", leads_meeting)
MINUTES_ISSUER: Who[Meeting] = Who("minutes_issuer", "纪要签发人", _issues)
COUNTERSIGNER: Who[Meeting] = Who("countersigner", "参会单位负责人", _countersigns)


def _items_decided(officer: Officer, meeting: Meeting) -> bool:
    quoted = AgendaItem.objects.select_related("responsible")  # by the minutes
    prefetch_related_objects([meeting], Prefetch("items", quoted))
    return all(item.decision for item in meeting.items.all())


def _fully_countersigned(officer: Officer, meeting: Meeting) -> bool:
    if not meeting.countersigned:
        return True
    signed = set(
        meeting.countersignatures.filter(text_version=meeting.text_version).values_list(
            "department_id", flat=True
        )
    )
    return {a.department_id for a in meeting.attendances.all() if a.attended} <= signed


ITEMS_DECIDED: Need[Meeting] = Need("items_decided", "还有议题没有写明议定事项。", _items_decided)
COUNTERSIGNED: Need[Meeting] = Need(
    "countersigned", "参会单位尚未全部会签现行文本。", _fully_countersigned
)
ASKS_COUNTERSIGN: Need[Meeting] = Need(
    "asks_countersign", "本次会商不需要会签。", lambda o, m: m.countersigned
)
HAS_AGENDA: Need[Meeting] = Need(
    "has_agenda", "请先选定参会单位。", lambda o, m: m.attendances.exists()
)


def _agenda(meeting: Meeting) -> list[Dispute]:
    prefetch_related_objects([meeting], "disputes__parties")
    return list(meeting.disputes.all())


NONE_AWAITS_APPROVAL: Need[Meeting] = Need(
    "none_awaits_approval",
    "议题中有待组长审批的重大疑难事项，组长同意之前不能发会商通知。",
    lambda o, m: all(d.state != State.AWAITING_APPROVAL for d in _agenda(m)),
)

NONE_ARCHIVED: Need[Meeting] = Need(
    "none_archived",
    "议题中有已归档的事项，须重启后再会商：请取消本次会商，重新拟定。",
    lambda o, m: all(d.state != State.ARCHIVED for d in _agenda(m)),
)


def _nobody_kept_out(officer: Officer, meeting: Meeting) -> bool:
    strangers = {
        unit for d in _agenda(meeting) for unit in kept_out(d) - {d.receiving_department_id}
    }
    return not strangers or not meeting.attendances.filter(department__in=strangers).exists()


NOBODY_KEPT_OUT: Need[Meeting] = Need(
    "nobody_kept_out",
    "参会单位中有举报保密事项的争议对方，不能让其知悉：请取消本次会商，去掉该单位后重新拟定。",
    _nobody_kept_out,
)

NOT_HIS_BUREAU: Need[Meeting] = Need(
    "not_his_bureau",
    own_hand.BIASED_AT_MEETING,
    lambda o, m: (
        m.kind not in LEADER_ISSUES or not own_hand.is_biased(o, *own_hand.units_of_meeting(m))
    ),
)
_CONVENED = "本次会商由您拟定召集，不能再由您同意、签发或代参会单位会签，请其他能办的人办理。"
NOT_HE_WHO_CONVENED: Need[Meeting] = own_hand.by_another(
    "not_he_who_convened", _CONVENED, own_hand.who_convened
)

#: The minutes of a unit are its own to issue, and its head countersigns them for it.
NOT_HE_WHO_ISSUES_IT: Need[Meeting] = Need(
    NOT_HE_WHO_CONVENED.name,
    _CONVENED,
    lambda o, m: m.kind not in LEADER_ISSUES or o.pk not in own_hand.who_convened(m),
)
COUNTERSIGNS_FOR_ANOTHER: Need[Meeting] = Need(
    NOT_HE_WHO_CONVENED.name,
    _CONVENED,
    lambda o, m: who.works_for(o, m.convenor_id) or o.pk not in own_hand.who_convened(m),
)


def _not_recused(officer: Officer, meeting: Meeting) -> bool:
    return not officer.recusals.filter(dispute__agenda_items__meeting=meeting).exists()


NOT_RECUSED: Need[Meeting] = Need(
    "not_recused", "议题中有您已回避的事项，请其他能办的人办理。", _not_recused
)

#: The same of the leader's name under minutes; those of a unit are issued by the unit.
LEADER_NOT_RECUSED: Need[Meeting] = Need(
    NOT_RECUSED.name,
    NOT_RECUSED.sentence,
    lambda o, m: m.kind not in LEADER_ISSUES or _not_recused(o, m),
)

BEFORE_HELD = frozenset({M.AWAITING_APPROVAL, M.PLANNED, M.CALLED})

MEETING_ROWS: tuple[Row[Meeting], ...] = (
    Row("approve", "同意召开", frozenset({M.AWAITING_APPROVAL}), frozenset({M.PLANNED}),
        MEETING_LEADER, "五(三)3", (NOT_RECUSED, NOT_HIS_BUREAU, NOT_HE_WHO_CONVENED)),
    Row("refuse", "不同意召开", frozenset({M.AWAITING_APPROVAL}), frozenset({M.CANCELLED}),
        MEETING_LEADER, "五(三)3", (NOT_RECUSED, NOT_HIS_BUREAU, NOT_HE_WHO_CONVENED),
        warning="不同意后本次会商取消。"),
    Row("call", "发会商通知", frozenset({M.PLANNED}), frozenset({M.CALLED}), CONVENOR,
        "五(三)3", (HAS_AGENDA, NONE_AWAITS_APPROVAL, NONE_ARCHIVED, NOBODY_KEPT_OUT)),
    Row("hold", "登记到会", frozenset({M.CALLED}), frozenset({M.HELD}), CONVENOR, "五(三)3"),
    Row("minute", "记录纪要", frozenset({M.HELD, M.MINUTED}), frozenset({M.MINUTED}),
        CONVENOR, "五(三)2(3)", warning="改动文本会使已有会签失效。"),
    Row("countersign", "会签", frozenset({M.MINUTED}), frozenset(), COUNTERSIGNER,
        "五(三)2(3)", (ASKS_COUNTERSIGN, NOT_RECUSED, COUNTERSIGNS_FOR_ANOTHER)),
    Row("issue", "签发纪要", frozenset({M.MINUTED}), frozenset({M.ISSUED}), MINUTES_ISSUER,
        "五(三)2(3)", (LEADER_NOT_RECUSED, NOT_HIS_BUREAU, NOT_HE_WHO_ISSUES_IT, ITEMS_DECIDED,
         COUNTERSIGNED),
        warning="签发后纪要不能再改。"),
    Row("cancel", "取消会商", BEFORE_HELD, frozenset({M.CANCELLED}), CONVENOR, "五(三)3",
        warning="取消后参会单位不再看到议题。"),
)  # fmt: skip

MEETING_TABLE: dict[str, Row[Meeting]] = {r.verb: r for r in MEETING_ROWS}
