"""The OpenAPI schema read off the code: answers are typed dictionaries, bodies are the forms.

A view says `responses=list[PaperAnswer]` and `request=SomeForm` (or a form for each verb); here
they become components. Refusals, the version and `Idempotency-Key` are the same everywhere.
"""

from __future__ import annotations

from typing import (
    Any,
    Final,
    TypedDict,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from django import forms
from django_filters import FilterSet
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent, resolve_type_hint
from drf_spectacular.utils import OpenApiParameter

from config.closed_lists import SENT, Codes, answered, least
from departments.acting import HEADER
from disputes.forms import RegistrationForm
from disputes.forms.fields import CodeField, CodesField
from disputes.forms.registration import ROLES, RepresentativesField
from web.api_fields import type_of
from web.filters import told_in

Json = dict[str, Any]  # Any: a piece of OpenAPI
PROBLEM: Final = "application/problem+json"
_REFUSALS: Final = {
    "401": "尚未登录",
    "403": "无权办理，或者在 X-Acting-Post 所写的单位没有岗位",
    "404": "不存在，或者不能查看",
    "409": "现在不能办理，或者已被他人办理",
    "422": "Idempotency-Key 已用于另一个请求",
    "429": "请求过于频繁",
}
_TYPES: Final[dict[str, Json]] = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "decimal": {"type": "string"},
    "list": {"type": "array", "items": {"type": "string"}},
    "objects": {"type": "array", "items": {"type": "object"}},
    "object": {"type": "object"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "file": {"type": "string", "format": "binary"},
}


#: A nullable `allOf` of a reference is never null by the letter, and to generators.
_NULL: Final[Json] = {"type": "object", "nullable": True, "enum": [None]}


class _SaidAtTimes(TypedDict, total=False):
    code: str


class Problem(_SaidAtTimes):
    """A refusal (RFC 9457); `errors` has the sentences per field, `code` a word for programs."""

    type: str
    title: str
    status: int
    detail: str
    errors: dict[str, list[str]]


class PortalSchema(AutoSchema):
    """How typed dictionaries and forms are told in OpenAPI."""

    def get_tags(self) -> list[str]:
        """The first word of the address."""
        words: list[str] = self.path.removeprefix("/api/v1/").split("/")
        return words[:1]

    def get_override_parameters(self) -> list[Any]:  # Any: drf-spectacular's own
        """Every POST takes a key, and every call the desk that it is meant for."""
        said = [*super().get_override_parameters(), _DESK]
        return [*said, _KEY] if self.method == "POST" else said

    def _resolve_path_parameters(self, variables: list[str]) -> Any:  # Any: as above
        """What stands in an address is counted from 1."""
        told: Any = super()._resolve_path_parameters(variables)  # type: ignore[no-untyped-call]
        for each in told:
            if each["schema"].get("type") == "integer":
                each["schema"]["minimum"] = 1
        return told

    def _get_request_body(self, direction: str = "request") -> Json | None:
        if self.method not in {"POST", "PATCH"}:
            return None
        asked: Any = self.get_request_serializer()  # Any: what the view says
        if isinstance(asked, type) and issubclass(asked, forms.Form):
            return {"content": {"application/json": {"schema": self._form(asked)}}}
        if isinstance(asked, type) and issubclass(asked, FilterSet):
            return {"content": {"application/json": {"schema": told_in(asked)}}}
        if not isinstance(asked, dict):
            return None
        return {"content": {kind: {"schema": self._body(kind, asked[kind])} for kind in asked}}

    def _body(self, media_type: str, told: Any) -> Json:  # Any: a form, or one for each verb
        in_parts = media_type == "multipart/form-data"
        if not isinstance(told, dict):
            return self._form(told, in_parts=in_parts)
        sent = {v: form for v, form in told.items() if in_parts or not _needs_a_file(form)}
        bodies = {verb: self._form(form, in_parts=in_parts) for verb, form in sent.items()}
        return {"anyOf": list({b["$ref"]: b for b in bodies.values()}.values())}

    def _get_response_bodies(self, direction: str = "response") -> Json:
        told: Any = self.get_response_serializers()  # Any: what the view says
        answers = told if isinstance(told, dict) else {200: told}
        return {str(code): self._answer(hint) for code, hint in answers.items()} | self._refusals()

    def _answer(self, hint: Any) -> Json:  # Any: a type
        if isinstance(hint, str):  # a media type: a file
            content = {hint: {"schema": _TYPES["file"]}}
        else:
            content = {"application/json": {"schema": self._told(hint)}}
        return {"description": "", "headers": _ANSWERED_AT, "content": content}

    def _refusals(self) -> Json:
        body = {"content": {PROBLEM: {"schema": self._told(Problem)}}}
        refusals = dict(_REFUSALS)
        if self.method != "POST":
            del refusals["422"]
        refusals["400"] = "所填内容有误"
        return {code: {"description": why, **body} for code, why in sorted(refusals.items())}

    def _told(self, hint: Any) -> Json:  # Any: a type
        """A typed dictionary is a component, once, whoever mentions it."""
        if get_origin(hint) is list and is_typeddict(get_args(hint)[0]):
            return {"type": "array", "items": self._told(get_args(hint)[0])}
        options = [each for each in get_args(hint) if each is not type(None)]
        if len(options) == 1 and is_typeddict(options[0]) and get_origin(hint) is not dict:
            return {"oneOf": [self._told(options[0]), _NULL]}
        if not is_typeddict(hint):
            schema: Json = resolve_type_hint(hint)  # type: ignore[no-untyped-call]
            return schema
        component = hint.__name__.removesuffix("Answer")
        properties = {
            name: _closed(self._told(each), component, name)
            for name, each in get_type_hints(hint).items()
        }
        schema = {
            "type": "object",
            "description": hint.__doc__ or "",
            "properties": properties,
            "required": sorted(hint.__required_keys__),
        }
        return self._component(component, schema)

    def _form(self, form: type[forms.Form], *, in_parts: bool = False) -> Json:
        if issubclass(form, RegistrationForm):
            return self._component("Registration", _registration())
        files = {n for n, f in form.base_fields.items() if type_of(f) == "file"}
        hidden = {"version"} if in_parts else {"version", *files}
        fields = {n: f for n, f in form.base_fields.items() if n not in hidden}
        schema: Json = {
            "type": "object",
            "properties": {
                **{name: _field(field, _chosen(field, name)) for name, field in fields.items()},
                "version": {"type": "integer", "description": "所见版本，可不填", "minimum": 0},
            },
        }
        required = [name for name, field in fields.items() if field.required]
        if required:
            schema["required"] = required
        parts = "Parts" if in_parts and not all(fields[n].required for n in files) else ""
        return self._component(f"{form.__name__}{parts}Body", schema)

    def _component(self, name: str, schema: Json) -> Json:
        component = ResolvedComponent(  # type: ignore[no-untyped-call]
            name=name, type=ResolvedComponent.SCHEMA, schema=schema, object=name
        )
        self.registry.register_on_missing(component)
        reference: Json = component.ref
        return reference


_KEY: Final = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="同一键、同一正文只办一次，答复相同",
)
_DESK: Final = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description="以哪个单位的岗位办理（代码见 me/ 的 desks）；不写是第一个，没有岗位的，403",
)
_ANSWERED_AT: Final[Json] = {
    HEADER: {
        "description": "这次是以哪个单位的岗位办理的；没有单位岗位的账号不带",
        "schema": {"type": "string"},
    }
}


