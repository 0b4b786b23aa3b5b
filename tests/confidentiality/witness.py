"""A model with every kind of sealed field, in a registry of its own."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import models

from confidentiality.classification import OPEN, SEALED, Secrecy
from confidentiality.fields import (
    BlindIndexField,
    SealedJSONField,
    SealedModel,
    SealedTextField,
)
from departments.models import Officer


class Witness(SealedModel):
    """Somebody who saw something, for these tests alone."""

    SECRECY: ClassVar[dict[str, Secrecy]] = {"name": SEALED, "town": OPEN}

    name = SealedTextField(mask="name")
    name_index = BlindIndexField(of="name", kind="name")
    phone = SealedTextField(mask="phone", blank=True)
    phone_tail_index = BlindIndexField(of="phone", kind="phone_tail")
    statement = SealedJSONField(blank=True)
    town = models.CharField(max_length=20, blank=True)

    objects: ClassVar[models.Manager[Witness]] = models.Manager()

    class Meta:
        app_label = "confidentiality"
        apps = Apps()

    def __str__(self) -> str:
        return str(self.name)

    def may_be_revealed_to(self, officer: models.Model) -> bool:
        return isinstance(officer, Officer) and officer.username == "handler"
