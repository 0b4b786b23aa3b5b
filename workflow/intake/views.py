"""登记: one page from the first key to the number, a draft on the server all the while (五(一))."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from departments.models import Category, Town
from departments.roles import STAFF
from departments.views.gate import OfficerRequest, for_roles
from disputes import drafts
from disputes.choices import Channel, State, Urgency
from disputes.forms.page import RegistrationPage
from disputes.intake import missing_elements, taken_number
from disputes.models import Dispute
from disputes.registration import NotADraft, own_department, save_registration
from disputes.views.aside import beside
from disputes.words import shown, unit
from web import kept as kept_texts
from web.refusals import Mistyped, NotAllowed, Stale
from workflow.intake.actions import register as register_action
from workflow.intake.counter.coming_again import AGAIN, fill_in

if TYPE_CHECKING:
    from departments.models import Officer


#: What the form is called, under which its text is kept.
FORM = "登记来访"
#: What a new page holds before anybody has touched it; its hour and its town besides.
UNTOUCHED = {"channel": Channel.VISIT, "urgency": Urgency.NORMAL, "people_count": "1"}
TWO_PAGES = "这份草稿在另一页改过，这里的没有暂存。点“暂存”对照两份再定"


@for_roles(*STAFF)
def register(request: OfficerRequest) -> HttpResponse:
    """A new visit, or what was typed of it when it is handed in."""
    if request.method == "POST":
        key = key_of(request.POST)
        begun = drafts.become(request.user, key)
        is_done = begun is not None and begun.state != State.DRAFT
        return redirect(begun) if begun and is_done else _take(request, key, begun)
    if "key" in request.GET:  # back from signing in, or from a page that was closed
        key = key_of(request.GET)
        known = drafts.become(request.user, key)
        return redirect("draft", known.pk) if known else _begin(request, key)
    return _begin(request, uuid4())


def _begin(request: OfficerRequest, key: UUID) -> HttpResponse:
    return _show(request, _fresh(request.user), None, key)


@for_roles(*STAFF)
def draft(request: OfficerRequest, pk: int) -> HttpResponse:
    """One's own draft again, exactly as it was typed."""
    done = Dispute.objects.visible_to(request.user).exclude(state=State.DRAFT).filter(pk=pk).first()
    if done is not None:
        return redirect(done)  # a second click, or an old address
    kept = own_draft_or_404(request.user, pk)
    if request.method == "POST":
        return _take(request, kept.seal_id, kept)
    return _show(request, _page(drafts.typed_in(kept), kept), kept, kept.seal_id)


@require_POST
@for_roles(*STAFF)
def keep(request: OfficerRequest) -> HttpResponse:
    """Autosave: whatever stands on the page now."""
    try:
        key = key_of(request.POST)
        begun = drafts.begun(request.user, key)
        if begun and drafts.is_overtaken(begun, request.POST):
            return JsonResponse({"detail": TWO_PAGES}, status=409)
        page = _page(request.POST, begun)
        if begun is None and page.says_nothing(UNTOUCHED):
            return JsonResponse({"saved_at": f"{timezone.localtime():%H:%M:%S}"})
        kept = drafts.keep(request.user, key, page, begun)
    except (NotADraft, drafts.NotYourDraft):
        return JsonResponse({"detail": "这份草稿已登记或在别处改过。"}, status=409)
    told = {"saved_at": f"{timezone.localtime():%H:%M:%S}", "address": address_of(kept)}
    return JsonResponse(told)


@require_POST
@for_roles(*STAFF)
def look(request: OfficerRequest) -> HttpResponse:
    """The right column and the answers under the fields, for what is typed now."""
    kept = drafts.begun(request.user, key_of(request.POST))
    page = _page(request.POST, kept)
    aside = beside(request.user, page, kept, request.META.get("REMOTE_ADDR", ""))
    return render(request, "disputes/_look.html", {"form": page, "aside": aside})


@require_POST
@for_roles(*STAFF)
def discard(request: OfficerRequest, pk: int) -> HttpResponse:
    """放弃草稿: his own, never registered."""
    if drafts.discard(own_draft_or_404(request.user, pk)):
        messages.success(request, "草稿已删除。")
    else:
        messages.warning(request, "已有受理编号的事项不能删除，可补充后重新送审或由缴费人撤回。")
    return redirect("workbench")


def own_draft_or_404(officer: Officer, pk: int) -> Dispute:
    """A draft is its author's alone; one sent back, of whoever answers for it (五(二))."""
    found: Dispute | None = Dispute.objects.typed_by(officer).with_people().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def key_of(posted: QueryDict) -> UUID:
    """The number a page was given when it was opened."""
    try:
        return UUID(posted.get("key", ""))
    except ValueError:
        raise Http404 from None


def address_of(kept: Dispute) -> str:
    return f"/disputes/register/{kept.pk}/"


def _fresh(officer: Officer) -> RegistrationPage:
    """Now, by a visit, in his own town when he works for one: what is true most of the time."""
    town = Town.objects.filter(department=own_department(officer), is_outside=False).first()
    start = UNTOUCHED | {
        "visited_at": f"{timezone.localtime():%Y-%m-%d %H:%M}",
        "town": town.code if town else "",
    }
    return RegistrationPage(initial=start)


def _page(typed: QueryDict, kept: Dispute | None) -> RegistrationPage:
    return RegistrationPage(typed, initial={"signals": kept.signals if kept else {}})


