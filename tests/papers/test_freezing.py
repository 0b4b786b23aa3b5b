"""What a paper says is frozen: it comes back the same, and any change of it shows."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pytest

from papers.freezing import Frozen, check_code, digest, rewritten, slots
from papers.kinds import thaw
from papers.pieces import PartyPiece
from tests.papers import samples

KINDS = sorted(samples.TYPICAL)


@pytest.mark.parametrize("kind", KINDS)
def test_content_comes_back_from_json_the_same(kind: str) -> None:
    content = samples.TYPICAL[kind]
    stored = json.loads(json.dumps(content.to_json()))
    assert thaw(kind, stored) == content


def test_content_written_before_a_field_was_added_takes_its_default() -> None:
    stored = samples.referral().to_json()
    del stored["identity_withheld"]
    assert thaw("referral", stored) == samples.referral()


def test_check_code_is_twelve_digits_of_the_digest_and_follows_the_content() -> None:
    content = samples.referral()
    assert check_code(content) == digest(content)[:12]
    assert check_code(samples.referral()) == check_code(content)
    assert len(check_code(content)) == 12


def test_the_same_words_issued_twice_have_different_check_codes() -> None:
    plain = samples.referral().to_json()
    del plain["nonce"]
    assert digest(thaw("referral", plain)) != digest(thaw("referral", plain))


def another(value: Any) -> Any:
    """Any other value a field could hold in this one's place."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime):
        return value.replace(second=59)
    if isinstance(value, date):
        return value.replace(year=value.year + 1)
    if isinstance(value, tuple):
        return value[1:] if value else ("另",)
    if isinstance(value, Frozen):
        return replace(value, **{slots(type(value))[0].name: "另"})
    return value + 1 if isinstance(value, int) else f"{value}另"


@pytest.mark.parametrize("kind", KINDS)
def test_the_check_code_changes_with_any_field(kind: str) -> None:
    content = samples.TYPICAL[kind]
    for slot in slots(type(content)):
        changed = replace(content, **{slot.name: another(getattr(content, slot.name))})
        assert check_code(changed) != check_code(content), slot.name


def test_papers_of_two_kinds_with_the_same_fields_have_different_digests() -> None:
    plain = samples.opinion().to_json()
    assert digest(thaw("opinion", plain)) != digest(thaw("approval_opinion", plain))


def test_a_piece_inside_a_paper_comes_back_as_that_piece() -> None:
    thawed = thaw("referral", samples.referral().to_json())
    assert isinstance(thawed.payer, PartyPiece)  # type: ignore[attr-defined]
    assert thawed.payer.birthday == date(1978, 4, 12)  # type: ignore[attr-defined]


def test_slots_tell_the_mask_of_a_field_and_skip_what_is_only_derived() -> None:
    masks = {slot.name: slot.mask for slot in slots(PartyPiece)}
    assert (masks["name"], masks["birthday"], masks["employer"], masks["kind"]) == (
        "name", "hidden", "text", "",
    )  # fmt: skip
    assert "home" not in masks


@dataclass(frozen=True, kw_only=True)
class Leaf(Frozen):
    word: str


@dataclass(frozen=True, kw_only=True)
class Branch(Frozen):
    leaf: Leaf
    leaves: tuple[Leaf, ...] = ()
    words: tuple[str, ...] = ()


def test_rewriting_reaches_every_value_down_to_the_pieces_of_pieces() -> None:
    branch = Branch(leaf=Leaf(word="a"), leaves=(Leaf(word="b"),), words=("c", "d"))
    assert rewritten(branch, lambda _owner, _slot, value: value.upper()) == Branch(
        leaf=Leaf(word="A"), leaves=(Leaf(word="B"),), words=("C", "D")
    )


def test_a_frozen_paper_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        samples.referral().reason = "另一理由。"  # type: ignore[misc]


def test_a_field_that_is_no_longer_known_is_left_out() -> None:
    stored = samples.referral().to_json() | {"gone": "x"}
    assert thaw("referral", stored) == samples.referral()
