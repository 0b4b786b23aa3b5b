"""A field that nobody classified is found, and so is a lie about one."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import models

from confidentiality.classification import MASKED, OPEN, SEALED, findings, secrecy_of
from confidentiality.fields import BlindIndexField, SealedModel, SealedTextField


class Careless(SealedModel):
    """Leaves one field out, calls one sealed that is not, and names one that is gone."""

    SECRECY: ClassVar = {"phone": SEALED, "name": OPEN, "gone": OPEN}

    name = SealedTextField(mask="name")
    name_index = BlindIndexField(of="name", kind="name")
    phone = models.CharField(max_length=20)
    facts = models.TextField()

    class Meta:
        app_label = "confidentiality"
        apps = Apps()

    def __str__(self) -> str:
        return "careless"


class Careful(SealedModel):
    """Says it all; sealed fields and keys know themselves."""

    SECRECY: ClassVar = {"facts": MASKED}

    name = SealedTextField(mask="name")
    name_index = BlindIndexField(of="name", kind="name")
    facts = models.TextField()

    class Meta:
        app_label = "confidentiality"
        apps = Apps()

    def __str__(self) -> str:
        return "careful"


def test_each_omission_and_lie_is_named() -> None:
    assert findings(Careless) == [
        "confidentiality.Careless.facts is neither SEALED, MASKED nor OPEN",
        "confidentiality.Careless.name is declared open but is not stored so",
        "confidentiality.Careless.phone is declared sealed but is not stored so",
        "confidentiality.Careless.gone is declared but does not exist",
    ]


def test_a_full_declaration_has_no_findings() -> None:
    assert findings(Careful) == []


def test_abstract_parents_speak_for_their_own_fields() -> None:
    assert secrecy_of(Careful) == {"seal_id": OPEN, "facts": MASKED}