def _show(
    request: OfficerRequest,
    page: RegistrationPage,
    kept: Dispute | None,
    key: UUID,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": page,
        "draft": kept,
        "sent_back": _sent_back(kept) if kept and kept.number else "",
        "key": key,
        "offered_at": f"{reverse('register')}?key={key}",
        "aside": beside(request.user, page, kept, request.META.get("REMOTE_ADDR", "")),
        "categories": Category.objects.filter(is_active=True).order_by("order"),
        "first_contact_note": f"首问 {unit(own_department(request.user))} {request.user.name}",
        "materials": list(kept.materials.all()) if kept else [],
        "tab": request.POST.get(drafts.TAB) or uuid4().hex,
        "differing": _differing(request, page, kept) if kept else [],
    }
    return render(request, "disputes/register.html", context, status=status)


def _sent_back(kept: Dispute) -> str:
    """What the reviewer misses, where it is filled in (五(二))."""
    last = kept.timeline.filter(verb="return_intake").last()
    return shown(last.text, kept) if last else ""


def _differing(
    request: OfficerRequest, page: RegistrationPage, kept: Dispute
) -> list[drafts.Differing]:
    """Beside what was kept: what another page of it sends, or typed and could not keep."""
    if request.method == "POST":
        sent = drafts.is_overtaken(kept, request.POST)
        return drafts.differing(kept, dict(request.POST.lists()), page) if sent else []
    place = f"{reverse('register')}?key={kept.seal_id}"
    drawn = kept_texts.drawn(request, FORM, place)
    offer = drawn[1] if drawn else None
    if not offer or not any(drafts.is_overtaken(kept, begun) for begun in offer.begun_on):
        return []  # typed on over what is kept, on the only page there was
    here = dict(drafts.typed_in(kept).lists()) | dict(offer.fields)
    return drafts.differing(kept, here, page)


def _take(request: OfficerRequest, key: UUID, begun: Dispute | None) -> HttpResponse:
    if begun and drafts.is_overtaken(begun, request.POST):  # both are shown, and sent once more
        return _show(request, _page(request.POST, begun), begun, key, status=409)
    try:
        return _taken(request, key, begun)
    except (NotADraft, drafts.NotYourDraft):
        return _overtaken(request.user, key)


def _taken(request: OfficerRequest, key: UUID, begun: Dispute | None) -> HttpResponse:
    """暂存 keeps and stays; 登记并送审 hands in, and shows every mistake at once when it cannot."""
    page, go = _page(request.POST, begun), request.POST.get("go", "")
    if begun is None and page.says_nothing(UNTOUCHED):
        return _nothing(request, key, page, go)
    kept = drafts.keep(request.user, key, page, begun)
    if go.startswith(AGAIN):
        return _filled(request, kept, page.cleaned_data.get("payer.id_number", ""))
    if go == "keep":
        messages.success(request, "已暂存，草稿只有你能看到。")
        return redirect("draft", kept.pk)
    if _hand_in(request.user, kept, page):
        messages.success(request, f"已登记，编号 {kept.number}，已送审核。")
        return redirect(kept)
    return _show(request, page, kept, kept.seal_id, status=400)


def _nothing(request: OfficerRequest, key: UUID, page: RegistrationPage, go: str) -> HttpResponse:
    """What is missing is said all the same; a draft without a word in it is not kept."""
    if go == "keep":
        messages.info(request, "还没有填写内容，没有暂存。")
        return redirect(f"{reverse('register')}?key={key}")
    with transaction.atomic():
        _hand_in(request.user, drafts.keep(request.user, key, page, None), page)
        transaction.set_rollback(True)
    return _show(request, page, None, key, status=400)


def _filled(request: OfficerRequest, kept: Dispute, id_number: str) -> HttpResponse:
    """沿用上次的资料: kept as if it had been typed, to be checked with whoever stands there."""
    try:
        address = request.META.get("REMOTE_ADDR", "")
        typed = fill_in(request.POST, id_number, by=request.user, address=address)
    except NotAllowed as refused:
        messages.warning(request, str(refused))
        return redirect("draft", kept.pk)
    drafts.keep(request.user, kept.seal_id, _page(typed, kept), kept)
    messages.success(request, "没有填的已按上次登记的填上，请当面核对；本次查看已记录。")
    return redirect("draft", kept.pk)


def _overtaken(officer: Officer, key: UUID) -> HttpResponse:
    """A click was quicker than this one: to what became of the draft; a stranger's is not there."""
    done = drafts.become(officer, key)
    if done is None:
        raise Http404
    return redirect("draft", done.pk)  # which leads on to the dispute


def _hand_in(officer: Officer, kept: Dispute, page: RegistrationPage) -> bool:
    """登记并送审: the draft whole, then the action; False leaves the sentences in the page."""
    if page.errors:  # then all of it at once; else the action looks for itself
        page.tell(taken_number(kept) | missing_elements(kept))
        return False
    try:
        _register(officer, kept, page)
    except Mistyped as refusal:
        page.tell(refusal.errors)
    except ValidationError as refused:
        page.tell(refused.message_dict)
    return not page.errors


def _register(officer: Officer, kept: Dispute, page: RegistrationPage) -> None:
    """As it was kept a moment ago; once more whole when an autosave under way came in between."""
    if page.is_kept:
        with suppress(Stale):
            register_action(kept, by=officer, version=kept.version)
            return
    with transaction.atomic():
        save_registration(officer, page.registration(), kept, whole=True)
        register_action(kept, by=officer)
