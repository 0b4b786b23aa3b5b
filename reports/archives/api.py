"""Papers as PDF and the archive, for programs: read only, every look recorded (五(五)、六(三))."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, TypedDict

from django.http import FileResponse
from django.utils import timezone
from django_filters import CharFilter
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from departments.api import codes_of
from departments.models import Category, Department, Officer
from departments.tokens import officer_of
from departments.views.proof import proven_program
from disputes.models import Material
from disputes.seeking import SoughtQuerySet
from disputes.words import shown
from reports.archives import seeking
from reports.archives.bundle_views import made
from reports.archives.forms import Edition, Purpose
from reports.archives.handing_out import handed_out
from reports.archives.keeping import Keeping, as_listed, keeping_of, of_terms
from reports.archives.originals import originals_of
from web.asking import Heard, body, cleaned, heard
from web.filters import Codes, told_of
from web.listing import ListFilter, in_year, listed
from web.replay import given_once, replayed
from workflow.disclosure.page import disclosure_or_404, item_or_404
from workflow.issuing.looking import VISIT, enter, looked, refuse_closed
from workflow.models import CaseFile

TAKING: Final = "取信息包（接口）"


def _of_units(rows: SoughtQuerySet, _name: str, codes: list[str]) -> SoughtQuerySet:
    return seeking.of_units(rows, codes) if codes else rows


def _of_terms(rows: SoughtQuerySet, _name: str, codes: list[str]) -> SoughtQuerySet:
    return of_terms(rows, codes) if codes else rows


def _of_categories(rows: SoughtQuerySet, _name: str, codes: list[str]) -> SoughtQuerySet:
    return rows.filter(dispute__category__in=codes) if codes else rows


def _ended_as(rows: SoughtQuerySet, _name: str, states: list[str]) -> SoughtQuerySet:
    return seeking.ended_as(rows, states) if states else rows


def _late(rows: SoughtQuerySet, _name: str, codes: list[str]) -> SoughtQuerySet:
    return rows.filter(seeking.WAS_LATE) if codes else rows


def _found(rows: SoughtQuerySet, _name: str, q: str) -> SoughtQuerySet:
    return seeking.matching(rows, q.strip()) if q.strip() else rows


class ArchiveFilter(ListFilter):
    """As on the page; the words are looked for last, among what the others leave."""

    year = in_year("year")
    department = Codes(codes_of(Department), "立卷单位", method=_of_units)
    retention = Codes(CaseFile.Retention.values, "保管期限", method=_of_terms)
    category = Codes(codes_of(Category), "争议类别", method=_of_categories)
    outcome = Codes([code for code, _ in seeking.OUTCOMES], "办理结果", method=_ended_as)
    overdue = Codes(["1"], "曾超期（填 1）", method=_late)
    q = CharFilter(label="检索", max_length=100, method=_found)


class LineAnswer(TypedDict):
    """One line of the 卷内文件目录."""

    order: int
    number: str
    author: str
    title: str
    date: str


class ArchiveAnswer(TypedDict):
    """One case file."""

    id: int
    number: str
    dispute: int
    dispute_number: str | None
    title: str
    year: int
    department: str
    retention: str
    archived_at: datetime
    supplements: int


class WholeArchiveAnswer(ArchiveAnswer):
    """One case file with its catalogue, and how long it is kept by whose word."""

    retention_suggested: str
    retention_reason: str
    retention_until: date | None
    retention_confirmed_by: str
    gaps_unapproved: list[str]
    on_hold: bool
    destruction_number: str
    originals_due_on: date
    originals_moved_on: date | None
    catalogue: list[LineAnswer]
    excused: list[dict[str, str]]


@extend_schema(operation_id="archives_list", summary="案卷检索", parameters=told_of(ArchiveFilter),
               responses=list[ArchiveAnswer])  # fmt: skip
@api_view(["GET"])
def archives(request: Request) -> Response:
    """Newest first."""
    rows = seeking.files_visible_to(officer_of(request))
    return listed(request, ArchiveFilter, rows, _answers)


@extend_schema(operation_id="archives_search", summary="案卷检索（条件在正文里）",
               request=ArchiveFilter, responses=list[ArchiveAnswer])  # fmt: skip
@api_view(["POST"])
@replayed
def search(request: Request) -> Response:
    """The same; what is looked for travels in the body."""
    rows = seeking.files_visible_to(officer_of(request))
    return listed(request, ArchiveFilter, rows, _answers)


@extend_schema(operation_id="archive_read", summary="一卷", responses=WholeArchiveAnswer)
@api_view(["GET"])
def archive(request: Request, pk: int) -> Response:
    """The catalogue of one file; the look is recorded (R082)."""
    officer = officer_of(request)
    found = seeking.file_or_404(officer, pk)
    refuse_closed(found, officer)
    _record(officer, found, AccessRecord.Action.VIEW, "查阅案卷（接口）")
    keys = LineAnswer.__annotations__
    about = found.dispute
    lines = [{key: line.get(key) or "" for key in keys} for line in found.catalogue]
    lines = [line | {"title": shown(line["title"], about)} for line in lines]
    excused = [each | {"reason": shown(each["reason"], about)} for each in found.excused]
    papers = originals_of(found, about)
    moved = {"originals_due_on": papers.due_on, "originals_moved_on": papers.moved_on}
    told = {"catalogue": lines, "excused": excused, **moved}
    late = about.materials.filter(purpose=Material.SUPPLEMENT).count()
    return Response({**_answer(found, late), **_kept(keeping_of(found, about)), **told})


def _kept(told: Keeping) -> dict[str, Any]:  # Any: values of many types
    return {
        "retention": told.retention,
        "retention_suggested": told.suggested,
        "retention_reason": told.reason,
        "retention_until": told.ends_on,
        "retention_confirmed_by": told.confirmed_by,
        "gaps_unapproved": told.unapproved,
        "on_hold": bool(told.hold),
        "destruction_number": told.destruction_number,
    }


@extend_schema(operation_id="archive_package", summary="信息包", parameters=told_of(Edition),
               responses={200: "application/zip"})  # fmt: skip
@api_view(["GET"])
def package(request: Request, pk: int) -> FileResponse:
    """The zip of domain 3.7; the taking is recorded first."""
    officer = officer_of(request)
    found = seeking.file_or_404(officer, pk)
    if not looked(found, officer):  # taking all of it is a look as well
        enter(found, officer, purpose=TAKING, address=request.META.get("REMOTE_ADDR", ""))
    edition = cleaned(Edition(request.query_params))["edition"] or 1
    address = request.META.get("REMOTE_ADDR", "")
    return handed_out(
        found, officer, edition=edition, purpose="下载信息包（接口）", address=address
    )


@extend_schema(operation_id="archive_bundle", summary="制作案卷包", request=None,
               responses={201: "application/zip"})  # fmt: skip
@api_view(["POST"])
@proven_program()
@given_once
def bundle(request: Request, pk: int, item: int) -> FileResponse:
    """Counted and written down, then given: 案卷包 of an approved disclosure; else 409."""
    officer = officer_of(request)
    found = item_or_404(disclosure_or_404(officer, pk), item)
    answer = made(found, officer, request.META.get("REMOTE_ADDR", ""))
    answer.status_code = 201
    return answer


class LookAnswer(Heard):
    """A look that was written down, and until when it lasts."""

    archive: int
    purpose: str
    until: datetime


@extend_schema(operation_id="archive_look", summary="查阅登记", request=Purpose,
               responses={201: LookAnswer})  # fmt: skip
@api_view(["POST"])
@replayed
def looks(request: Request, pk: int) -> Response:
    """Why he reads; for half an hour what hangs on the case is open to him (六(三))."""
    officer = officer_of(request)
    found = seeking.file_or_404(officer, pk)
    purpose = heard(request, Purpose(body(request)))["purpose"]
    enter(found, officer, purpose=purpose, address=request.META.get("REMOTE_ADDR", ""))
    until = timezone.localtime() + VISIT
    told: LookAnswer = {"archive": found.pk, "purpose": purpose, "until": until}
    return Response(told, status=201)


def _answers(files: list[CaseFile]) -> list[dict[str, Any]]:  # Any: as below
    told = as_listed(files)
    return [
        {**_answer(each, told[each.pk].appended), "retention": told[each.pk].code} for each in files
    ]


def _answer(found: CaseFile, appended: int) -> ArchiveAnswer:
    return {
        "id": found.pk,
        "number": found.number,
        "dispute": found.dispute_id,
        "dispute_number": found.dispute.number,
        "title": found.title,
        "year": found.year,
        "department": found.department.code,
        "retention": found.retention,
        "archived_at": timezone.localtime(found.archived_at),
        "supplements": appended,
    }


def _record(officer: Officer, found: CaseFile, action: str, purpose: str) -> None:
    record_access(
        officer,
        found,
        action=action,
        purpose=purpose,
        dispute_number=found.dispute.number or "",
    )
