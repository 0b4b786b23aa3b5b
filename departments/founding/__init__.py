"""What the plan of 2025-12-19 sets up, as rows: units, towns, posts, categories, duty matrix 1.

`found()` may run any number of times; it adds what is missing and alters nothing.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.apps import apps as installed
from django.apps.registry import Apps

from departments.founding.second_edition import issue_second_edition

PLAN: Final = "《乌翠区社会保险费征缴争议联合处置机制实施方案》"
PLAN_DATE: Final = date(2025, 12, 19)
FOLDER: Final = Path(__file__).parent

#: code, name, short name, kind, functional, may lead, can assist (三、四(二); R020, R021, A10)
_DEPARTMENTS: Final = (
    ("SW", "区税务局", "税务局", "bureau", True, True, True),
    ("RS", "区人社局", "人社局", "bureau", True, True, True),
    ("YB", "区医保局", "医保局", "bureau", True, True, True),
    ("SB", "社保乌翠分中心", "社保分中心", "branch", True, True, True),
    ("XF", "区信访局", "信访局", "bureau", False, False, True),
    ("CZ", "区财政局", "财政局", "bureau", False, False, True),
    ("CL", "翠峦镇人民政府", "翠峦镇", "town", False, False, True),
    ("WM", "乌马河镇人民政府", "乌马河镇", "town", False, False, True),
    ("ZB", "专班办公室", "专班办", "office", False, False, False),
)

#: code, name, its town government, outside the district (interface 2, R005)
_TOWNS: Final = (
    ("230718100", "翠峦镇", "CL", False),
    ("230718101", "乌马河镇", "WM", False),
    ("230718", "区直", "", False),
    ("other", "区外", "", True),
)

#: role, title, one seat: the posts of the task force itself (三); persons are not ours to name
_TASK_FORCE: Final = (
    ("leader", "组长（区政府副区长）", True),
    ("deputy", "副组长（区税务局局长）", True),
    ("deputy", "副组长（区人社局局长）", True),
    ("deputy", "副组长（区医保局局长）", True),
    ("office", "专班办公室工作人员", False),
    ("archivist", "档案员", False),
    ("auditor", "审计员", False),
    ("sysadmin", "系统管理员", False),
    ("secadmin", "安全管理员", False),
    ("logadmin", "审计管理员", False),
)

_INSURANCES: Final = (
    "pension",
    "pension_resident",
    "medical",
    "medical_resident",
    "maternity",
    "injury",
    "unemployment",
)


def found(apps: Apps = installed) -> None:
    """Bring the rows of the plan into this database (方案三、四(二)); safe to repeat."""
    _found_departments(apps)
    _found_towns(apps)
    _found_posts(apps)
    _found_categories(apps)
    _found_matrix(apps)
    if hasattr(_model(apps, "DutyRule"), "basis"):  # not in the release that first called this
        issue_second_edition(apps)
    _model(apps, "TaskForceSettings").objects.get_or_create(pk=1)
    for insurance in _INSURANCES:
        _model(apps, "SwitchDate").objects.get_or_create(insurance=insurance)


def town_codes() -> list[str]:
    """Where a matter may lie, by the plan; a town that joins later is told by `GET towns/`."""
    return [code for code, *_ in _TOWNS]


def category_codes() -> list[str]:
    """The closed list of kinds of dispute (domain 5.1)."""
    return [row["code"] for row in _rows("categories")]


def _model(apps: Apps, name: str) -> Any:  # Any: a migration's historical model has no type
    return apps.get_model("departments", name)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _found_departments(apps: Apps) -> None:
    decision, _ = _model(apps, "MembershipDecision").objects.get_or_create(
        is_founding=True,
        defaults={
            "decided_on": PLAN_DATE,
            "effective_on": PLAN_DATE,
            "confirmed_on": PLAN_DATE,
            "document": PLAN,
        },
    )
    department = _model(apps, "Department")
    for order, row in enumerate(_DEPARTMENTS, start=1):
        code, name, short_name, kind, functional, leads, assists = row
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=f"department:{code}")
        department.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "short_name": short_name,
                "kind": kind,
                "order": order * 10,
                "group": group,
                "membership": decision,
                "is_active": True,
                "joined_on": PLAN_DATE,
                "is_functional": functional,
                "may_lead": leads,
                "may_request_convening": kind != "office",  # 四(二), R013, R060
                "can_assist": assists,
            },
        )
    office = department.objects.filter(code="ZB", hosted_by=None)
    office.update(hosted_by=department.objects.get(code="SW"))  # A09


def _found_towns(apps: Apps) -> None:
    department = _model(apps, "Department")
    for order, (code, name, government, outside) in enumerate(_TOWNS, start=1):
        _model(apps, "Town").objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "order": order * 10,
                "is_outside": outside,
                "department": department.objects.filter(code=government).first(),
            },
        )


def _found_posts(apps: Apps) -> None:
    for department in _model(apps, "Department").objects.filter(membership__is_founding=True):
        for role, title, single in posts_of(department.kind, department.short_name):
            _model(apps, "Post").objects.get_or_create(
                department=department,
                title=title,
                defaults={"role": role, "single_seat": single},
            )


def posts_of(kind: str, short_name: str) -> tuple[tuple[str, str, bool], ...]:
    """Role, title, one seat: the posts a unit of this kind starts with (A23)."""
    if kind == "office":
        return _TASK_FORCE
    usual = (
        ("clerk", f"{short_name}经办员", False),
        ("reviewer", f"{short_name}审核员", False),
        ("head", f"{short_name}负责人", True),
    )
    return (*usual, ("town_lead", f"{short_name}分管领导", True)) if kind == "town" else usual


def _found_categories(apps: Apps) -> None:
    for order, row in enumerate(_rows("categories"), start=1):
        _model(apps, "Category").objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "order": order * 10,
                "handling": row["handling"],
                "period_matters": row["period_matters"] == "yes",
            },
        )


def _found_matrix(apps: Apps) -> None:
    version, created = _model(apps, "MatrixVersion").objects.get_or_create(
        number=1, defaults={"effective_from": PLAN_DATE, "note": f"按{PLAN}四(二)建立"}
    )
    if created:
        _model(apps, "DutyRule").objects.bulk_create(_duty_rules(apps, version))
        _model(apps, "SignalRule").objects.bulk_create(_signal_rules(apps, version))


def _duty_rules(apps: Apps, version: Any) -> Iterator[Any]:  # Any: historical models
    categories = {row.code: row for row in _model(apps, "Category").objects.all()}
    for order, row in enumerate(_rows("duty_rules"), start=1):
        yield _model(apps, "DutyRule")(
            version=version,
            category=categories[row["category"]],
            order=order * 10,
            group=row["group"],
            insurance=row["insurance"],
            relation=row["relation"],
            people_from=int(row["people_from"]) if row["people_from"] else None,
            lead=row["lead"].split(),
            supporting=row["supporting"].split(),
            joint=row["joint"] == "yes",
            clause=row["clause"],
            text=row["text"],
        )


def _signal_rules(apps: Apps, version: Any) -> Iterator[Any]:  # Any: historical models
    for order, row in enumerate(_rows("signal_rules"), start=1):
        yield _model(apps, "SignalRule")(
            version=version,
            order=order * 10,
            topic=row["topic"],
            field=row["field"],
            at_least=int(row["at_least"]),
            subject=row["subject"],
            score=int(row["score"]),
            brings=row["brings"].split(),
            clause=row["clause"],
            text=row["text"],
        )
