"""A model with a sealed free text and its keyed bigrams, in a registry of its own."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import models

from confidentiality.bigrams import BigramField
from confidentiality.classification import SEALED, Secrecy
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField


class Statement(SealedModel):
    """What somebody told, for these tests alone."""

    SECRECY: ClassVar[dict[str, Secrecy]] = {"told": SEALED, "note": SEALED}

    told = SealedFreeTextField(blank=True)
    grams = BigramField(of="told")
    note = SealedFreeTextField(blank=True)

    objects: ClassVar[models.Manager[Statement]] = models.Manager()

    class Meta:
        app_label = "confidentiality"
        apps = Apps()

    def __str__(self) -> str:
        return f"{self.told}"
