"""People and units that take part in a dispute; what names a person is sealed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from django.db import models

from confidentiality.blind_index import blind_indexes
from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import NOT_YOURS, BlindIndexField, SealedModel, SealedTextField
from confidentiality.free_text import SealedFreeJSONField
from confidentiality.identifiers import normalise
from confidentiality.sealing import open_sealed
from departments.models import Officer
from departments.roles import HEADS
from disputes.choices import UNIT_KINDS, CounterpartyKind, PartyRole, PayerKind
from disputes.promises import joins_no_archived_file, rests_with_file

#: The fields that tell who somebody is, each with the kind of its mask.
PERSONAL: Final = {
    "name": "name", "id_number": "id_number", "credit_code": "credit_code", "phone": "phone",
    "address": "address", "contact": "name",
}  # fmt: skip
#: Instead of who reported in confidence, wherever he would be named.
REPORTER: Final = "举报人（保密）"
#: Why he is not shown, and how somebody who needs to know him comes to be.
NOT_ENTRUSTED: Final = (
    "举报保密：举报人的信息没有授权给你。"
    "确需查看的，请受理单位负责人用“授权查看举报人”授权并写明理由。"
)
WITHDREW: Final = "你已回避本件，不能查看明文。"
#: Whom a search by name, number or phone may find: that he reported in confidence is told nobody.
FINDABLE: Final = models.Q(role=PartyRole.COUNTERPARTY) | models.Q(
    dispute__confidential_report=False
)


def came_with() -> models.ForeignKey:  # type: ignore[type-arg]
    """The merged case by which somebody came (并案, R043); none for the case's own people."""
    return models.ForeignKey(
        "disputes.Dispute",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="随并入件",
    )


def of_merged(table: str) -> models.Index:
    """Asked when a draft is deleted; as small as there are people who came with merged cases."""
    condition = models.Q(of__isnull=False)
    return models.Index(fields=["of"], name=f"{table}_of_merged", condition=condition)


class Side(NamedTuple):
    """Whom the decision is told: the payer or the other side; `of` the merged case he came with."""

    party: str
    of: int | None = None


