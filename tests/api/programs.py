"""Programs that speak to the API, each with the token of one officer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone

from departments.actions import tokens
from departments.models import Officer
from tests import factories

API = "/api/v1/"


@dataclass
class Program:
    """Sends JSON, gets JSON; paths are below /api/v1/."""

    officer: Officer
    client: Client
    headers: dict[str, str]

    def get(self, path: str, **query: Any) -> Any:  # Any: JSON and the response around it
        return self.client.get(f"{API}{path}", query, headers=self.headers)

    def post(self, path: str, body: Any = None, *, key: str = "") -> Any:  # Any: as above
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.client.post(
            f"{API}{path}", {} if body is None else body, "application/json", headers=headers
        )

    def patch(self, path: str, body: Any) -> Any:  # Any: as above
        return self.client.patch(f"{API}{path}", body, "application/json", headers=self.headers)


def program_of(officer: Officer) -> Program:
    return Program(officer, Client(), {"Authorization": f"Token {key_of(officer)}"})


def key_of(officer: Officer) -> str:
    """A token that was used a moment ago: its use is not written down again at once."""
    token, key = tokens.make(officer, by=None, name="测试")
    token.last_used_at = timezone.now()
    token.save(update_fields=["last_used_at"])
    return key


def program(role: str = "clerk", code: str = "SW") -> Program:
    """The program of that post."""
    return program_of(factories.an_officer(role, code))


#: A whole draft, as a hotline platform sends it.
WHOLE = {
    "channel": "visit",
    "visited_at": "2025-12-22T09:20:00+08:00",
    "town": "230718100",
    "category": "TAX-1",
    "insurance_types": ["pension"],
    "facts": "单位三个月没有申报缴费，电话15400000018。",
    "claim": "请督促单位申报缴费。",
    "payer": {
        "kind": "employee",
        "name": "欧阳测试",
        "id_number": "230799197804120011",
        "phone": "15400000018",
    },
    "counterparty": {"kind": "employer", "name": "示例木制品加工厂"},
}
