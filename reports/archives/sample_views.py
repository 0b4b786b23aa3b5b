"""抽样: the auditor draws by lot, and opens what was drawn one by one (R082)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from departments.roles import Role
from departments.views.gate import OfficerRequest, for_roles, made_by
from reports.archives.forms import Draw
from reports.archives.seeking import files_visible_to
from workflow.archiving.sampling import draw, drawn_again
from workflow.models import AuditSample, CaseFile

LATEST: Final = 50
NUMBER: Final = re.compile(r"[0-9]{1,9}\Z", re.ASCII)


@dataclass(frozen=True)
class Drawn:
    """A sample with the places and files of it, and whether its seed still draws the same."""

    sample: AuditSample
    lines: list[tuple[int, CaseFile]]
    same: bool


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.AUDITOR)
def samples(request: OfficerRequest) -> HttpResponse:
    """A new one, and those that were drawn."""
    form = Draw(request.POST if request.method == "POST" else None)
    made = made_by(form, lambda: draw(by=request.user, **form.cleaned_data))
    if made is not None:
        messages.success(request, f"已抽取 {made.size} 卷。")
        return redirect(made)
    rows = AuditSample.objects.all()[:LATEST]
    shown = {"form": form, "samples": rows, "chosen": _chosen(request)}
    status = 400 if request.method == "POST" else 200
    return render(request, "reports/archive/samples.html", shown, status=status)


def _chosen(request: OfficerRequest) -> Drawn | None:
    """The one that was asked for, its files in the order in which they were drawn."""
    asked = request.GET.get("sample", "")
    found = AuditSample.objects.filter(pk=int(asked)).first() if NUMBER.match(asked) else None
    if found is None:
        return None
    files = files_visible_to(request.user).filter(pk__in=found.files)
    place = {each: nth for nth, each in enumerate(found.files, 1)}
    lines = sorted(((place[each.pk], each) for each in files), key=lambda line: line[0])
    return Drawn(found, lines, drawn_again(found))