class Party(SealedModel):
    """缴费人、争议对方、代理人 or one of the representatives of a group (R042)."""

    dispute = models.ForeignKey("disputes.Dispute", models.CASCADE, related_name="parties")
    role = models.CharField("身份", max_length=16, choices=PartyRole)
    of = came_with()
    kind = models.CharField("类型", max_length=16, blank=True)
    unit_name = models.CharField("单位名称", max_length=120, blank=True)
    name = SealedTextField("姓名", mask="name", blank=True)
    id_number = SealedTextField("证件号码", mask="id_number", blank=True)
    credit_code = SealedTextField("统一社会信用代码", mask="credit_code", blank=True)
    phone = SealedTextField("电话", mask="phone", blank=True)
    address = SealedTextField("住址", mask="address", blank=True)
    contact = SealedTextField("联系人", mask="name", blank=True)
    #: What stood in these before it was corrected, each as kind and text: a name that was mistyped
    #: by a character is his as well, and stays masked wherever it was written (六(三)).
    former = SealedFreeJSONField("更正前的", blank=True, editable=False)
    #: Which member unit the other side is, if it is one (A06).
    department = models.ForeignKey(
        "departments.Department",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="成员单位",
        db_index=False,
    )
    #: 部分撤回: from then on he is a payer of the matter no more; what was recorded of him stays.
    left_at = models.DateTimeField("退出时间", null=True, blank=True, editable=False)
    name_index = BlindIndexField(of="name", kind="name")
    id_number_index = BlindIndexField(of="id_number", kind="id_number")
    credit_code_index = BlindIndexField(of="credit_code", kind="credit_code")
    phone_index = BlindIndexField(of="phone", kind="phone")
    phone_tail_index = BlindIndexField(of="phone", kind="phone_tail")

    SECRECY = OPEN.of(
        "role kind unit_name left_at seal_id name_index id_number_index credit_code_index "
        "phone_index phone_tail_index"
    ) | SEALED.of("name id_number credit_code phone address contact former")

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="party_one_payer_counterparty_agent",
                fields=["dispute", "role", "of"],
                nulls_distinct=False,
                condition=~models.Q(role=PartyRole.REPRESENTATIVE),
            ),
            models.CheckConstraint(
                name="party_only_the_other_side_is_a_member_unit",
                condition=models.Q(department=None) | models.Q(role=PartyRole.COUNTERPARTY),
            ),
            models.CheckConstraint(
                name="party_only_a_payer_leaves",
                condition=models.Q(left_at=None) | models.Q(role=PartyRole.PAYER),
            ),
        ]
        indexes = [
            of_merged("party"),
            models.Index(fields=["name_index"], name="party_by_name"),
            models.Index(fields=["id_number_index"], name="party_by_id_number"),
            models.Index(
                fields=["credit_code_index"],
                name="party_by_credit_code",
                condition=~models.Q(credit_code_index=""),
            ),
            models.Index(fields=["phone_index"], name="party_by_phone"),
            models.Index(fields=["phone_tail_index"], name="party_by_phone_tail"),
        ]
        triggers = [rests_with_file("party"), joins_no_archived_file("party")]

    def __str__(self) -> str:
        return self.display_name

    def in_clear(self) -> list[tuple[str, str]]:
        """What tells who this is, sealed as it is, each with the kind of its mask."""
        held = ((kind, getattr(self, name)) for name, kind in PERSONAL.items())
        return [(kind, open_sealed(value)) for kind, value in held if not value.is_blank]

    def forget(self, before: Iterable[tuple[str, str]]) -> None:
        """What was corrected away stays known, so that it stays masked."""
        gone = [list(each) for each in before if each not in self.in_clear()]
        self.former = [*self.former, *(each for each in gone if each not in self.former)]

    @property
    def is_unit(self) -> bool:
        """By its kind, or because it is called as units are (示例木业有限公司)."""
        return self.kind in UNIT_KINDS or bool(self.unit_name)

    @property
    def display_name(self) -> str:
        """What lists show: a unit by its name, a person masked, who reported in confidence not."""
        if self.is_kept_secret:
            return REPORTER
        return self.unit_name or str(self.name) or "匿名"

    @property
    def is_kept_secret(self) -> bool:
        """举报保密: he who reported, and whoever speaks for him, are told nobody (R075).

        Without a name too: a telephone or an address tells who he is.
        """
        return self.role != PartyRole.COUNTERPARTY and self.dispute.confidential_report

    @property
    def is_somebody(self) -> bool:
        """Named; the nobody on the other side and an unnamed payer are told nothing."""
        nobody = self.role == PartyRole.COUNTERPARTY and self.kind in {"", CounterpartyKind.NONE}
        return not nobody and bool(self.unit_name or not self.name.is_blank)

    @property
    def side(self) -> Side:
        return Side(self.role, self.of_id)

    def is_same_as(self, other: Party) -> bool:
        """One person or unit: by its name, by the ID number, or by name and phone."""
        if self.role != other.role:
            return False
        if self.unit_name:
            return normalise(self.unit_name) == normalise(other.unit_name)
        if self.id_number_index and other.id_number_index:
            return self.id_number_index in other.indexes_of("id_number")
        names, phones = other.indexes_of("name"), other.indexes_of("phone")
        return self.name_index in names and self.phone_index in phones

    def is_one_with(self, other: Party) -> bool:
        """On whatever side: by a unit's name or its code, by a person's ID number."""
        if self.unit_name:
            same_code = self.credit_code_index in other.indexes_of("credit_code")
            return normalise(self.unit_name) == normalise(other.unit_name) or same_code
        return self.id_number_index in other.indexes_of("id_number")

    def indexes_of(self, name: str) -> list[str]:
        """What another row may hold for the same value; nothing where there is none."""
        sealed = getattr(self, name)
        return blind_indexes(name, open_sealed(sealed)) if sealed else []

    def may_be_revealed_to(self, officer: models.Model) -> bool:
        """Case officers of the departments that work on it today, less who withdrew (R092, R108).

        The leader, auditors and administrators read the masked form only.
        """
        return isinstance(officer, Officer) and not self.why_withheld_from(officer)

    def why_withheld_from(self, officer: models.Model) -> str:
        """The true reason, and the way out where there is one; nothing where he may see it."""
        dispute = self.dispute
        asked = {a.department_id for a in dispute.assignments.all() if a.is_open}
        working = {dispute.receiving_department_id, dispute.lead_department_id} | asked
        if not isinstance(officer, Officer) or not working & officer.department_ids:
            return NOT_YOURS
        if self.is_kept_secret and not self._is_entrusted_to(officer):
            return NOT_ENTRUSTED
        return WITHDREW if dispute.recusals.filter(officer=officer).exists() else ""

    def _is_entrusted_to(self, officer: Officer) -> bool:
        """Who answers for it, the head where it was received, and whom that head has named with a
        reason; in a referral who answers is he who signed for it and serves what was decided, and
        his own head is named like anybody else.
        """
        dispute = self.dispute
        heads = {post.department_id for post in officer.posts_today if post.role in HEADS}
        if officer.pk == dispute.responsible_officer_id or dispute.receiving_department_id in heads:
            return True
        return dispute.reporter_grants.filter(officer=officer).exists()

    def get_kind_display(self) -> str:
        words: dict[str, str] = {**dict(PayerKind.choices)}
        if self.role == PartyRole.COUNTERPARTY:
            words = dict(CounterpartyKind.choices)
        return words.get(self.kind, "")


def on_both_sides(parties: Iterable[Party]) -> tuple[Party, Party] | None:
    """A payer of the matter and the other side that is he himself: nobody disputes with himself."""
    known = [each for each in parties if each.is_somebody and not each.left_at]
    payers = [each for each in known if each.role == PartyRole.PAYER]
    others = [each for each in known if each.role == PartyRole.COUNTERPARTY]
    return next(((p, o) for p in payers for o in others if p.is_one_with(o)), None)
