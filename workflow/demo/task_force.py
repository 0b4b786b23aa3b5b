"""What is done beside cases: an 交办 on a theme, a conference, 机构改革, an audit."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from deadlines.calendar_days import current_calendar
from departments.actions.renaming import rename
from departments.models import Department, Officer, Reform
from disputes.choices import Mode
from disputes.models import Dispute
from workflow.errands import actions as errands
from workflow.findings import actions as findings
from workflow.issuing.looking import enter
from workflow.meetings.plan import plan
from workflow.membership import reform
from workflow.models import CaseFile, Errand
from workflow.models.choices import MeetingKind
from workflow.procedure import move


def hand_out(people: dict[str, Officer]) -> None:
    """One errand is answered and waits for the office, one is not signed for yet."""
    asked = (
        ("SW", 9, "请汇总上半年征缴争议情况和主要成因。"),
        ("RS", 1, "请报送灵活就业参保宣传安排。"),
    )
    for code, days, question in asked:
        on = current_calendar().add_workdays(timezone.localdate(), -days)
        at = timezone.localtime().replace(
            year=on.year, month=on.month, day=on.day, hour=9, minute=0, second=0, microsecond=0
        )
        with move.told_as_of(min(at, timezone.localtime())):
            unit = Department.objects.get(code=code)
            errand = errands.give(by=people["office"], department=unit, question=question)
            if code == "SW":
                _answer(errand, people)


def _answer(errand: Errand, people: dict[str, Officer]) -> None:
    errands.accept(errand, by=people["sw_clerk"])
    text = "上半年受理以缴费基数争议最多，主要因用人单位按最低基数申报，明细附后。"
    errands.draft_answer(errand, by=people["sw_clerk"], answer=text)
    errands.approve_answer(errand, by=people["sw_head"], comment="同意报送。")


def audited(people: dict[str, Officer]) -> None:
    """An auditor has read a file; what he found waits for the unit's answer (R082)."""
    file = CaseFile.objects.filter(dispute__mode=Mode.JOINT).earliest("pk")
    enter(file, people["auditor"], purpose="年度审计抽查", address="")
    step = file.dispute.timeline.filter(verb="approve_opinion", department__code="YB").last()
    findings.record(
        file.dispute, by=people["auditor"], department=Department.objects.get(code="YB"),
        about=f"step:{step.pk}" if step else "",
        found="书面意见只写结论，没有写明所依据的文件和条款。",
        basis="方案五(三)1(3)：各联办单位依职权办理，提供书面意见。",
        demand="补充说明所依据的文件和条款，对本年度提供的书面意见举一反三自查。",
    )  # fmt: skip


def will_confer(people: dict[str, Officer]) -> None:
    """联席会议 next week, about what no case is about (四(二), R012)."""
    day = current_calendar().add_workdays(timezone.localdate(), 5)
    plan(
        by=people["sw_clerk"], kind=MeetingKind.CONFERENCE, title="征缴争议联席会议", disputes=[],
        departments=list(Department.objects.filter(code__in=("RS", "YB", "CZ", "XF"))),
        starts_at=timezone.localtime().replace(
            year=day.year, month=day.month, day=day.day, hour=9, minute=0, second=0, microsecond=0
        ),
        place="区政府三楼会议室", topics=["下一年度各单位培训宣传安排", "工单来源平台信息核对办法"],
    )  # fmt: skip


def redraw_the_border(people: dict[str, Officer]) -> None:
    """部分划出: villages go over to the neighbouring town, and what they asked goes with them."""
    source, target = (Department.objects.get(code=code) for code in ("CL", "WM"))
    asked = Dispute.objects.filter(receiving_department=source).unfinished()
    number = asked.earliest("registered_at").number
    today = timezone.localdate()
    decided = reform.Decided(
        document=f"编发〔{today.year}〕示例号", decided_on=today, effective_on=today,
        reason="行政村隶属调整，所涉争议由承接镇继续办理。",
    )  # fmt: skip
    scope = reform.Scope(numbers=[number or ""])
    registered = reform.register(
        source, by=people["sysadmin"], kind=Reform.Kind.PART, target=target, decided=decided,
        scope=scope,
    )  # fmt: skip
    reform.carry_out(registered, by=people["secadmin"], places={}, note="村干部已逐户告知。")


def will_be_called(people: dict[str, Officer]) -> None:
    """机构改革: registered now, in force in three months; papers until then bear the old name."""
    today = timezone.localdate()
    rename(
        Department.objects.get(code="WM"),
        by=people["sysadmin"],
        name="乌马河街道办事处",
        short_name="乌马河街道",
        from_day=today + timedelta(days=90),
        document=f"编发〔{today.year}〕示例号",
        reason="机构改革方案：撤镇设街道。",
    )
