"""What the record is searched by: days, an officer, a kind, the number of an object."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from confidentiality.audit.models import AuditRecord, Kind
from confidentiality.identifiers.text import is_digits
from confidentiality.today import midnight
from departments.forms.fields import DayField
from departments.models import Officer
from disputes.finding import numbered
from disputes.models import Dispute

DAYS = 7


def _hinting(words: str) -> forms.TextInput:
    return forms.TextInput({"placeholder": words})


class AuditSearch(forms.Form):
    """Everything is optional; without days the last week is shown."""

    since = DayField(label="从", required=False)
    until = DayField(label="到", required=False)
    who = forms.CharField(
        label="工号或姓名", max_length=40, required=False, widget=_hinting("工号或姓名")
    )
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部类别（不列存底）"), *Kind.choices]
    )
    number = forms.CharField(
        label="受理编号或对象编号", max_length=64, required=False, widget=_hinting("受理编号")
    )

    def rows(self) -> QuerySet[AuditRecord]:
        """Newest first; what was mistyped finds nothing and says so at its field."""
        rows = AuditRecord.objects.select_related("officer")
        if not self.is_valid():
            return rows.none()
        said = self.cleaned_data
        today = timezone.localdate()
        since = said["since"] or (said["until"] or today) - timedelta(days=DAYS - 1)
        until = (said["until"] or today) + timedelta(days=1)
        rows = rows.filter(at__gte=midnight(since), at__lt=midnight(until))
        # What has come to rest stands beside the act that made it rest, which is listed.
        kept = Q(kind=said["kind"]) if said["kind"] else ~Q(kind=Kind.KEPT)
        rows = rows.filter(kept)
        if who := said["who"].strip():
            found = Officer.objects.filter(Q(username__iexact=who) | Q(name=who))
            rows = rows.filter(officer__in=list(found.values_list("pk", flat=True)))
        if number := said["number"].strip():
            meant = [] if is_digits(number) else numbered(number)  # of digits alone: an object's
            cases = Dispute.objects.filter(number__in=meant).values_list("pk", flat=True)
            rows = rows.filter(Q(object_id=number) | Q(dispute_id__in=list(cases)))
        return rows
