"""How far each sample dispute has come, told as the steps its officers took, day by day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from deadlines.calendar_days import current_calendar
from departments.codes import THREE_BUREAUS
from departments.models import Department, Officer
from disputes.following import follow
from workflow.assignments import verbs as assignments_verbs
from workflow.cases import verbs
from workflow.demo.stories import Story, draft
from workflow.disclosure import verbs as disclosure_verbs
from workflow.meetings import actions as meetings
from workflow.meetings import plan
from workflow.models import Assignment, Meeting
from workflow.procedure import move
from workflow.procedure.sides import case_sides
from workflow.supervision import verbs as supervision_verbs

People = dict[str, Officer]
TITLES = {"major": "重大疑难争议专题会议", "general": "联办意见会商"}
BASIS = "《中华人民共和国社会保险法》第六十条、第六十三条"


class Walk:
    """One dispute on its road; every step happens some working days after the one before."""

    def __init__(self, people: People, story: Story, desk: str, days_ago: int) -> None:
        self.people, self.story, self.desk = people, story, desk.lower()
        day = timezone.localtime() - timedelta(days=days_ago)
        while not current_calendar().is_workday(day.date()):
            day -= timedelta(days=1)
        self.at: datetime = day.replace(hour=9, minute=story.nth % 50, second=0, microsecond=0)
        self.at = min(self.at, timezone.localtime() - timedelta(minutes=30))
        with move.told_as_of(self.at):
            self.dispute = draft(story, self.who("clerk"), self.at)

    def who(self, kind: str, desk: str = "") -> Officer:
        return self.people[f"{(desk or self.desk).lower()}_{kind}"]

    def later(self, days: int) -> None:
        """So many working days on, but never in the future."""
        if days:
            on = current_calendar().add_workdays(self.at.date(), days)
            self.at = self.at.replace(year=on.year, month=on.month, day=on.day)
        self.at = min(self.at + timedelta(minutes=20), timezone.localtime())

    def do(
        self, verb: str, by: Officer, days: int = 0, **fields: Any
    ) -> Walk:  # Any: verb's fields
        self.later(days)
        with move.told_as_of(self.at):
            verbs.DISPUTES.verbs[verb].does(self.dispute, by=by, **fields)
        return self

    def answer(self, assignment: Assignment, verb: str, by: Officer, **fields: Any) -> None:
        with move.told_as_of(self.at):  # Any: the verb's fields
            assignments_verbs.ASSIGNMENTS.verbs[verb].does(assignment, by=by, **fields)

    def registered(self) -> Walk:
        return self.do("register", self.who("clerk"))

    def triaged(self) -> Walk:
        return self.registered().do("approve_intake", self.who("reviewer"), comment="要素齐全。")

    def single(self) -> Walk:
        reason = "属本单位职责，事实清楚，本单位可以单独办理。"
        self.triaged()
        return self.do(
            "accept_single", self.who("clerk"), 1, reason=reason, severity_reason="个案，影响面小。"
        )

    def designated(self, code: str) -> Walk:
        """The other side received it itself: the office says who handles it (A06)."""
        department, reason = Department.objects.get(code=code), "属征收业务，由其复查后答复。"
        office = self.people["office"]
        return self.triaged().do("assign", office, 1, department=department, reason=reason)

    def longer(self, kind: str, *, key: str = "general.single", days: int = 5) -> Walk:
        """A head grants ten working days at once; a clerk's wish waits for him or the leader."""
        clock = self.dispute.deadlines.open().get(key=key)
        until = current_calendar().add_workdays(clock.due_on, days)
        reason = "参保缴费档案存放在外地，需前往核对。"
        return self.do("extend", self.who(kind), 2, until=until, reason=reason)

    def suspended(self) -> Walk:
        """Until the arbitration has spoken."""
        self.later(1)
        return self.do(
            "suspend", self.who("head"), ground="等待劳动关系仲裁结果",
            evidence="劳动人事争议仲裁案件受理通知书",
            until=self.at.date() + timedelta(days=45),
        )  # fmt: skip

    def referred(self, code: str, *, accepted: bool = True) -> Walk:
        department = Department.objects.get(code=code)
        self.triaged().do(
            "refer", self.who("clerk"), 1, department=department,
            reason=f"反映事项属{department.name}职责。", severity_reason="个案，影响面小。",
        )  # fmt: skip
        if accepted:
            self.later(1)
            self.answer(self.dispute.assignments.get(), "accept", self.who("clerk", code))
        return self

    def joint(self, *codes: str, answered: int = 0) -> Walk:
        departments = list(Department.objects.filter(code__in=codes))
        self.triaged().do(
            "convene_joint", self.who("clerk"), 1, departments=departments,
            question="请核实本单位职责范围内的情况，提出书面处理意见。",
            severity_reason="个案，影响面小。",
        )  # fmt: skip
        return self.opinions(answered)

    def opinions(self, count: int) -> Walk:
        """The first `count` departments asked sign the next day and have answered since."""
        asked = list(self.dispute.assignments.opinions_awaited())[:count]
        self.later(1)
        for assignment in asked:
            self.answer(assignment, "accept", self.who("clerk", assignment.department.code))
        for assignment in asked:
            code = assignment.department.code
            self.later(2)
            self.answer(
                assignment, "draft_opinion", self.who("clerk", code),
                facts=f"经{assignment.department.name}核查，反映情况基本属实。",
                basis=BASIS, opinion=self.story.remedy("建议依法核定，"),
            )  # fmt: skip
            self.answer(assignment, "approve_opinion", self.who("head", code), comment="同意。")
        return self

    def task(self, code: str, question: str) -> Walk:
        """The office gives a task; the department has not signed it yet."""
        department = Department.objects.get(code=code)
        office = self.people["office"]
        return self.do("give_task", office, 1, department=department, question=question)

    def convening(self, reason: str, *, answer: str = "") -> Walk:
        """Asked of the office; with an answer it is going to call a meeting."""
        self.do("request_convening", self.who("clerk"), 1, reason=reason)
        if answer:
            office = self.people["office"]
            self.do("answer_convening", office, 1, convene=True, reason=answer)
        return self

    def reported(self) -> Walk:
        self.triaged()
        reason = "群体性诉求，涉及多个部门，有越级上访苗头。"
        return self.do("report_major", self.who("clerk"), 1, reason=reason)

    def special(self, answered: int = 0) -> Walk:
        self.reported()
        leader = self.people["leader"]
        self.do("approve_major", leader, 1, comment="请三局抓紧会商，依法妥善处理。", meeting=True)
        return self.opinions(answered)

    def meeting(self, *, until: str, kind: str = "major") -> Walk:
        """As far as `until`: called for the next working day, minuted or issued."""
        self.later(0 if until == "called" else 1)
        if until == "called":
            self.at = timezone.localtime()
        everyone = list(Department.objects.filter(code__in=THREE_BUREAUS))
        convenor, title = self.who("clerk"), TITLES[kind]
        day = current_calendar().add_workdays(self.at.date(), 1)
        with move.told_as_of(self.at):
            meeting = plan.plan(
                by=convenor, kind=kind, title=title, disputes=[self.dispute], departments=everyone,
                starts_at=self.at.replace(
                    year=day.year, month=day.month, day=day.day, hour=14, minute=0
                ),
                place="区政府三楼会议室",
            )  # fmt: skip
            meetings.call(meeting, by=convenor)
        if until != "called":
            self._minuted(meeting, convenor, everyone)
        if until == "issued":
            with move.told_as_of(self.at):
                meetings.issue(meeting, by=self.people["leader"])
        return self

    def _minuted(self, meeting: Meeting, convenor: Officer, everyone: list[Department]) -> None:
        self.later(1)
        decided = meetings.Decided(self.dispute, self.story.remedy("区税务局负责督促落实："))
        with move.told_as_of(self.at):
            meetings.hold(meeting, by=convenor, attended=everyone, chair="专班组长")
            meetings.minute(meeting, by=convenor, items=[decided])

    def followed(self, desk: str) -> Walk:
        """A clerk of another department keeps it among his own."""
        follow(self.dispute, by=self.who("clerk", desk))
        return self

    def drafted(self, desk: str = "") -> Walk:
        return self.do(
            "draft_decision", self.who("clerk", desk), 1,
            facts="经查，反映的情况基本属实，有参保登记和缴费记录为证。",
            basis=BASIS, decision=self.story.remedy(),
        )  # fmt: skip

    def signed(self, desk: str = "") -> Walk:
        return self.drafted(desk).do("sign_decision", self.who("head", desk), comment="同意。")

    def served(self, desk: str = "") -> Walk:
        """Whoever can be told; of the others the portal itself has said why not."""
        for party, of in case_sides.unserved(self.dispute):
            self.later(1)
            self.do(
                "serve", self.who("clerk", desk), party=party, of=of, method="direct",
                served_on=self.at.date(), recipient="本人",
            )  # fmt: skip
        return self

    def tried(self) -> Walk:
        """The payer could not be reached this time."""
        self.later(1)
        return self.do(
            "attempt", self.who("clerk"), party="payer", method="phone",
            tried_on=self.at.date(), outcome="上午、下午各拨打一次，无人接听。",
        )  # fmt: skip

    def corrected(self, **given: Any) -> Walk:  # Any: fields of registration
        reason = "缴费人补交了书面说明，原登记有误。"
        return self.do("correct", self.who("clerk"), 1, given=given, reason=reason)

    def struck(self) -> Walk:
        """A service was put down wrongly; the record stays, and it is put down anew."""
        reason = "送达日期登记有误，以签收的送达回证为准。"
        self.do("cancel_service", self.who("clerk"), party="payer", reason=reason)
        return self.served()

    def content(self, desk: str = "") -> Walk:
        """Whoever was told has no objection."""
        served = case_sides.served_sides(self.dispute)
        for party, of in (side for side in case_sides.unheard(self.dispute) if side in served):
            self.do("record_response", self.who("clerk", desk), party=party, of=of, answer="none")
        return self

    def receipt(self, desk: str) -> Walk:
        referral = self.dispute.assignments.filter(kind="referral").latest("pk")
        self.answer(
            referral, "draft_opinion", self.who("clerk", desk), facts="已办结并反馈双方。",
            basis=BASIS, opinion=f"{self.story.remedy()}双方已签收告知书。",
        )  # fmt: skip
        self.answer(referral, "approve_opinion", self.who("head", desk), comment="同意报送。")
        return self

    def archived(self) -> Walk:
        return self.do("archive", self.who("clerk"), 1)

    def supervised(self, code: str, level: str, days: int, reason: str) -> Walk:
        """督办 by the leader, of a department that has not done what it owes."""
        department = Department.objects.get(code=code)
        leader = self.people["leader"]
        return self.do("supervise", leader, days, department=department, level=level, reason=reason)

    def explained(self, code: str, answer: str) -> Walk:
        """The department's head answers the 督办."""
        own = self.dispute.supervisions.latest("pk")
        self.later(1)
        with move.told_as_of(self.at):
            supervision_verbs.SUPERVISIONS.verbs["answer"].does(
                own, by=self.who("head", code), answer=answer
            )
        return self

    def disclosed(self) -> Walk:
        """What another office has asked for is let out, masked, by the head and the office."""
        self.do(
            "disclose", self.who("clerk"), 1, recipient_kind="department", recipient="区审计局",
            purpose="社会保险基金专项审计，核对争议办理情况。",
            until=self.at.date() + timedelta(days=180), particulars=["number", "facts", "decision"],
        )  # fmt: skip
        own = self.dispute.disclosures.latest("pk")
        for verb, by in (("sign", self.who("head")), ("review", self.people["office"])):
            self.later(0)
            with move.told_as_of(self.at):
                disclosure_verbs.DISCLOSURES.verbs[verb].does(own, by=by, comment="同意提供。")
        return self
