"""Papers as PDF for programs: read only, every look recorded (六(三))."""

from __future__ import annotations

from typing import TypedDict

from django import forms
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from departments.tokens import officer_of
from web.asking import cleaned
from web.files_out import PDF, as_file
from web.filters import told_of
from workflow.issuing.looking import let_program_in, read_by
from workflow.issuing.taking import drawn, paper_seen_by, take
from workflow.models.rendered import Copy


class CopyFilter(forms.Form):
    """Masked unless the full copy is asked for; to be read unless it is to be printed."""

    copy = forms.ChoiceField(label="本别", choices=Copy.choices, required=False)
    print = forms.BooleanField(label="正本", required=False)


class WaitingAnswer(TypedDict):
    """The paper is issued, its picture is being drawn."""

    id: int
    state: str


@extend_schema(operation_id="paper_pdf", summary="文书版式文件", parameters=told_of(CopyFilter),
               responses={200: "application/pdf", 202: WaitingAnswer})  # fmt: skip
@api_view(["GET"])
def paper(request: Request, pk: int) -> HttpResponse:
    """The masked copy, or the full one after it is written down who took it (六(三))."""
    officer = officer_of(request)
    found = paper_seen_by(officer, pk)
    if found is None:
        raise Http404
    address = request.META.get("REMOTE_ADDR", "")
    case = read_by(officer, found.dispute) if found.supervision_id else found.dispute
    if case:
        let_program_in(case, officer, address=address)
    asked = cleaned(CopyFilter(request.query_params))
    copy = Copy(asked["copy"] or Copy.MASKED)
    row = drawn(found, copy)
    if row is None:
        waiting: WaitingAnswer = {"id": found.pk, "state": "rendering"}
        return Response(waiting, status=202, headers={"Retry-After": "2"})
    taken = take(found, row, by=officer, address=address, printing=asked["print"])
    return as_file(taken.pdf, PDF, taken.filename, shown=True)
