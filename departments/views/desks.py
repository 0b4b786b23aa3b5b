"""切换岗位: an officer of several units chooses at whose desk he sits (R006)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from departments.acting import KEPT, sit
from departments.views.gate import OfficerRequest, back_to


@require_POST
def choose(request: OfficerRequest) -> HttpResponse:
    """切换岗位: from now on everything is done, and recorded, at that desk."""
    sit(request.user, request.POST.get("unit", ""))
    request.session[KEPT] = request.user.acting_code
    unit = request.user.acting_unit
    assert unit is not None  # he has just sat down there
    messages.success(request, f"现在以{unit.name}的岗位办理，经过和文书都记这个单位。")
    return redirect(back_to(request, "/"))
