"""The pages of the list: look, search, save a view, follow, take it along."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from confidentiality.identifiers.text import is_digits, with_plain_dashes
from departments.views.gate import OfficerRequest, back_to, found
from disputes import following, saved_views
from disputes.finding import numbered
from disputes.forms.saving import FollowForm, SaveViewForm
from disputes.joining import kept_of
from disputes.models import Dispute
from disputes.views.exporting import exported
from disputes.views.listing import Listing, listing
from web.files_out import SHEET, as_file


def disputes(request: OfficerRequest) -> HttpResponse:
    """What he may see, as he asked for it; a search is posted so that no address holds a name."""
    if request.method == "POST":
        return _answer(listing(request.user, request.POST))
    shown = listing(request.user, request.GET).read()
    context = {
        "list": shown,
        "form": shown.form,
        "views": saved_views.of(request.user, type(shown.form)),
        "saving": SaveViewForm(),
    }
    status = 400 if shown.form.errors else 200
    return render(request, "disputes/disputes.html", context, status=status)


def _answer(asked: Listing) -> HttpResponse:
    """The address of what was asked; a number that only one has leads to its dispute."""
    number = with_plain_dashes(asked.searched)
    visible = Dispute.objects.visible_to(asked.officer).registered()
    meant = Q(number__in=_numbers_meant(number))
    exact = list(visible.filter(meant)[:2]) or list(visible.filter(pk__in=kept_of(meant))[:2])
    if len(exact) == 1:
        return redirect(exact[0])
    home = reverse("disputes")
    return redirect(f"{home}?{asked.query}" if asked.filters else home)


def _numbers_meant(typed: str) -> list[str]:
    """A whole number, SW-15 or 000015; 15 alone may be anything and gets the list."""
    is_whole = not is_digits(typed) or (len(typed) == 6 and typed[0] == "0")
    return numbered(typed) if is_whole else []


@require_POST
def save_view(request: OfficerRequest) -> HttpResponse:
    """存为常用条件: what the list shows now, under a name."""
    shown, form = listing(request.user, _asked(request)), SaveViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "；".join(map(str, form.errors["name"])))
    else:
        try:
            saved_views.keep(request.user, form.cleaned_data["name"], shown.filters)
            messages.success(request, f"已存为“{form.cleaned_data['name']}”。")
        except saved_views.TooMany:
            messages.error(request, f"最多保存 {saved_views.MOST} 个，请先删除不用的。")
    return redirect(f"{reverse('disputes')}?{shown.query}")


@require_POST
def drop_view(request: OfficerRequest, pk: int) -> HttpResponse:
    """删除常用条件: his own."""
    saved_views.drop(request.user, pk)
    messages.success(request, "常用条件已删除。")
    return redirect("disputes")


@require_POST
def follow(request: OfficerRequest) -> HttpResponse:
    """关注 or 取消关注, and back to where he was; one address, or a list would spell fifty."""
    asked = FollowForm(request.POST)
    dispute = found(Dispute.objects.visible_to(request.user).registered(), pk=asked.which())
    if asked.is_end:
        following.unfollow(dispute, by=request.user)
        messages.success(request, f"不再关注 {dispute.number}。")
    else:
        following.follow(dispute, by=request.user)
        messages.success(request, f"已关注 {dispute.number}，在工作台“我关注”中可以找到。")
    return redirect(back_to(request, dispute.get_absolute_url()))


@require_POST
def export(request: OfficerRequest) -> HttpResponse:
    """导出: the list as a masked spreadsheet, after it was written down who took it."""
    shown = listing(request.user, _asked(request))
    sheet = exported(shown, request.META.get("REMOTE_ADDR", ""))
    name = f"disputes-{timezone.localtime():%Y%m%d-%H%M}.xlsx"
    return as_file(sheet, SHEET, name)


def _asked(request: OfficerRequest) -> dict[str, str]:
    """The filters of the page that the button stood on."""
    asked = QueryDict(request.POST.get("query", ""))
    return {name: str(value) for name, value in asked.items() if value}
