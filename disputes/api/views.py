"""`/api/v1/disputes/`: the list, a new draft, one dispute, and a draft's changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from departments.models import Officer
from departments.tokens import officer_of
from disputes.api.answers import DisputeAnswer, DisputePage, dispute_answer, dispute_answers
from disputes.api.filters import USUAL_PAGE, DisputeFilter
from disputes.choices import State
from disputes.finding import called
from disputes.forms import RegistrationForm
from disputes.models import Dispute, DisputeGroupPermission
from disputes.registration import not_registered, save_registration
from web.asking import Json, body, cleaned, pass_over, with_what_was_ignored
from web.filters import told_of
from web.listing import at, sent_in
from web.paging import BadCursor, page_of
from web.refusals import Mistyped, NotYours
from web.replay import replayed


class VersionForm(forms.Form):
    """The version a program saw; optional."""

    version = forms.IntegerField(required=False)


@extend_schema(methods=["GET"], operation_id="disputes_list", summary="争议事项列表",
               parameters=told_of(DisputeFilter), responses=DisputePage)  # fmt: skip
@extend_schema(methods=["POST"], operation_id="disputes_create", summary="登记（暂存）",
               request=RegistrationForm, responses={201: DisputeAnswer})  # fmt: skip
@api_view(["GET", "POST"])
@replayed
def disputes(request: Request) -> Response:
    """Those he may know of, newest first; or a new draft of his own (五(一)).

    What an archived case is about is read one by one, outside the units that took part: in a list
    its `facts` and `claim` are empty.
    """
    if request.method == "POST":
        sent = body(request)
        draft = save_registration(may_register(request, sent), sent)
        pass_over(request, not_registered(sent))
        return Response(dispute_answer(draft.pk), status=201)
    return _found(request, request.query_params)


@extend_schema(operation_id="disputes_search", summary="争议事项检索（条件在正文里）",
               request=DisputeFilter, responses=DisputePage)  # fmt: skip
@api_view(["POST"])
@replayed
def search(request: Request) -> Response:
    """The same list; what is looked for travels in the body, and no log or address holds it."""
    return _found(request, sent_in(request))


def _found(request: Request, asked_for: Any) -> Response:  # Any: a QueryDict, or JSON
    visible = Dispute.objects.visible_to(officer_of(request)).with_people()
    filters = DisputeFilter(asked_for, visible)
    asked = cleaned(filters.form)
    try:
        first = called(filters.qs, asked["q"])
        page = page_of(filters.qs, asked["cursor"], asked["page_size"] or USUAL_PAGE, first=first)
    except BadCursor as error:
        raise Mistyped({"cursor": ["位置标记无效，请从第一页重新取。"]}) from error
    results = _without_unread(page.rows, officer_of(request))
    return Response(
        {"next": at(request, page.next), "previous": at(request, page.previous), "results": results}
    )


def _without_unread(rows: list[Dispute], officer: Officer) -> list[DisputeAnswer]:
    """A list registers no look at a file, so it tells no facts of one (六(三), R082)."""
    archived = [each.pk for each in rows if each.state == State.ARCHIVED]
    groups = officer.participating_group_ids if archived else []
    parts = DisputeGroupPermission.objects.filter(content_object__in=archived, group__in=groups)
    unread = set(archived) - (
        set(parts.values_list("content_object", flat=True)) if groups else set()
    )
    answers = dispute_answers(rows)
    for each in answers:
        if each["id"] in unread:
            each["facts"] = each["claim"] = ""
    return answers


@extend_schema(methods=["GET"], operation_id="disputes_read", summary="一件争议事项",
               responses=DisputeAnswer)  # fmt: skip
@extend_schema(methods=["PATCH"], operation_id="disputes_change", summary="修改暂存件",
               request=RegistrationForm, responses=DisputeAnswer)  # fmt: skip
@api_view(["GET", "PATCH"])
def dispute(request: Request, pk: int) -> Response:
    """One dispute; a draft may be changed by its author until it is registered."""
    officer = officer_of(request)
    found = visible_or_404(officer, pk)
    if request.method == "PATCH":
        if not _typed_by(officer, found):
            raise NotYours(f"{found.get_state_display()}件由登记人或接办人修改。")
        sent = body(request)
        version = cleaned(VersionForm(sent))["version"]
        _refuse_another_unit(sent, found)
        save_registration(officer, sent, found, version=version)
        pass_over(request, not_registered(sent))
        return with_what_was_ignored(request, Response(dispute_answer(pk)))
    if found.state == State.ARCHIVED:
        record_access(
            officer,
            found,
            action=AccessRecord.Action.VIEW,
            purpose="查阅已归档事项（接口）",
            dispute_number=found.number or "",
            address=request.META.get("REMOTE_ADDR", ""),
        )
    return Response(dispute_answers([found])[0])


def _typed_by(officer: Officer, found: Dispute) -> bool:
    """What is registered is told so to its author, and is nobody else's to change anyway."""
    if found.state != State.DRAFT:
        return found.first_contact_officer_id == officer.pk
    return bool(Dispute.objects.typed_by(officer).filter(pk=found.pk).exists())


def may_register(request: Request, sent: Json) -> Officer:
    """Any officer of any member department (R039); of several desks the one that is named."""
    officer = officer_of(request)
    desks = {unit.code: unit for unit in officer.units if not unit.is_office}
    code = sent.get("receiving_department")
    if desks and code not in (None, ""):
        if not isinstance(code, str) or code not in desks:
            named = "、".join(f"{each.short_name}（{each.code}）" for each in desks.values())
            raise Mistyped({"receiving_department": [f"您只能以本人任职的单位登记：{named}。"]})
        officer = officer.acting_for(code)
    if not officer.department_ids:
        raise NotYours("登记由成员单位的经办人员办理。")
    return officer


def _refuse_another_unit(sent: Json, found: Dispute) -> None:
    """Who received a draft stands from the day it was begun; another is not passed over."""
    unit = found.receiving_department
    if sent.get("receiving_department") not in (None, "", unit.code):
        told = (
            f"受理部门是{unit.short_name}，不能修改；由其他单位受理的，请以该单位的岗位另行登记。"
        )
        raise Mistyped({"receiving_department": [told]})


def visible_or_404(officer: Officer, pk: int) -> Dispute:
    """What he may not see looks like what is not there."""
    found: Dispute | None = (
        Dispute.objects.visible_to(officer).with_people().filter(pk=pk).order_by().first()
    )
    if found is None:
        raise Http404
    return found
