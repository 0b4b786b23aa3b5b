"""Duty matrix, later editions: each row beside the sentence of 四(二) it rests on, read again.

By 四(二) membership and registration are 区医保局's and 区人社局's, so they lead where a special
kind of employer is concerned (CRS-4) and where only one bureau's insurances are (CRS-1);
区税务局 helps there.
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
THIRD: Final = "只涉养老、工伤、失业的应参保未参保由区人社局主办，区税务局协助"
FIELDS: Final = ("group", "insurance", "relation", "people_from", "lead", "supporting", "joint",
                 "clause", "text")  # fmt: skip
SIGNAL_FIELDS: Final = ("order", "topic", "field", "at_least", "subject", "score", "brings",
                        "clause", "text")  # fmt: skip
Values = dict[str, Any]  # Any: a row's fields, of many types
ByCategory = dict[str, list[Values]]


def issue_second_edition(apps: Apps = installed) -> None:
    """A new edition after the newest, once; nothing where every row was revised already."""
    rules: Any = apps.get_model("departments", "DutyRule")
    newest = _newest(apps)
    if newest is None or rules.objects.exclude(basis="").exists():
        return
    _reissue(apps, newest, _present(rules, newest), ("duty_rules", "duty_rules_2"), NOTE)


def issue_third_edition(apps: Apps = installed) -> None:
    """Where only its three insurances are missing 区人社局 leads (CRS-1), as 区医保局 its own."""
    newest = _newest(apps)
    if newest is not None:
        present = _present(apps.get_model("departments", "DutyRule"), newest, (*FIELDS, "basis"))
        _reissue(apps, newest, present, ("duty_rules_2", "duty_rules_3"), THIRD)


def _newest(apps: Apps) -> Any:  # Any: a historical model
    return apps.get_model("departments", "MatrixVersion").objects.order_by("-number").first()


def _reissue(
    apps: Apps,
    newest: Any,  # Any: as above
    present: ByCategory,
    files: tuple[str, str],
    note: str,
) -> None:
    """Categories that stand as the one file has them come as the other has; all else stays."""
    founded, read_again = (_from_file(name) for name in files)
    untouched = {code for code in read_again if present.get(code) == founded.get(code)}
    if not untouched:
        return
    version = apps.get_model("departments", "MatrixVersion").objects.create(
        number=newest.number + 1, effective_from=_from_when(apps, newest), note=note
    )
    wanted = {code: read_again[code] if code in untouched else present[code] for code in present}
    rules: Any = apps.get_model("departments", "DutyRule")
    rules.objects.bulk_create(_rules(apps, version, wanted))
    _copy_signals(apps, newest, version)


def _from_when(apps: Apps, newest: Any) -> Any:  # Any: historical models
    """From today where the portal is at work; with the plan itself where nobody works yet."""
    at_work = apps.get_model("departments", "Officer").objects.exists()
    return max(newest.effective_from, timezone.localdate()) if at_work else newest.effective_from


def _present(
    rules: Any,  # Any: as above
    version: Any,
    fields: tuple[str, ...] = FIELDS,
) -> ByCategory:
    found: ByCategory = {}
    for row in rules.objects.filter(version=version).select_related("category").order_by("order"):
        own = {name: getattr(row, name) for name in fields}
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
