"""Duty matrix, second edition: each row beside the sentence of 四(二) it rests on, read once more.

By 四(二) membership and registration are 区医保局's and 区人社局's, so they lead where a special
kind of employer is concerned (CRS-4) and where only 医疗、生育 is (CRS-1); 区税务局 helps there.
Rows that administrators have revised since are theirs and stay as they are.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.apps import apps as installed
from django.apps.registry import Apps
from django.utils import timezone

NOTE: Final = "逐条对照方案四(二)，写明所依据的原文；特殊主体和医疗、生育应参保未参保由登记部门主办"
FIELDS: Final = ("group", "insurance", "relation", "people_from", "lead", "supporting", "joint",
                 "clause", "text")  # fmt: skip
SIGNAL_FIELDS: Final = ("order", "topic", "field", "at_least", "subject", "score", "brings",
                        "clause", "text")  # fmt: skip
Values = dict[str, Any]  # Any: a row's fields, of many types
ByCategory = dict[str, list[Values]]


def issue_second_edition(apps: Apps = installed) -> None:
    """A new edition after the newest, once; nothing where every row was revised already."""
    versions, rules = (apps.get_model("departments", n) for n in ("MatrixVersion", "DutyRule"))
    newest = versions.objects.order_by("-number").first()
    if newest is None or rules.objects.exclude(basis="").exists():
        return
    present = _present(rules, newest)
    founded, read_again = _from_file("duty_rules"), _from_file("duty_rules_2")
    untouched = {code for code, rows in present.items() if rows == founded.get(code)}
    if not untouched:
        return
    version = versions.objects.create(
        number=newest.number + 1, effective_from=_from_when(apps, newest), note=NOTE
    )
    wanted = {code: read_again[code] if code in untouched else present[code] for code in present}
    rules.objects.bulk_create(_rules(apps, version, wanted))
    _copy_signals(apps, newest, version)


def _from_when(apps: Apps, newest: Any) -> Any:  # Any: historical models
    """From today where the portal is at work; with the plan itself where nobody works yet."""
    at_work = apps.get_model("departments", "Officer").objects.exists()
    return max(newest.effective_from, timezone.localdate()) if at_work else newest.effective_from


def _present(rules: Any, version: Any) -> ByCategory:  # Any: as above
    found: ByCategory = {}
    for row in rules.objects.filter(version=version).select_related("category").order_by("order"):
        own = {name: getattr(row, name) for name in FIELDS}
        found.setdefault(row.category.code, []).append(own)
    return found


def _from_file(name: str) -> ByCategory:
    found: ByCategory = {}
    path = Path(__file__).with_name(f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row.pop("category"), []).append(_read(row))
    return found


def _read(row: dict[str, str]) -> Values:
    kept: Values = dict(row)
    kept["people_from"] = int(row["people_from"]) if row["people_from"] else None
    kept["lead"], kept["supporting"] = row["lead"].split(), row["supporting"].split()
    kept["joint"] = row["joint"] == "yes"
    return kept


def _rules(apps: Apps, version: Any, wanted: ByCategory) -> Iterator[Any]:  # Any: as above
    categories = {row.code: row for row in apps.get_model("departments", "Category").objects.all()}
    flat = [(code, values) for code, rows in wanted.items() for values in rows]
    for place, (code, values) in enumerate(flat, start=1):
        yield apps.get_model("departments", "DutyRule")(
            version=version, category=categories[code], order=place * 10, **values
        )


def _copy_signals(apps: Apps, newest: Any, version: Any) -> None:  # Any: as above
    signals: Any = apps.get_model("departments", "SignalRule")
    rows = signals.objects.filter(version=newest).values(*SIGNAL_FIELDS)
    signals.objects.bulk_create(signals(version=version, **row) for row in rows)
