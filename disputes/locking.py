"""Disputes held until commit: one, several in the order of their keys, or their rows alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from departments.models import Department
from disputes.models import Dispute, StandIn
from web.statements import compiled

#: The officers whom papers name.
OFFICERS: Final = ("responsible_officer", "first_contact_officer")
#: The departments that needs, desks and numbers ask for.
DEPARTMENTS: Final = ("receiving_department", "lead_department", "first_contact_department")

#: Where a case has the ids of those that stood on an agenda with it, itself among them.
MET: Final = "met_with"


def met_with() -> ArraySubquery:
    """The column MET of a dispute that is read."""
    own = Dispute.objects.filter(pk=OuterRef("pk"), meetings__isnull=False).order_by()
    return ArraySubquery(own.values("meetings__disputes").distinct())


def hold(dispute_ids: Collection[int]) -> None:
    """Several rows, in the order of their keys: two who want the same never wait crosswise."""
    rows = Dispute.objects.select_for_update().filter(pk__in=dispute_ids).order_by("pk")
    list(rows.values_list("pk", flat=True))


def bring_up_to_date(dispute: Dispute, locked: Dispute) -> None:
    """The caller's object says what the locked one does now; whatever it had cached is gone."""
    for column in dispute._meta.concrete_fields:
        dispute.__dict__[column.attname] = locked.__dict__[column.attname]
    dispute._state.fields_cache.clear()  # noqa: SLF001 - Django has no public name for it
    getattr(dispute, "_prefetched_objects_cache", {}).clear()


def forget_prefetched(dispute: Dispute, name: str) -> None:
    """What was read ahead of it is about to change."""
    getattr(dispute, "_prefetched_objects_cache", {}).pop(name, None)


def forget_stand_ins(dispute: Dispute) -> None:
    """One was named since it was locked."""
    vars(dispute).pop("was_stood_in", None)
    forget_prefetched(dispute, "stand_ins")


def lock(dispute: Dispute) -> Dispute:
    """The row itself, held until commit, as it is now; then its departments and parties.

    A locking read that joins loses the row when the one before it changed the lead.
    """
    [locked] = lock_all([dispute])
    return locked


def lock_all(disputes: Sequence[Dispute]) -> list[Dispute]:
    """The same for several, in the order of their keys: two never wait crosswise."""
    locked: list[Dispute] = _held(ids=[each.pk for each in disputes])
    if len(locked) < len(disputes):
        raise Dispute.DoesNotExist
    _bring_departments(locked, disputes)
    _bring_officers(locked, disputes)
    return locked


@compiled(ids=[int])
def _held(ids: list[int]) -> Any:  # Any: disputes with MET
    rows = Dispute.objects.select_for_update().prefetch_related("parties")
    named = Exists(StandIn.objects.filter(dispute=OuterRef("pk")))
    return (
        rows.annotate(**{MET: met_with(), "was_stood_in": named}).filter(pk__in=ids).order_by("pk")
    )


def _bring_departments(locked: Sequence[Dispute], disputes: Sequence[Dispute]) -> None:
    """Those that the callers' objects have already, the others in one statement."""
    caches = [each._state.fields_cache for each in disputes]  # noqa: SLF001 - Django has no public name for it
    cached = [cache[name] for cache in caches for name in DEPARTMENTS if name in cache]
    known = {department.pk: department for department in cached}
    wanted = {getattr(each, f"{name}_id") for each in locked for name in DEPARTMENTS}
    if absent := wanted - known.keys():
        known |= Department.objects.in_bulk(absent)
    for each in locked:
        for name in DEPARTMENTS:
            setattr(each, name, known[getattr(each, f"{name}_id")])


def _bring_officers(locked: Sequence[Dispute], disputes: Sequence[Dispute]) -> None:
    """Those that the callers' objects have already; papers name them, the rest ask nothing."""
    caches = [each._state.fields_cache for each in disputes]  # noqa: SLF001 - as above
    known = {cache[name].pk: cache[name] for cache in caches for name in OFFICERS if name in cache}
    for each in locked:
        for name in OFFICERS:
            if (pk := getattr(each, f"{name}_id")) in known:
                setattr(each, name, known[pk])
