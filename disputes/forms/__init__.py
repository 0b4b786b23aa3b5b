"""What is typed about a dispute before it enters the procedure."""

from disputes.forms.registration import PARTY_FIELDS, RegistrationForm

__all__ = ["PARTY_FIELDS", "RegistrationForm"]
