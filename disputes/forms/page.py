"""Registration as a page draws it: chips, searchable categories, one line each for people.

The rules are those of `RegistrationForm`; here is only what a keyboard and a screen need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from confidentiality.identifiers import check_id_number, check_phone
from departments.models import Category
from disputes.choices import (
    GROUP_FROM,
    NUMBERED_CHANNELS,
    REPRESENTATIVES,
    SPOKEN_CHANNELS,
    Channel,
    PartyRole,
)
from disputes.forms.fields import TICKED, CheckedField, CodeField, CodesField, CountField
from disputes.forms.page_words import (
    ASKED,
    ASKED_FIELDS,
    HINTS,
    LABELS,
    NAMING_FIELDS,
    ORDER,
    SHORT,
    SOMETIMES_ASKED,
)
from disputes.forms.registration import ROLES, RegistrationForm, person
from web.statements import compiled

ID_LENGTH: Final = 18


class CategoryField(CodeField):
    """`MED-3 参保登记争议`, chosen from the list or typed: its code, its name, or both.

    A part of a name will do where the list has no other that it could mean.
    """

    def to_python(self, value: Any) -> str:  # Any: JSON
        typed = str(value or "").strip()
        known = dict(self.pairs())
        code = typed.partition(" ")[0].upper()
        if code in known:
            return code
        by_name = [each for each, name in known.items() if name == typed]
        found = by_name or [each for each, name in known.items() if typed and typed in name]
        if by_name or len(found) == 1:
            return found[0]
        if typed:
            raise ValidationError("没有这个争议类别，请从列表中选择。", code="invalid")
        return ""


class RegistrationPage(RegistrationForm):
    """The five elements and all that may be said of a visit, in the order of asking."""

    #: What makes sense of it stands in the draft as well, not only the typing.
    is_kept = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        del self.fields["representatives"]  # typed one by one
        self.fields |= _own_fields()
        _draw(self.fields)
        self.order_fields(ORDER)
        demanded = self.demanded()
        for name in (*ASKED_FIELDS, *SOMETIMES_ASKED):
            setattr(self.fields[name], IS_ASKED, name in demanded)
            self.fields[name].widget.attrs["aria-required"] = str(name in demanded).lower()

    def demanded(self) -> list[str]:
        """What must be filled for what is typed so far; the page marks it 必填 (R030, R031)."""
        anonymous, channel = self["anonymous"].value(), self["channel"].value()
        names = [name for name in ASKED_FIELDS if not (anonymous and name in NAMING_FIELDS)]
        if channel in NUMBERED_CHANNELS:
            names.append("source_number")
        elif anonymous and self.is_sent and not self._says_whence():
            names.append("source_platform")
        if self.is_group and not anonymous:
            names.append("rep1.name")
        return names

    def _says_whence(self) -> bool:
        """A number or a place is a source as well (R031)."""
        return any(self[name].value() for name in ("source_number", "place"))

    def told(self, name: str) -> str:
        """缴费人 姓名: a field by its name, and whose it is."""
        role = name.partition(".")[0]
        whose = dict(PartyRole.choices).get(role, "代表人" if role.startswith("rep") else "")
        return f"{whose} {self.fields[name].label}".strip()

    @staticmethod
    def words(values: Sequence[str]) -> str:
        """As it was typed; nothing is nothing, however often it was sent."""
        return "、".join(value.strip() for value in values if value.strip())

    def says_nothing(self, untouched: Mapping[str, str]) -> bool:
        """Everything stands as on a new page; its hour and its town are filled in by themselves."""
        typed = (name for name in self.fields if name not in {"visited_at", "town"})
        return all(
            value.strip() in {"", untouched.get(name, "")}
            for name in typed
            for value in self.posted.getlist(name)
        )

    @property
    def posted(self) -> QueryDict:
        """What the browser sent."""
        assert isinstance(self.data, QueryDict)
        return self.data

    @property
    def representatives(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of name and phone of a group's representatives."""
        places = range(1, REPRESENTATIVES + 1)
        return [(self[f"rep{place}.name"], self[f"rep{place}.phone"]) for place in places]

    @property
    def has_agent(self) -> bool:
        """Somebody came in the payer's stead; so the section stands open."""
        return any(self[f"agent.{name}"].value() for name in ("name", "phone", "id_number"))

    @property
    def has_source(self) -> bool:
        """Where it came from is asked, or known, when it is no visit and no call."""
        told = any(self[name].value() for name in ("source_number", "source_platform"))
        return told or self.is_sent

    @property
    def is_sent(self) -> bool:
        """In writing or by somebody else: neither a visit nor a call."""
        return self["channel"].value() not in {"", None, *SPOKEN_CHANNELS}

    @property
    def has_unit(self) -> bool:
        """The payer is a unit, or something of a unit was typed."""
        return any(self[f"payer.{name}"].value() for name in ("credit_code", "contact"))

    @property
    def has_counterparty(self) -> bool:
        """What is seldom known of the other side is known."""
        names = ("credit_code", "id_number", "contact", "department")
        return any(self[f"counterparty.{name}"].value() for name in names)

    @property
    def is_group(self) -> bool:
        """So many that they speak through representatives (R042)."""
        count = str(self["people_count"].value() or "")
        return count.isdecimal() and int(count[:9]) >= GROUP_FROM

    @property
    def has_group(self) -> bool:
        """Representatives are asked for, or there already."""
        return self.is_group or any(
            name.value() or phone.value() for name, phone in self.representatives
        )

    def clean(self) -> dict[str, Any]:  # Any: values of many types
        cleaned = super().clean()
        for place in range(1, REPRESENTATIVES + 1):
            phone, name = cleaned.get(f"rep{place}.phone"), cleaned.get(f"rep{place}.name")
            if phone and not name and f"rep{place}.name" not in self.errors:
                self.add_error(f"rep{place}.name", "请填写这位代表人的姓名。")
        for role in map(str, ROLES):
            name = f"{role}.id_number"
            self[name].help_text = told_by(cleaned.get(name))
            self._tell_kind(f"{role}.kind")
        return cleaned

    def _tell_kind(self, name: str) -> None:
        """A unit whose kind nobody chose was told by its name or code."""
        code = self.cleaned_data.get(name)
        if code and name in self.fields and not self[name].value():
            label = dict(self.fields[name].choices)[code]  # type: ignore[attr-defined]
            self[name].help_text = f"按名称或信用代码作“{label}”，不对请另选"

    def registration(self) -> dict[str, Any]:  # Any: values of many types
        """What makes sense of what was typed, as `save_registration` takes it."""
        own = _own_fields()
        data = {n: v for n, v in self.cleaned_data.items() if n not in own and n != "signals"}
        if not {"signal", "units"} & set(self.errors):
            data["signals"] = self._signals()
        data["representatives"] = self.chosen_representatives()
        if data.get("channel") in NUMBERED_CHANNELS and not data.get("source_platform"):
            data["source_platform"] = Channel(data["channel"]).label
        return data

    def chosen_representatives(self) -> list[tuple[str, str]]:
        """(name, phone) of those named."""
        cleaned = self.cleaned_data
        pairs = [
            (cleaned.get(f"rep{place}.name", ""), cleaned.get(f"rep{place}.phone", ""))
            for place in range(1, REPRESENTATIVES + 1)
        ]
        return [pair for pair in pairs if pair[0]]

    def tell(self, errors: dict[str, list[str]]) -> None:
        """Sentences from the action, each at its field, at most one where one stands already."""
        for said_of, sentences in errors.items():
            name = "rep1.name" if said_of == "representatives" else said_of
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, sentences)

    def _signals(self) -> dict[str, object]:
        """Signs ticked here; those that only a program had given are kept."""
        kept = {k: v for k, v in (self.initial.get("signals") or {}).items() if k not in ASKED}
        kept.pop("units", None)
        ticked: dict[str, object] = dict.fromkeys(self.cleaned_data.get("signal") or [], True)
        units = self.cleaned_data.get("units")
        return kept | ticked | ({"units": units} if units else {})


