"""Sealed model fields: assign a text, store a cipher text, read a `Sealed` (六(三), R092).

A model inherits `SealedModel`; its rows are bound to their cipher texts by `seal_id`.
Load `seal_id` whenever `.only()` names a sealed field, or each row costs one more query.
"""

import json
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from confidentiality.blind_index import INDEX_LENGTH, NORMALISERS, blind_index
from confidentiality.classification import OPEN, SEALED, Secrecy
from confidentiality.masking import MASKS
from confidentiality.sealing import CIPHER_TEXT, Sealed, open_sealed, seal

if TYPE_CHECKING:
    _SealedBase = models.TextField[Any, Sealed]
    _IndexBase = models.CharField[str, str]
else:
    _SealedBase = models.TextField
    _IndexBase = models.CharField

NOT_YOURS = "只有正在办理本件的单位的人员可以查看明文。"

# Comparing cipher texts means nothing, so every other lookup is refused by name.
_ALLOWED_LOOKUPS = {"exact", "isnull"}


class SealedModel(models.Model):
    """A model with sealed fields; who may see them is for each to say, nobody by default."""

    SECRECY: ClassVar[dict[str, Secrecy]] = {"seal_id": OPEN}

    seal_id = models.UUIDField("密封编号", default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    def save(
        self,
        *args: Any,  # Any: Django's own, deprecated, positional arguments
        update_fields: Iterable[str] | None = None,
        **kwargs: Any,  # Any: handed on untouched
    ) -> None:
        if update_fields is not None:
            update_fields = {*update_fields, *_indexes_of(type(self), set(update_fields))}
        super().save(*args, update_fields=update_fields, **kwargs)

    def may_be_revealed_to(self, officer: models.Model) -> bool:
        """Whether this officer may ask for the plain text today; override it, closed by default."""
        return False

    def why_withheld_from(self, officer: models.Model) -> str:
        """Why he may not, and where that is not the end of it the way out."""
        return NOT_YOURS


def _indexes_of(model: type[models.Model], names: set[str]) -> set[str]:
    """The indexes that go stale when these fields are saved: each says whose it is (`of`)."""
    return {f.name for f in model._meta.concrete_fields if getattr(f, "of", None) in names}


class SealedAttribute(DeferredAttribute):
    """Seals on assignment, so that an object in memory never holds the plain text."""

    field: "SealedTextField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Sealed) and not value.context and value:
            value = value.bound_to(self.field.context_of(instance))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self.field.sealed_for(instance, value)


class SealedTextField(_SealedBase):
    """A text that is encrypted before it reaches the database; reading gives a `Sealed`."""

    descriptor_class = SealedAttribute
    secrecy = SEALED
    _pyi_private_set_type: Any  # Any: a text, a Sealed of any row, JSON content in the subclass

    def __init__(self, *args: Any, mask: str = "hidden", **kwargs: Any) -> None:
        if mask not in MASKS:
            raise ValueError(f"没有名为“{mask}”的脱敏规则")
        self.mask = mask
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "mask": self.mask}

    def context_of(self, instance: Any) -> str:
        """Where a value of this row (a SealedModel) belongs; part of what its seal covers."""
        return f"{self.model._meta.db_table}.{self.column}.{instance.seal_id}"

    def sealed_for(self, instance: models.Model, value: object) -> Sealed:
        """Close a text for this row; re-close what was sealed for another one."""
        if not isinstance(value, Sealed):
            return self.closed(self.text_of(value), instance)
        if value.is_blank or "seal_id" not in instance.__dict__:
            return value
        context = self.context_of(instance)
        if not value.context:
            return value.bound_to(context)
        return value if value.context == context else self.closed(open_sealed(value), instance)

    def closed(self, text: str, instance: models.Model) -> Sealed:
        return seal(text, self.context_of(instance), self.mask)

    def text_of(self, value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise TypeError(f"{self.name} 只接受文字，不接受 {type(value).__name__}")
        return value

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed:  # noqa: FBT001 -- Django's own
        """A row copied under a new seal_id gets its values closed anew."""
        value: Sealed = getattr(model_instance, self.attname)
        setattr(model_instance, self.attname, value)
        result: Sealed = getattr(model_instance, self.attname)
        return result

    def from_db_value(self, value: str, expression: object, connection: object) -> Sealed:
        return Sealed(value or "", self.mask)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and CIPHER_TEXT.fullmatch(value):
            return Sealed(value, self.mask)
        return value

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            return value.cipher_text
        if value in ("", None) or hasattr(value, "resolve_expression"):
            return value
        raise TypeError(f"{self.name} 是密封字段：不能用明文查询或批量更新，请逐行赋值后保存。")

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name in _ALLOWED_LOOKUPS else None

    def get_transform(self, name: str) -> Any:
        return None

    def value_to_string(self, obj: models.Model) -> str:
        sealed: Sealed = self.value_from_object(obj)
        return sealed.cipher_text


class SealedJSONField(SealedTextField):
    """JSON content that is sealed as a whole (the frozen content of papers); blank means none."""

    def text_of(self, value: Any) -> str:
        if value is None or value == "":
            return ""
        if not isinstance(value, dict | list):
            raise TypeError(f"{self.name} 只接受字典或列表")
        return json.dumps(value, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)


class BlindIndexAttribute(DeferredAttribute):
    """Follows its sealed field: whenever that was assigned, the index is computed from it."""

    field: "BlindIndexField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is not None:
            sealed = instance.__dict__.get(self.field.of)
            if isinstance(sealed, Sealed) and sealed.is_fresh:
                plain = open_sealed(sealed)
                instance.__dict__[self.field.attname] = self.field.index_of(plain)
        return super().__get__(instance, cls)

    def __set__(self, instance: models.Model, value: object) -> None:
        # Without a setter Python would read the instance's dictionary and never ask __get__.
        instance.__dict__[self.field.attname] = value


class BlindIndexField(_IndexBase):
    """The exact-search key of a sealed field: `filter(name_index=blind_index("name", text))`.

    Give it a `models.Index` in Meta: `db_index` would add a second one for LIKE, never used.
    """

    descriptor_class = BlindIndexAttribute
    secrecy = OPEN

    def __init__(self, *args: Any, of: str, kind: str, **kwargs: Any) -> None:
        if kind not in NORMALISERS:
            raise ValueError(f"没有名为“{kind}”的盲索引")
        self.of = of
        self.kind = kind
        kwargs |= {"max_length": INDEX_LENGTH, "blank": True, "default": "", "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of, "kind": self.kind}

    def index_of(self, plain: str) -> str:
        return blind_index(self.kind, plain) if plain else ""
