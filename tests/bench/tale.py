"""One generated dispute as rows: what was said, who takes part, what happened, what was issued."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate

from confidentiality.blind_index import blind_index
from confidentiality.sealing import seal_many
from disputes.models import Dispute, DisputeGroupPermission, Party
from disputes.search import normalise_text
from tests.bench import ended, road, shares, words
from tests.bench.cast import Cast
from tests.bench.copying import Sheet
from workflow.models import (
    Approval,
    Assignment,
    CaseFile,
    Deadline,
    Decision,
    Opinion,
    Paper,
    PartyResponse,
    Service,
    TimelineEntry,
)

YEARS = 5
_SEALED = ("name", "id_number", "phone", "address")
_BASIS = "《中华人民共和国社会保险法》第五十八条、第六十条、第六十三条"


@dataclass
class Tale:
    """A dispute on its way into the sheets."""

    nth: int
    age: float
    random: Random
    state: str
    code: str
    mode: str
    lead: str
    asked: list[str]

    @property
    def deciding(self) -> str:
        return self.lead if self.mode == "referral" else self.code


@dataclass
class Writer:
    """Fills a sheet for each table; `copy` empties them into the database."""

    cast: Cast
    of: int
    disputes: Sheet = field(default_factory=lambda: Sheet(Dispute, with_id=True))
    parties: Sheet = field(default_factory=lambda: Sheet(Party))
    parts: Sheet = field(default_factory=lambda: Sheet(DisputeGroupPermission))
    timeline: Sheet = field(default_factory=lambda: Sheet(TimelineEntry))
    assignments: Sheet = field(default_factory=lambda: Sheet(Assignment, with_id=True))
    opinions: Sheet = field(default_factory=lambda: Sheet(Opinion))
    deadlines: Sheet = field(default_factory=lambda: Sheet(Deadline))
    decisions: Sheet = field(default_factory=lambda: Sheet(Decision))
    services: Sheet = field(default_factory=lambda: Sheet(Service))
    papers: Sheet = field(default_factory=lambda: Sheet(Paper))
    files: Sheet = field(default_factory=lambda: Sheet(CaseFile))
    responses: Sheet = field(default_factory=lambda: Sheet(PartyResponse))
    approvals: Sheet = field(default_factory=lambda: Sheet(Approval))
    _sealing: list[tuple[list[str], str, dict[str, str]]] = field(default_factory=list)

    def copy(self, cursor: Any) -> dict[str, int]:  # Any: psycopg2 carries no types
        """Disputes first, whatever refers to them after."""
        self._seal()
        sheets = [value for value in vars(self).values() if isinstance(value, Sheet)]
        return {sheet.table: sheet.copy(cursor) for sheet in sheets if sheet.rows}

    def tell(self, nth: int) -> None:
        """The rows of the nth dispute, the same whenever they are made."""
        tale = self._begin(nth)
        self._dispute(tale)
        self._people(tale)
        self._handling(tale)
        self._history(tale)
        if tale.state in road.DECIDED:
            self._decided(tale)

    def _begin(self, nth: int) -> Tale:
        random = Random(nth)  # noqa: S311 -- not a secret
        age = 1 - nth / self.of
        state, code = shares.state(random, age), shares.department(random)
        mode = "" if state in road.UNDECIDED else shares.mode(random)
        if state == "notified":
            mode = "notify"
        lead = shares.other_lead(random, code) if mode == "referral" else code
        asked = [lead] if mode == "referral" else []
        if mode in {"joint", "special"}:
            asked = shares.invited(random, code)
        return Tale(nth, age, random, state, code, mode, lead, asked)

    def _dispute(self, tale: Tale) -> None:
        cast, random, state = self.cast, tale.random, tale.state
        drafted = state == "draft"
        at = cast.now - timedelta(days=365 * YEARS * tale.age)
        clerk = random.choice(cast.clerks[tale.code])
        facts, claim, place = words.facts(random, tale.nth, self.of), words.claim(random), ""
        place, unit = words.place(random), words.unit(random)
        owing, role = self._desk(tale)
        due_on = cast.today + timedelta(days=random.randint(-5, 25)) if role else None
        ended = at + timedelta(days=12)
        self.disputes.add(
            id=tale.nth,
            year=at.year,
            number=None if drafted else f"230718-{at.year}-{tale.code}-{tale.nth:06d}",
            state=state,
            severity="" if not tale.mode else "major" if tale.mode == "special" else "general",
            mode=tale.mode,
            version=road.BEHIND[state],
            channel=shares.channel(random),
            visited_at=at - timedelta(minutes=12),
            registered_at=None if drafted else at,
            town=shares.town(random),
            place=place,
            first_contact_department_id=cast.departments[tale.code],
            first_contact_officer_id=clerk,
            receiving_department_id=cast.departments[tale.code],
            lead_department_id=cast.departments[tale.lead],
            responsible_officer_id=random.choice(cast.clerks[tale.deciding]),
            owing_department_id=owing,
            owing_role=role,
            category=random.choice(cast.categories),
            insurance_types=shares.insurance(random),
            amount=random.randint(200, 90000),
            people_count=1,
            facts=facts,
            claim=claim,
            created_at=at,
            concluded_at=ended if state in {"concluded", "archived"} else None,
            archived_at=ended if state == "archived" else None,
            due_on=due_on,
            amber_on=due_on - timedelta(days=4) if due_on else None,
            due_key="decision.draft" if due_on else "",
            search_text=normalise_text("\n".join([facts, claim, place, unit])),
        )
        self.parties.add(dispute_id=tale.nth, role="counterparty", kind="employer",
                         unit_name=unit, seal_id=uuid4())  # fmt: skip
        groups = {tale.code, tale.lead, *tale.asked}
        for group in sorted(groups):
            self.parts.add(
                group_id=cast.groups[group],
                permission_id=cast.permission,
                content_object_id=tale.nth,
                private_to_id=clerk if drafted else None,
            )

    def _desk(self, tale: Tale) -> tuple[int | None, str]:
        """Joint ones in hand mostly wait for opinions and so lie on nobody's desk."""
        if tale.state == "awaiting_approval":
            return None, "leader"
        role, decides = road.DESKS.get(tale.state, ("", False))
        waits = tale.state == "handling" and tale.mode in {"joint", "special"}
        if not role or (waits and tale.nth % 3):
            return None, ""
        return self.cast.departments[tale.deciding if decides else tale.code], role

    def _people(self, tale: Tale) -> None:
        """The payer, whose name, number, phone and address are sealed before they leave here."""
        random, seal_id = tale.random, str(uuid4())
        born = f"{random.randint(1950, 2004)}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
        plain = {
            "name": words.person(random),
            "id_number": f"230718{born}{tale.nth % 1000:03d}X",
            "phone": f"1{random.randint(30, 99)}{random.randint(0, 99_999_999):08d}",
            "address": f"乌翠区{words.place(random)}{random.randint(1, 300)}号",
        }
        row = self.parties.add(
            dispute_id=tale.nth,
            role="payer",
            kind="employee",
            seal_id=seal_id,
            name_index=blind_index("name", plain["name"]),
            id_number_index=blind_index("id_number", plain["id_number"]),
            phone_index=blind_index("phone", plain["phone"]),
            phone_tail_index=blind_index("phone_tail", plain["phone"]),
        )
        self._sealing.append((row, seal_id, plain))

    def _seal(self) -> None:
        """All payers of the batch, a column at a time."""
        for column in _SEALED:
            pairs = ((seal_id, plain[column]) for _, seal_id, plain in self._sealing)
            closed = seal_many(self.parties.table, column, pairs)
            for (row, _, _), text in zip(self._sealing, closed, strict=True):
                self.parties.put(row, column, text)
        self._sealing = []

    def _handling(self, tale: Tale) -> None:
        cast, state = self.cast, tale.state
        answered = state not in {"handling", "suspended"}
        at = cast.now - timedelta(days=365 * YEARS * tale.age)
        due_on = max((at + timedelta(days=15)).date(), cast.today - timedelta(days=4))
        for place, code in enumerate(tale.asked):
            pk = tale.nth * 3 + place
            self.assignments.add(
                id=pk,
                dispute_id=tale.nth,
                kind=tale.mode,
                state="answered" if answered else "accepted",
                department_id=cast.departments[code],
                sender_id=cast.departments[tale.code],
                sent_by_id=cast.clerks[tale.code][0],
                sent_at=at,
                question="请核实缴费记录并提出书面意见。",
                due_on=due_on,
                officer_id=cast.clerks[code][0],
                accepted_at=at,
                answered_at=at if answered else None,
            )
            if answered:
                self.opinions.add(
                    assignment_id=pk, facts="已核实缴费记录与申报情况。", basis=_BASIS,
                    opinion="同意按实际工资核定补缴。", drafted_by_id=cast.clerks[code][0],
                    drafted_at=at, approved_by_id=cast.heads[code], approved_at=at,
                    approver_label="负责人",
                )  # fmt: skip
        if state in road.CLOCKED and tale.mode in cast.policies:
            key, policy = cast.policies[tale.mode]
            self.deadlines.add(
                dispute_id=tale.nth, key=key, owner_id=cast.departments[tale.code],
                policy_id=policy, starts_on=at.date(), due_on=due_on,
                amber_on=due_on - timedelta(days=4), next_on=due_on - timedelta(days=4),
                sentence="自登记之日起二十个工作日。",
            )  # fmt: skip
        if state == "awaiting_approval":
            self.approvals.add(
                kind="major", dispute_id=tale.nth, reason="涉及人数多，政策口径不一。", hits="[]",
                requested_by_id=cast.clerks[tale.code][0], requested_at=at,
                requested_department_id=cast.departments[tale.code], due_on=due_on,
            )  # fmt: skip

    def _history(self, tale: Tale) -> None:
        cast = self.cast
        at = cast.now - timedelta(days=365 * YEARS * tale.age)
        actor = cast.clerks[tale.code][tale.nth % len(cast.clerks[tale.code])]
        for version, step in enumerate(road.steps(tale.state), 1):
            self.timeline.add(
                dispute_id=tale.nth, version=version, at=at + timedelta(hours=5 * version),
                actor_id=actor, actor_label="经办员", verb=step.verb, text=step.text,
                department_id=cast.departments[tale.code], clause=step.clause,
                state_before=step.before, state_after=step.after,
            )  # fmt: skip
        if tale.state not in {"draft", "registered"}:
            self._paper(tale, "registration", "")

    def _decided(self, tale: Tale) -> None:
        cast = self.cast
        at = cast.now - timedelta(days=365 * YEARS * tale.age)
        department = cast.departments[tale.deciding]
        self.decisions.add(
            dispute_id=tale.nth, department_id=department, state="signed",
            facts="经核实，单位已办理参保登记，尚未足额申报缴费。", basis=_BASIS,
            decision="由单位在收到本告知书之日起十五日内补足差额。",
            drafted_by_id=cast.clerks[tale.deciding][0], drafted_at=at,
            signed_by_id=cast.heads[tale.deciding], signed_at=at, signer_label="负责人",
        )  # fmt: skip
        for side in ("payer", "counterparty"):
            self._paper(tale, "decision", side)
            if tale.state != "feedback":
                answer = ended.answer(tale)
                self.responses.add(
                    dispute_id=tale.nth, party=side, answer=answer, seal_id=uuid4(), recorded_at=at,
                    recorded_by_id=cast.clerks[tale.code][0],
                )  # fmt: skip
                self.services.add(
                    dispute_id=tale.nth, party=side, method="direct", served_on=localdate(at),
                    recorded_by_id=cast.clerks[tale.code][0], recorded_at=at, seal_id=uuid4(),
                )  # fmt: skip
        for clock in ended.clocks(cast, tale, at):
            self.deadlines.add(**clock)
        if tale.state == "archived":
            self.files.add(**ended.file(cast, tale, at))

    def _paper(self, tale: Tale, kind: str, side: str) -> None:
        """Without its sealed content, which no page reads."""
        cast = self.cast
        at = cast.now - timedelta(days=365 * YEARS * tale.age)
        self.papers.add(
            dispute_id=tale.nth, year=at.year, kind=kind, number=f"{at.year}〕{tale.nth}号",
            department_id=cast.departments[tale.code], party=side, check_code=f"{tale.nth:064d}",
            issued_by_id=cast.clerks[tale.code][0], issued_at=at, seal_id=uuid4(),
        )  # fmt: skip
