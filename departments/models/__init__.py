"""The tables of chapters 三 and 四(二)."""

from departments.models.access import ApiToken, SignInWait, Sitting
from departments.models.credentials import (
    PasswordSlip,
    PastPassword,
    RecoveryCode,
    SecondFactor,
)
from departments.models.delegation import Delegation, TaskForceSettings
from departments.models.department import Department, Town
from departments.models.matrix import (
    Category,
    DutyRule,
    MatrixVersion,
    SignalRule,
    SwitchDate,
)
from departments.models.membership import MembershipDecision
from departments.models.officer import Officer
from departments.models.post import Post, Term
from departments.models.record import ChangeRecord
from departments.models.reform import Reform, UnitName
from departments.models.remedy_body import RemedyBody
from departments.models.training import Training

__all__ = [
    "ApiToken",
    "Category",
    "ChangeRecord",
    "Delegation",
    "Department",
    "DutyRule",
    "MatrixVersion",
    "MembershipDecision",
    "Officer",
    "PasswordSlip",
    "PastPassword",
    "Post",
    "RecoveryCode",
    "Reform",
    "RemedyBody",
    "SecondFactor",
    "SignInWait",
    "SignalRule",
    "Sitting",
    "SwitchDate",
    "TaskForceSettings",
    "Term",
    "Town",
    "Training",
    "UnitName",
]
