"""The meeting (会商), its agenda, who came, and who countersigned."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from departments.roles import Role
from disputes.models import Dispute, Recusal
from disputes.promises import before_change, before_insert, joins_no_archived_file, never_changes
from workflow.models.choices import MeetingForm, MeetingKind, MeetingState
from workflow.models.meeting_kinds import NEED_CONSENT

if TYPE_CHECKING:
    from departments.models import Officer


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, by who may know of them."""

    def visible_to(self, officer: Officer) -> MeetingQuerySet:
        """Leader, deputies and office all; who calls it; administrators none.

        Others what concerns them, as long as it is called: before that and once it is called off
        it is nobody's but the convenor's. No one what is only about cases he is recused from.
        """
        rows = self.select_related("convenor").exclude(about_what_he_left(officer))
        if officer.sees_all:
            return rows
        own = officer.department_ids
        if not own and Role.ARCHIVIST not in officer.roles:
            return rows.none()
        invited = Attendance.objects.filter(meeting=OuterRef("pk"), department__in=own)
        visible = Dispute.objects.visible_to(officer).order_by().values("pk")
        on_agenda = AgendaItem.objects.filter(meeting=OuterRef("pk"), dispute__in=visible)
        concerns = Q(Exists(invited) | Exists(on_agenda), state__in=FROM_THE_CALL)
        return rows.filter(Q(convenor__in=own) | concerns)

    def with_cases(self) -> MeetingQuerySet:
        """With what `cases` needs, so that a list costs the same however long it is."""
        return self.prefetch_related("items__dispute__parties")

    def telling_topics_to(self, officer: Officer) -> MeetingQuerySet:
        """Where he reads what no dispute is about: who calls it; once called, who is invited."""
        if officer.sees_all:
            return self
        own = officer.department_ids
        invited = Attendance.objects.filter(meeting=OuterRef("pk"), department__in=own)
        return self.filter(Q(convenor__in=own) | Q(state__in=FROM_THE_CALL) & Exists(invited))


def about_what_he_left(officer: Officer, meeting: str = "pk") -> Q:
    """Only about cases he is recused from; `meeting` is the column of the row that names it."""
    items = AgendaItem.objects.filter(meeting=OuterRef(meeting))
    left = Exists(Recusal.objects.filter(dispute=OuterRef("dispute"), officer=officer))
    return Q(Exists(items.filter(left)) & ~Exists(items.filter(~left)))


#: The notice is out, and nobody has called it off.
FROM_THE_CALL = (
    MeetingState.CALLED, MeetingState.HELD, MeetingState.MINUTED, MeetingState.ISSUED,
)  # fmt: skip

_MINUTES_REST = """
IF OLD.state = 'issued' THEN
    RAISE EXCEPTION 'issued minutes never change' USING ERRCODE = 'check_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


#: 1949 to 2100 in Beijing, as web.form_fields takes it; other years cannot even be read back.
_FIRST_MOMENT = datetime(1948, 12, 31, 16, tzinfo=UTC)
_AFTER_THE_LAST = datetime(2100, 12, 31, 16, tzinfo=UTC)


class Meeting(SealedModel):
    """One meeting about one or many disputes, or what no dispute is about (R012, R058, R065)."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    kind = models.CharField("类型", max_length=12, choices=MeetingKind)
    form = models.CharField("形式", max_length=14, choices=MeetingForm, default=MeetingForm.MEETING)
    state = models.CharField(
        "状态", max_length=20, choices=MeetingState, default=MeetingState.PLANNED
    )
    version = models.PositiveIntegerField("版本", default=0)
    title = SealedFreeTextField("名称")
    starts_at = models.DateTimeField("时间")
    place = SealedFreeTextField("地点")
    convenor = models.ForeignKey("departments.Department", models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("拟定时间", auto_now_add=True)
    countersigned = models.BooleanField("需会签", default=False)
    text_version = models.PositiveIntegerField("纪要文本版次", default=0)
    consented_by = models.ForeignKey(
        "workflow.Approval", models.PROTECT, related_name="+", null=True, blank=True
    )
    number = models.CharField("纪要编号", max_length=40, blank=True)
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    issuer_label = models.CharField("签发人", max_length=120, blank=True)
    present = SealedFreeTextField("到会人员", blank=True, default="")
    chair = SealedFreeTextField("主持人", blank=True, default="")  # who issues it may be another
    cancel_reason = SealedFreeTextField("取消理由", blank=True)
    disputes = models.ManyToManyField(
        "disputes.Dispute", through="workflow.AgendaItem", related_name="meetings"
    )

    objects = MeetingQuerySet.as_manager()

    AFTER_ARCHIVING = "a meeting may speak of many cases; its agenda takes no archived one"
    SECRECY = OPEN.of(
        "jurisdiction kind form state version starts_at created_at countersigned "
        "text_version number issued_at issuer_label"
    ) | SEALED.of("title place present chair cancel_reason")

    class Meta:
        verbose_name = verbose_name_plural = "会商"
        default_permissions = ()
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["-starts_at", "-id"], name="meeting_by_time")]
        constraints = [
            models.CheckConstraint(
                name="meeting_major_is_called_with_consent",
                condition=reduce(and_, (~models.Q(kind=kind) for kind in NEED_CONSENT))
                | models.Q(state__in=[MeetingState.AWAITING_APPROVAL, MeetingState.CANCELLED])
                | models.Q(consented_by__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_is_in_our_times",
                condition=models.Q(starts_at__gte=_FIRST_MOMENT, starts_at__lt=_AFTER_THE_LAST),
            ),
        ]
        triggers = [before_change("meeting_rests_once_issued", _MINUTES_REST)]

    def __str__(self) -> str:
        return self.title

    @property
    def cases(self) -> list[Dispute]:
        """Those on its agenda: its words may name the people of any of them (R092)."""
        return [item.dispute for item in self.items.all() if item.dispute]

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk])


