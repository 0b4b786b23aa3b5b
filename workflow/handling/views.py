"""The page where a head passes on what a leaver had in hand (R038)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from departments.forms.units import ReasonForm
from departments.models import Officer, Term
from departments.roles import HEADS, STAFF, Role
from departments.views.gate import OfficerRequest, carried_out, for_roles, found
from departments.views.places import Ask, ask
from departments.views.proof import proven_afresh
from departments.views.slips import within_reach
from disputes.models import Dispute
from workflow.handling import leaving
from workflow.models import Assignment, Errand


class Person(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """Told by name and number, and how much he has in hand."""

    head: Officer | None = None

    def label_from_instance(self, obj: Officer) -> str:
        count = leaving.in_hand(obj, self.head) if self.head else 0
        gone = "" if obj.is_active else "，已停用"
        return f"{obj.name}（{obj.username}{gone}）" + (f" 在办 {count} 件" if self.head else "")


class LeavingForm(forms.Form):
    """Who goes, and who goes on with it."""

    layout = "leaver:6 successor:6"

    leaver = Person(Officer.objects.none(), label="离岗人员", empty_label="请选择")
    successor = Person(Officer.objects.none(), label="接办人员", empty_label="请选择")

    def __init__(self, data: object, *, head: Officer) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or nothing
        units = leaving.headed_by(head)
        ever = Term.objects.filter(post__department__in=units, post__role__in=STAFF)
        busy = Dispute.objects.visible_to(head).unfinished().order_by()
        asked = Assignment.objects.open().filter(department__in=units)
        errands = Errand.objects.owed().filter(department__in=units)
        has_work = Q(pk__in=busy.values("responsible_officer"))
        for rows in (asked, errands):
            has_work |= Q(pk__in=rows.order_by().values("officer"))
        gone = Officer.objects.filter(has_work)
        leaver, successor = self.fields["leaver"], self.fields["successor"]
        assert isinstance(leaver, Person)
        assert isinstance(successor, Person)
        leaver.head = head
        leaver.queryset = gone.filter(pk__in=ever.values("officer"))
        leaver.error_messages["invalid_choice"] = leaving.NOTHING_LEFT
        successor.queryset = leaving.who_stays(units)


@for_roles(Role.SYSADMIN)
@proven_afresh
def officer_disable(request: OfficerRequest, username: str) -> HttpResponse:
    """Nobody signs in with it any more, and nothing waits for him."""
    row = found(within_reach(request.user), username=username)
    form = ReasonForm(request.POST or None)
    went: list[int] = []
    if carried_out(
        form, lambda: went.append(leaving.disable(row, by=request.user, **form.cleaned_data))
    ):
        more = f"，名下 {went[0]} 件在办事项已转由其单位负责人经办" if went[0] else ""
        messages.success(request, f"{row.name}的账号已停用{more}。")
        return redirect(row)
    warns = (
        f"停用后{row.name}立即不能登录，岗位和办理记录保留；"
        "名下在办事项随即转由其单位负责人经办，可再移交。"
    )
    what = Ask(f"停用{row.name}的账号", "停用", row.get_absolute_url(), warns=warns)
    return ask(request, "officers", what, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*HEADS)
def hand_over_all(request: OfficerRequest) -> HttpResponse:
    """批量移交: one leaver, one successor, one act."""
    form = LeavingForm(request.POST or None, head=request.user)
    done: list[leaving.HandedOver] = []
    if carried_out(
        form, lambda: done.append(leaving.hand_over_all(by=request.user, **form.cleaned_data))
    ):
        messages.success(request, f"已移交 {done[0].count} 件，每件的经过都已记录。")
        if done[0].left:
            messages.warning(request, f"接办人已回避、未移交：{'、'.join(done[0].left)}。")
        return redirect("disputes")
    what = Ask(
        "移交离岗人员的事项",
        "移交",
        reverse("disputes"),
        "把一名人员名下的在办事项、他签收的交办和专班交办一次移交给本单位另一人；"
        "首问责任人不变，逐件记入经过。",
    )
    return ask(request, "officers", what, form)
