"""One look for every form of the site, and the API's JSON: what the settings name."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting
from rest_framework.renderers import JSONRenderer


class SiteRenderer(TemplatesSetting):
    """A form: its summary of mistakes and its fields. A field: label, control, mistake, hint."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class Utf8JSONRenderer(JSONRenderer):
    """It names its character set (ASVS V4.1.1)."""

    charset = "utf-8"
