"""How the generated disputes spread over departments, states, modes and years."""

from __future__ import annotations

from random import Random
from typing import Final

BIG, SMALL = "SW", "CZ"
_DEPARTMENTS: Final = {
    "SW": 40.0, "YB": 21.0, "RS": 17.0, "SB": 13.0, "XF": 4.0, "CL": 2.5, "WM": 1.7, "CZ": 0.8,
}  # fmt: skip
#: Officers who register, by department; the first is the one that signs in.
CLERKS: Final = {"SW": 12, "YB": 8, "RS": 8, "SB": 6}
OPEN_STATES: Final = {
    "draft": 2.0, "registered": 8.0, "triage": 12.0, "awaiting_approval": 3.0, "handling": 45.0,
    "awaiting_signoff": 8.0, "feedback": 14.0, "objected": 4.0, "suspended": 4.0,
}  # fmt: skip
_ENDED_STATES: Final = {
    "archived": 93.0, "concluded": 4.0, "declined": 1.0, "notified": 1.0, "withdrawn": 1.0,
}  # fmt: skip
_MODES: Final = {"single": 60.0, "referral": 22.0, "joint": 15.0, "special": 3.0}
_CHANNELS: Final = {"visit": 45.0, "phone": 25.0, "h12345": 12.0, "h12366": 8.0, "letter": 4.0,
                    "web": 4.0, "grid": 2.0}  # fmt: skip
_TOWNS: Final = {"230718100": 48.0, "230718101": 30.0, "230718": 20.0, "other": 2.0}
_INSURANCE: Final = (
    "{pension}", "{pension,medical}", "{medical_resident}", "{pension_resident}", "{injury}",
    "{unemployment,pension}", "{medical}", "{maternity}",
)  # fmt: skip
LEADS: Final = ("SW", "YB", "RS", "SB")
#: The newest eighth is mostly open; of the older ones a few linger, so that a tenth is open.
_RECENT, _OPEN_RECENT, _OPEN_OLD = 0.125, 0.77, 0.004


def one(random: Random, shares: dict[str, float]) -> str:
    return random.choices(list(shares), list(shares.values()))[0]


def department(random: Random) -> str:
    return one(random, _DEPARTMENTS)


def state(random: Random, age: float) -> str:
    """`age` runs from 0 (today) to 1 (the oldest)."""
    is_open = random.random() < (_OPEN_RECENT if age < _RECENT else _OPEN_OLD)
    return one(random, OPEN_STATES if is_open else _ENDED_STATES)


def mode(random: Random) -> str:
    return one(random, _MODES)


def channel(random: Random) -> str:
    return one(random, _CHANNELS)


def town(random: Random) -> str:
    return one(random, _TOWNS)


def insurance(random: Random) -> str:
    return random.choice(_INSURANCE)


def other_lead(random: Random, code: str) -> str:
    return random.choice([each for each in LEADS if each != code])


def invited(random: Random, code: str) -> list[str]:
    """Two others who are asked; the finance bureau hardly ever."""
    asked = [each for each in LEADS if each != code]
    chosen = random.sample(asked, 2)
    return [*chosen, SMALL] if random.random() < 0.02 else chosen
