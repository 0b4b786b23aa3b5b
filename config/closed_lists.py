"""Which words of the API are closed lists: of fields that are sent, and of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from departments.founding import category_codes, town_codes
from departments.insurance import Insurance
from departments.models import Training
from disputes.choices import (
    Channel,
    CounterpartyKind,
    Mode,
    PartyRole,
    PayerKind,
    Severity,
    State,
    Urgency,
)
from disputes.models import Material
from workflow.models.choices import (
    ApprovalKind,
    ApprovalState,
    AssignmentKind,
    AssignmentState,
    MeetingForm,
    MeetingKind,
    MeetingState,
)
from workflow.models.supervision import SupervisionLevel, SupervisionState

Codes = Sequence[str]

#: What is sent: the name of a field, or of a party's field.
SENT: Final[Mapping[str, Codes]] = {
    "channel": Channel.values,
    "urgency": Urgency.values,
    "town": town_codes(),
    "category": category_codes(),
    "insurance_types": Insurance.values,
    f"{PartyRole.PAYER}.kind": PayerKind.values,
    f"{PartyRole.COUNTERPARTY}.kind": CounterpartyKind.values,
}
#: What is answered: the component and its property; what may be blank has "" as well.
ANSWERED: Final[Mapping[tuple[str, str], Codes]] = {
    ("Dispute", "state"): State.values,
    ("Dispute", "severity"): ["", *Severity.values],
    ("Dispute", "mode"): ["", *Mode.values],
    ("Dispute", "channel"): ["", *Channel.values],
    ("Dispute", "urgency"): Urgency.values,
    ("Party", "kind"): ["", *dict.fromkeys([*PayerKind.values, *CounterpartyKind.values])],
    ("Assignment", "kind"): AssignmentKind.values,
    ("Assignment", "state"): AssignmentState.values,
    ("Meeting", "kind"): MeetingKind.values,
    ("Meeting", "form"): MeetingForm.values,
    ("Meeting", "state"): MeetingState.values,
    ("Approval", "kind"): ApprovalKind.values,
    ("Approval", "state"): ApprovalState.values,
    ("Supervision", "level"): SupervisionLevel.values,
    ("Supervision", "state"): SupervisionState.values,
    ("Training", "kind"): Training.Kind.values,
    ("Material", "source"): Material.Source.values,
}
