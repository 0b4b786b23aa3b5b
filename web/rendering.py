"""One look for every form of the site: the templates that FORM_RENDERER draws them with."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class SiteRenderer(TemplatesSetting):
    """A form: its summary of mistakes and its fields. A field: label, control, mistake, hint."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
