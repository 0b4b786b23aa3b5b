"""Equal after normalising means equal in the index; different kinds never meet."""

import pytest
from pytest_django import Settings

from confidentiality.blind_index import NORMALISERS, blind_index


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("name", "阿卜杜拉·买买提", " 阿卜杜拉 • 买买提"),
        ("id_number", "23079919780412001x", "２３０７９９ 19780412 001Ｘ"),
        ("id_number", "230706650102001", "230706196501020015"),
        ("phone", "15400000018", "+86 154-0000-0018"),
        ("phone", "0458-3900018", "（0458）3900018"),
        ("phone_tail", "15400000018", "0018"),
        ("phone_tail", "0458-3900018-12", "００１８"),
        ("phone_tail", "04583900018", "0018"),
        ("credit_code", "92230799MA1TE5T42N", "92230799 ma1te5t42n"),
    ],
)
def test_the_same_however_it_was_typed(kind: str, one: str, other: str) -> None:
    assert blind_index(kind, one) == blind_index(kind, other)


def test_one_digit_makes_another_index() -> None:
    assert blind_index("phone", "15400000018") != blind_index("phone", "15400000019")


def test_the_same_text_in_two_kinds_has_two_indexes() -> None:
    assert len({blind_index(kind, "15400000018") for kind in NORMALISERS}) == len(NORMALISERS)


def test_an_index_is_32_hexadecimal_digits_even_of_nothing() -> None:
    for text in ("", "王小明"):
        assert len(bytes.fromhex(blind_index("name", text))) == 16


def test_another_index_key_makes_another_index_and_another_sealing_key_does_not(
    settings: Settings,
) -> None:
    before = blind_index("name", "王小明")
    settings.SEALING_KEYS = {settings.SEALING_KEY_CURRENT: b"s" * 32}
    assert blind_index("name", "王小明") == before
    settings.BLIND_INDEX_KEY = b"i" * 32
    assert blind_index("name", "王小明") != before


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        blind_index("nonsense", "x")
