"""`/api/v1/disclosures/`: what leaves, its approval level by level, its copies (六(三), R093)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, TypedDict

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from departments.api import units
from departments.tokens import officer_of
from departments.views.proof import proven_program
from disputes.words import listed as listed_words
from disputes.words import shown
from web.asking import Heard, body, heard, local
from web.filters import Codes, told_of
from web.listing import ListFilter, listed
from web.replay import replayed
from workflow.disclosure.actions import ask
from workflow.disclosure.copies import hand_out
from workflow.disclosure.forms import AskDisclosure
from workflow.disclosure.page import disclosure_or_404, item_or_404
from workflow.disclosure.verbs import DISCLOSURES, LETS_OUT
from workflow.issuing.looking import let_program_in
from workflow.models import Disclosure, DisclosureCopy, DisclosureItem
from workflow.models.disclosure import DisclosureState, RecipientKind
from workflow.procedure import offers
from workflow.verbs.api import ActionAnswer, perform, told

READ_WITH: Final = ("dispute__parties", "items__copies__recall")


class CopyAnswer(TypedDict):
    """One copy that was made to leave."""

    id: int
    serial: int
    sha256: str
    taken_at: datetime
    taken_by: str
    outcome: str


class OutgoingAnswer(TypedDict):
    """A copy with its file; the file in Base64."""

    copy: CopyAnswer
    filename: str
    pdf: str


class ItemAnswer(TypedDict):
    """One thing that is to leave."""

    id: int
    kind: str
    label: str
    copies: list[CopyAnswer]


class DisclosureAnswer(Heard):
    """One request to let information leave."""

    id: int
    number: str
    state: str
    state_label: str
    version: int
    dispute: int | None
    department: str
    recipient_kind: str
    recipient: str
    letter: str
    purpose: str
    masking: str
    full_reason: str
    until: date
    route: list[str]
    requested_at: datetime
    approved_at: datetime | None
    ended_at: datetime | None
    conclusion: str
    items: list[ItemAnswer]


class DisclosureFilter(ListFilter):
    state = Codes(DisclosureState.values, "状态")
    recipient_kind = Codes(RecipientKind.values, "接收方类别")
    department = units()


@extend_schema(methods=["GET"], operation_id="disclosures_list", summary="对外提供登记",
               parameters=told_of(DisclosureFilter),
               responses=list[DisclosureAnswer])  # fmt: skip
@extend_schema(methods=["POST"], operation_id="disclosures_ask",
               summary="申请对外提供统计、说明（不属单个事项）",
               request=AskDisclosure, responses={201: DisclosureAnswer})  # fmt: skip
@api_view(["GET", "POST"])
@replayed
def disclosures(request: Request) -> Response:
    """Newest first; or a new one that is about no case (of a case: its verb `disclose`)."""
    officer = officer_of(request)
    if request.method == "GET":
        rows = Disclosure.objects.kept_by(officer).prefetch_related(*READ_WITH)
        return listed(request, DisclosureFilter, rows, _in_a_list)
    made = ask(by=officer, **heard(request, AskDisclosure(body(request))))
    return Response(disclosure_answer(made), status=201)


@extend_schema(operation_id="disclosure_read", summary="一件对外提供", responses=DisclosureAnswer)
@api_view(["GET"])
def disclosure(request: Request, pk: int) -> Response:
    officer = officer_of(request)
    found = disclosure_or_404(officer, pk)
    if found.dispute is not None:
        let_program_in(found.dispute, officer, address=request.META.get("REMOTE_ADDR", ""))
    return Response(disclosure_answer(found))


@extend_schema(operation_id="disclosure_actions", summary="对外提供可办的动作",
               responses=list[ActionAnswer])  # fmt: skip
@api_view(["GET"])
def actions(request: Request, pk: int) -> Response:
    """His verbs on it in its state."""
    officer = officer_of(request)
    found = disclosure_or_404(officer, pk)
    return Response(told(offers.open_to_disclosure(officer, found), found, officer, DISCLOSURES))


@extend_schema(operation_id="disclosure_act", summary="办理对外提供",
               request={"application/json": DISCLOSURES.forms},
               responses=DisclosureAnswer)  # fmt: skip
@api_view(["POST"])
@proven_program(*LETS_OUT)
@replayed
def act(request: Request, pk: int, verb: str) -> Response:
    """审签、审核、批准、退回、重新送审、撤回申请、停止提供、登记收回."""
    found = disclosure_or_404(officer_of(request), pk)
    perform(request, found, verb, DISCLOSURES)
    return Response(disclosure_answer(found))


@extend_schema(operation_id="disclosure_copy", summary="制作外发件", request=None,
               responses={201: OutgoingAnswer})  # fmt: skip
@api_view(["POST"])
@proven_program()
@replayed
def copy(request: Request, pk: int, item: int) -> Response:
    """Counted and written down, then given; 409 before approval and after its day."""
    officer = officer_of(request)
    found = item_or_404(disclosure_or_404(officer, pk), item)
    made = hand_out(found, by=officer, address=request.META.get("REMOTE_ADDR", ""))
    answer: OutgoingAnswer = {
        "copy": _copy(made.copy),
        "filename": made.filename,
        "pdf": b64encode(made.pdf).decode(),
    }
    return Response(answer, status=201)


def _in_a_list(page: Iterable[Disclosure]) -> list[DisclosureAnswer]:
    """Of what an archived case was asked for, its file tells (R082)."""
    rows = list(page)
    told = [disclosure_answer(each) for each in rows]
    for each, answer in zip(rows, told, strict=True):
        for name in ("purpose", "full_reason", "conclusion"):
            answer[name] = listed_words(getattr(each, name), each.dispute)
    return told


def disclosure_answer(own: Disclosure) -> DisclosureAnswer:
    return {
        "id": own.pk,
        "number": own.number or "",
        "state": own.state,
        "state_label": own.get_state_display(),
        "version": own.version,
        "dispute": own.dispute_id,
        "department": own.department.code,
        "recipient_kind": own.recipient_kind,
        "recipient": shown(own.recipient, own.dispute),
        "letter": own.letter,
        "purpose": shown(own.purpose, own.dispute),
        "masking": own.masking,
        "full_reason": shown(own.full_reason, own.dispute),
        "until": own.until,
        "route": own.route,
        "requested_at": timezone.localtime(own.requested_at),
        "approved_at": local(own.approved_at),
        "ended_at": local(own.ended_at),
        "conclusion": shown(own.conclusion, own.dispute),
        "items": [_item(own, each) for each in own.items.all() if each.round == own.round],
    }


def _item(own: Disclosure, item: DisclosureItem) -> ItemAnswer:
    return {
        "id": item.pk,
        "kind": item.kind,
        "label": shown(item.label, own.dispute),
        "copies": [_copy(each) for each in item.copies.all()],
    }


def _copy(copy: DisclosureCopy) -> CopyAnswer:
    return {
        "id": copy.pk,
        "serial": copy.serial,
        "sha256": copy.sha256,
        "taken_at": timezone.localtime(copy.taken_at),
        "taken_by": copy.taker_label,
        "outcome": copy.recall.outcome if hasattr(copy, "recall") else "",
    }