_ITEM_RESTS = """
IF EXISTS (SELECT 1 FROM workflow_meeting m WHERE m.id = OLD.meeting_id AND m.state = 'issued') THEN
    RAISE EXCEPTION 'issued minutes never change' USING ERRCODE = 'check_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


#: Nor is anything put in beside them.
_NOTHING_BESIDE = """
IF EXISTS (SELECT 1 FROM workflow_meeting m WHERE m.id = NEW.meeting_id AND m.state = 'issued') THEN
    RAISE EXCEPTION 'issued minutes never change' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class AgendaItem(SealedModel):
    """One dispute, or a topic without one, and what the meeting decided about it (R067)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    dispute = models.ForeignKey(
        "disputes.Dispute", models.PROTECT, related_name="agenda_items", null=True, blank=True
    )
    topic = SealedFreeTextField("不属事项的议题", blank=True, default="")
    order = models.PositiveSmallIntegerField("次序")
    decision = SealedFreeTextField("议定事项", blank=True)
    dissent = SealedFreeTextField("分歧意见", blank=True)
    responsible = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="+", null=True, blank=True
    )
    due_on = models.DateField("完成时限", null=True, blank=True)
    errand = models.OneToOneField(  # how what was decided about a topic is carried out
        "workflow.Errand", models.PROTECT, related_name="agenda_item", null=True, blank=True
    )

    SECRECY = OPEN.of("order due_on") | SEALED.of("topic decision dissent")

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        default_permissions = ()
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(name="agenda_item_once", fields=["meeting", "dispute"]),
            models.CheckConstraint(
                name="agenda_item_is_a_case_or_a_topic",
                condition=Q(dispute__isnull=False, topic="", errand__isnull=True)
                | Q(dispute__isnull=True) & ~Q(topic=""),
            ),
        ]
        triggers = [
            before_change("agenda_rests_once_issued", _ITEM_RESTS),
            before_insert("agendaitem_rests_once_issued", _NOTHING_BESIDE),
            joins_no_archived_file("agendaitem"),
        ]

    def __str__(self) -> str:
        return f"议题{self.order}"


class Attendance(models.Model):
    """A department invited to a meeting, and whether it came."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    department = models.ForeignKey("departments.Department", models.PROTECT, related_name="+")
    attended = models.BooleanField("出席", null=True, blank=True)  # None: not held yet

    AFTER_ARCHIVING = "who came to a meeting; no part of a case"
    SECRECY = OPEN.of("attended")

    class Meta:
        verbose_name = verbose_name_plural = "参会单位"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="attendance_once", fields=["meeting", "department"])
        ]

    def __str__(self) -> str:
        return str(self.department)


class Countersignature(models.Model):
    """会签: dies with the text it signed, kept for the record."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="countersignatures")
    department = models.ForeignKey("departments.Department", models.PROTECT, related_name="+")
    text_version = models.PositiveIntegerField("所签版次")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("时间", auto_now_add=True)

    AFTER_ARCHIVING = "minutes of a meeting that was called before (五(三)3)"
    SECRECY = OPEN.of("text_version signed_at")

    class Meta:
        verbose_name = verbose_name_plural = "会签"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="countersignature_once_a_text",
                fields=["meeting", "department", "text_version"],
            )
        ]
        triggers = [never_changes("countersignature")]

    def __str__(self) -> str:
        return f"{self.department} 会签"