def _needs_a_file(form: type[forms.Form]) -> bool:
    """JSON carries none, so such a body could only be refused."""
    return any(f.required and type_of(f) == "file" for f in form.base_fields.values())


def _chosen(field: forms.Field, name: str) -> Codes | None:
    """Other fields have these names too (`channel` of a remedy): only a field of codes is meant."""
    return SENT.get(name) if isinstance(field, CodeField | CodesField) else None


def _closed(told: Json, component: str, name: str) -> Json:
    """An answered property with its closed list, or from where its whole number counts."""
    if told.get("type") == "integer":
        return told | {"minimum": least(component, name)}
    if told.get("items") == {"type": "integer"}:  # rows
        return told | {"items": {"type": "integer", "minimum": 1}}
    codes = answered(component, name)
    return told if codes is None else told | {"enum": list(codes)}


def static_choices(field: forms.Field) -> Codes | None:
    """The codes of a field that offers the same to everybody, always.

    Rows of the database, and what a form asks about its subject, are not written down.
    """
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return None
    choices: Any = field.choices  # Any: Django allows more than pairs
    return [str(value) for value, _ in choices if value != ""] or None


def _field(field: forms.Field, codes: Codes | None = None) -> Json:
    """`codes`: the closed list it chooses from; of a list, each of its members."""
    schema = dict(_TYPES.get(type_of(field), {"type": "string"}))
    codes = static_choices(field) or codes
    if codes is not None and schema["type"] == "array":
        schema |= {"items": {"type": "string", "enum": list(codes)}, "uniqueItems": True}
    elif codes is not None:
        schema["enum"] = list(codes) if field.required else ["", *codes]
    if field.label:  # a generator names the type of a closed list, of an object, by its title
        plain = codes is None and schema["type"] != "object"
        schema["title" if plain else "description"] = str(field.label)
    if isinstance(field, RepresentativesField):
        told = {name: {"type": "string", "title": said} for name, said in field.members.items()}
        item = {"type": "object", "properties": told, "required": list(field.demanded)}
        schema |= {"items": item, "maxItems": field.most}
    return schema | _limits(field, schema["type"])


def _limits(field: forms.Field, kind: str) -> Json:
    """How long, how many, and that what is required is not empty."""
    limits: Json = {}
    if kind == "integer":
        names = {"minimum": "min_value", "maximum": "max_value"}
    elif kind == "string" and isinstance(field, forms.CharField):
        names = {"maxLength": "max_length"}
        limits |= {"minLength": 1, "pattern": r"\S"} if field.required else {}
    else:
        names = {}
        limits |= {"minItems": 1} if kind == "array" and field.required else {}
    told = {said: getattr(field, name, None) for said, name in names.items()}
    return limits | {said: value for said, value in told.items() if value is not None}


def _registration() -> Json:
    """The flat fields, and the three parties nested (interface §2)."""
    flat: Json = {}
    parties: dict[str, Json] = {str(role): {} for role in ROLES}
    for name, field in RegistrationForm().fields.items():
        owner, dot, own = name.partition(".")
        told = _field(field, SENT.get(name))
        (parties[owner] if dot else flat)[own if dot else name] = told
    nested = {role: {"type": "object", "properties": told} for role, told in parties.items()}
    receiving: Json = {
        "type": "string",
        "title": "受理部门",
        "description": "在几个单位任职的，写其中一个的代码；不写是 X-Acting-Post 的单位或第一个",
    }
    return {"type": "object", "properties": flat | nested | {"receiving_department": receiving}}
