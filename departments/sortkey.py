"""The stored key by which units and officers are put in order: sounds, then the name itself."""

from pypinyin import Style, lazy_pinyin


def sort_key(name: str) -> str:
    """`name` as lower-case sounds, so that the database orders it as a reader expects."""
    return " ".join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True))[:120].lower()