def _own_fields() -> dict[str, forms.Field]:
    """Fields that only the page has; the signs become one value, representatives their rows."""
    fields: dict[str, forms.Field] = {
        "signal": CodesField("需要留意的情形", lambda: [(k, TICKED[k]) for k in ASKED]),
        "units": CountField("同一做法的单位数", most=100_000),
    }
    for place in range(1, REPRESENTATIVES + 1):
        who = f"代表人{place}"
        fields[f"rep{place}.name"] = CheckedField(f"{who}姓名", person)
        fields[f"rep{place}.phone"] = CheckedField(
            f"{who}电话", lambda text: check_phone(text).number
        )
    return fields


def _draw(fields: dict[str, forms.Field]) -> None:
    for name, label in LABELS.items():
        fields[name].label = label
    fields["channel"].widget = forms.RadioSelect(choices=_short("channel", fields))
    for name in ("insurance_types", "signal"):
        fields[name].widget.choices = _short(name, fields)
    fields["category"] = CategoryField("争议类别", _categories)
    fields["category"].widget = forms.TextInput(attrs={"list": "categories"})
    for name in ("visited_at", "period_start", "period_end"):
        fields[name].widget = forms.TextInput()
    for name in ("people_count", "units", "amount"):
        fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "ui-r"})
    for name, hint in HINTS.items():
        fields[name].widget.attrs["placeholder"] = hint
    fields["claim"].widget.attrs["rows"] = 4
    fields["facts"].widget.attrs |= {"rows": 4, "data-count": 400, "data-count-words": WRITTEN}
    for field in fields.values():
        field.widget.attrs.setdefault("autocomplete", "off")
        setattr(field, DRAWN_BY, "disputes/_field.html")
    for name in (*ASKED_FIELDS, *SOMETIMES_ASKED):
        setattr(fields[name], DRAWN_BY, "disputes/_asked_field.html")


def told_by(number: str | None) -> str:
    """男，48 岁，1978年4月12日生: what an ID number tells, so that nobody types it."""
    if not number or len(number) != ID_LENGTH:
        return ""
    known = check_id_number(number)
    born = f"{known.birthday.year}年{known.birthday.month}月{known.birthday.day}日生"
    hint = f"。{known.hint}" if known.hint else ""
    return f"校验通过　{known.sex}，{known.age} 岁，{born}{hint}"


#: The attribute of a field that Django draws it by; its stubs do not know it.
DRAWN_BY: Final = "template_name"
#: And whether it is marked as one that must be filled.
IS_ASKED: Final = "is_asked"
WRITTEN: Final = "报送单一页可容 400 字"


@compiled()
def _categories() -> QuerySet[Any]:  # Any: code and name
    return Category.objects.filter(is_active=True).values_list("code", "name")


def _short(name: str, fields: dict[str, forms.Field]) -> list[tuple[str, str]]:
    words = SHORT[name]
    pairs = fields[name].choices  # type: ignore[attr-defined]
    return [(code, words.get(code, label)) for code, label in pairs]
