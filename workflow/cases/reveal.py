"""查看明文（留痕）: say what and why, be recorded, then see that and nothing else, for a minute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from confidentiality.allowance import is_beyond
from confidentiality.fields import SealedModel
from confidentiality.models import AccessRecord
from confidentiality.reveal import reveal
from departments.views.gate import OfficerRequest
from disputes.models import Dispute, Party
from disputes.words import shown
from web.form_fields import line
from workflow.issuing.allowance import wants_second_factor, why_not
from workflow.issuing.looking import refuse_unregistered
from workflow.summary.beside import beside
from workflow.summary.lines import rank
from workflow.verbs.page import dispute_or_404

LABELS: Final = {
    "name": "姓名",
    "id_number": "证件号码",
    "credit_code": "信用代码",
    "phone": "电话",
    "address": "地址",
    "contact": "联系人",
}
TOLD: Final = {"facts": "反映的事项", "claim": "诉求"}
#: Seconds for which it stays on the screen.
SHOWN_FOR: Final = 60


@dataclass(frozen=True)
class Part:
    """One value that may be asked for by itself."""

    owner: SealedModel
    field: str
    whose: str
    label: str
    masked: str

    @property
    def key(self) -> str:
        return f"{self.owner._meta.model_name}.{self.owner.pk}.{self.field}"


@dataclass(frozen=True)
class Plain:
    """What was asked for of one party or of the matter, in clear, for this one answer."""

    title: str
    rows: list[tuple[str, str]]


class RevealForm(forms.Form):
    """What of it, and why (六(三), R092); `after` is the last look when the page was drawn."""

    parts = forms.MultipleChoiceField(
        label="要看哪几项",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择要看哪几项，只选用得着的。"},
    )
    purpose = forms.ChoiceField(
        label="用途",
        choices=[
            ("联系当事人", "联系当事人"),
            ("核对身份", "核对身份"),
            ("核实缴费记录", "核实缴费记录"),
            ("制作、送达文书", "制作、送达文书"),
            ("其他", "其他（请在下面写明）"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择查看用途。"},
    )
    detail = line("说明", required=False, help_text="选“其他”时必填", length=100)
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, parts: list[Part], after: int) -> None:  # Any: Django's own
        super().__init__(data, initial={"after": after})
        self.offer(parts)

    def offer(self, parts: list[Part]) -> None:
        told = [(each.key, f"{each.whose}　{each.label}　{each.masked}") for each in parts]
        self.fields["parts"].choices = told  # type: ignore[attr-defined]  # of its field

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("purpose") == "其他" and not cleaned.get("detail"):
            self.add_error("detail", "请写明查看用途。")
        return cleaned

    @property
    def words(self) -> str:
        """The purpose as the record keeps it."""
        told = [self.cleaned_data["purpose"], self.cleaned_data["detail"]]
        return "：".join(word for word in told if word)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dispute_reveal(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask what and why; with that, record and show. A page sent again shows nothing again."""
    found = dispute_or_404(request.user, pk)
    refuse_unregistered(found, request.user)
    parts, last = list(parts_of(found)), _last_look(request, found)
    form = RevealForm(request.POST if request.method == "POST" else None, parts, last)
    told = {"form": form, "case": beside(found, request.user, "reveal"), "seconds": SHOWN_FOR}
    is_whole = form.is_valid()  # of every part: what he may not see is asked for in vain, on record
    told |= _offered(form, parts, request)
    if not is_whole:
        status = 400 if form.is_bound else 200
        return render(request, "workflow/dispute/reveal.html", told, status=status)
    if form.cleaned_data["after"] not in (None, last):
        messages.warning(request, "明文已经收起。要再看，请重新选择并写明用途。")
        return redirect("dispute_reveal", pk)
    chosen = [each for each in parts if each.key in form.cleaned_data["parts"]]
    try:
        told["people"] = revealed(found, request, chosen, form.words)
    except PermissionDenied as refused:
        return _refused(request, found, str(refused))
    return render(request, "workflow/dispute/revealed.html", told)


def _offered(form: RevealForm, parts: list[Part], request: OfficerRequest) -> dict[str, object]:
    """Only what he may see can be chosen; beside it stands why the rest is not there."""
    owners = dict.fromkeys(each.owner for each in parts)
    open_to_him = {each for each in owners if each.may_be_revealed_to(request.user)}
    why = [each.why_withheld_from(request.user) for each in owners if each not in open_to_him]
    offered = [each for each in parts if each.owner in open_to_him]
    form.offer(offered)
    return {"has_parts": bool(offered), "withheld": list(dict.fromkeys(why))}


def parts_of(dispute: Dispute) -> Iterator[Part]:
    """What is filled in of each party, and what was reported where it is shown masked."""
    for party in sorted(dispute.parties.all(), key=rank):
        whose = f"{party.get_role_display()}{'（并案）' if party.of_id else ''}"
        for name, label in LABELS.items():
            value = getattr(party, name)
            if not value.is_blank:
                yield Part(party, name, whose, label, "" if party.is_kept_secret else str(value))
    for name, label in TOLD.items():
        if (text := getattr(dispute, name)) and shown(text, dispute) != text:
            yield Part(dispute, name, "事项", label, "全文")


def revealed(
    dispute: Dispute, request: OfficerRequest, chosen: list[Part], purpose: str
) -> list[Plain]:
    """The values asked for, by whose they are; each look at one of them is its own record."""
    owners = dict.fromkeys((each.owner, each.whose) for each in chosen)
    return [
        Plain(whose, _opened(dispute, request, [p for p in chosen if p.owner == owner], purpose))
        for owner, whose in owners
    ]


def _opened(
    dispute: Dispute, request: OfficerRequest, parts: list[Part], purpose: str
) -> list[tuple[str, str]]:
    owner, number = parts[0].owner, dispute.number or ""
    values = reveal(
        request.user,
        owner,
        [each.field for each in parts],
        purpose=purpose,
        dispute_number=number,
        address=request.META.get("REMOTE_ADDR", ""),
        why_not=lambda: why_not(request.user, number),
    )
    rows = [(each.label, values[each.field]) for each in parts]
    unit = owner.unit_name if isinstance(owner, Party) else ""
    return [("单位名称", unit), *rows] if unit else rows


def _last_look(request: OfficerRequest, dispute: Dispute) -> int:
    """The id of his last reveal of anything of this case, or 0."""
    looks = AccessRecord.objects.filter(
        officer=request.user,
        action=AccessRecord.Action.REVEAL,
        object_type__in=(Dispute._meta.label_lower, Party._meta.label_lower),
        dispute_number=dispute.number or "",
    )
    return looks.order_by("-pk").values_list("pk", flat=True).first() or 0


def _refused(request: OfficerRequest, dispute: Dispute, reason: str) -> HttpResponse:
    told = {
        "reason": reason,
        "dispute": dispute,
        "to_bind": wants_second_factor(request.user),
        "to_ask": is_beyond(request.user, dispute.number or ""),
    }
    return render(request, "workflow/dispute/reveal_refused.html", told, status=403)
