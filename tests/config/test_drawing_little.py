"""A migration draws the model that it changes, and everything before a step in Python."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from config.drawing_little import drawing_little


def two() -> ProjectState:
    state = ProjectState()
    state.add_model(ModelState("drawn", "Officer", [("id", models.AutoField(primary_key=True))]))
    fields = [
        ("id", models.AutoField(primary_key=True)),
        ("officer", models.ForeignKey("drawn.Officer", models.CASCADE)),
    ]
    state.add_model(ModelState("drawn", "Case", fields))
    return state


def classes(state: ProjectState) -> tuple[Any, Any]:
    return state.apps.get_model("drawn", "officer"), state.apps.get_model("drawn", "case")


def name_of() -> models.Field[Any, Any]:
    return models.CharField(max_length=9, null=True)


def test_a_new_field_draws_its_model_alone_and_a_step_in_python_finds_all_drawn() -> None:
    state = two()
    officer, case = classes(state)
    with drawing_little():
        state.add_field("drawn", "officer", "name", name_of(), preserve_default=True)
        changed, beside = classes(state)
        assert changed is not officer
        assert beside is case
        state.clear_delayed_apps_cache()  # as RunPython does
        changed, beside = classes(state)
        assert beside is not case
        assert beside._meta.get_field("officer").remote_field.model is changed
        assert [each.name for each in changed._meta.get_fields()] == ["case", "id", "name"]


def test_a_new_model_draws_nobody_else_and_is_pointed_back_at() -> None:
    state = two()
    before = classes(state)
    fields = [
        ("id", models.AutoField(primary_key=True)),
        ("case", models.ForeignKey("drawn.Case", models.CASCADE)),
    ]
    with drawing_little():
        state.add_model(ModelState("drawn", "Paper", fields))
    assert classes(state) == before
    assert [each.name for each in before[1]._meta.related_objects] == ["paper"]


def test_a_key_that_others_hold_is_changed_with_all_who_hold_it() -> None:
    state = two()
    before = classes(state)
    with drawing_little():
        wider = models.BigAutoField(primary_key=True)
        state.alter_field("drawn", "officer", "id", wider, preserve_default=True)
    officer, case = classes(state)
    assert case is not before[1]
    assert case._meta.get_field("officer").target_field is officer._meta.pk


def test_outside_the_command_django_draws_as_ever() -> None:
    state = two()
    before = classes(state)
    with drawing_little():
        pass
    state.add_field("drawn", "officer", "name", name_of(), preserve_default=True)
    assert classes(state)[1] is not before[1]
