"""A migration draws anew only the model that it changes (docs/decisions/0071)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ProjectState

_all_around = ProjectState._find_reload_model  # type: ignore[attr-defined]  # noqa: SLF001


@contextmanager
def drawing_little() -> Iterator[None]:
    """Seven hundred steps would each draw every model anew: all of them point at the officer."""
    ProjectState._find_reload_model = _changed  # type: ignore[attr-defined]  # noqa: SLF001
    try:
        yield
    finally:
        ProjectState._find_reload_model = _all_around  # type: ignore[attr-defined]  # noqa: SLF001


def _changed(
    state: ProjectState,
    app_label: str,
    model_name: str,
    delay: bool = False,  # noqa: FBT001, FBT002
) -> set[tuple[str, str]]:
    """The model alone, where Django lets its neighbours wait or nobody points at what is new.

    `is_delayed` makes Django draw all of them before a step in Python runs.
    """
    if not (delay or _has_grown(state, app_label, model_name)):
        around: set[tuple[str, str]] = _all_around(state, app_label, model_name, delay)
        return around
    state.is_delayed = True
    return {(app_label, model_name)}


def _has_grown(state: ProjectState, app_label: str, model_name: str) -> bool:
    drawn = state.apps.all_models[app_label].get(model_name)
    if drawn is None:
        return True
    known = {field.name for field in (*drawn._meta.local_fields, *drawn._meta.local_many_to_many)}
    return not state.models[app_label, model_name].fields.keys() <= known
