"""救济机关: whom 处理意见告知书 sends a party to, kept as data (五(四), R073)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from departments.actions import members
from departments.forms.units import RemedyBodyForm
from departments.models import RemedyBody
from departments.roles import Role
from departments.views.gate import OfficerRequest, carried_out, for_roles, found
from departments.views.places import Ask, ask, page


def remedy_bodies(request: OfficerRequest) -> HttpResponse:
    """Name, address and telephone of each."""
    may = request.user.has_role(Role.SYSADMIN)
    return page(request, "remedy_bodies", "remedy_bodies", rows=RemedyBody.objects.all(), may=may)


@for_roles(Role.SYSADMIN)
def remedy_body(request: OfficerRequest, key: str) -> HttpResponse:
    """One of them put right; papers issued before keep what they say."""
    row = found(RemedyBody.objects.all(), key=key)
    form = RemedyBodyForm(request.POST or None, instance=row)
    act = members.change_remedy_body
    if carried_out(form, lambda: act(row, by=request.user, **form.cleaned_data)):
        messages.success(request, "救济机关已改")
        return redirect("remedy_bodies")
    what = Ask(f"修改{row.get_key_display()}机关", "保存", reverse("remedy_bodies"))
    return ask(request, "remedy_bodies", what, form)
