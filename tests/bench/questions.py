"""What is asked of both: the portal's page, and its near-limit neighbour."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote
from uuid import uuid4

from tests.bench import words
from tests.bench.client import Answer, Client
from tests.bench.house import PASSWORD, House
from tests.bench.shares import BIG, SMALL

PAGE, DEEP = 50, 1000


@dataclass(frozen=True)
class Officer:
    """Somebody who looks, and how much he may see."""

    username: str
    code: str
    label: str


BIG_CLERK = Officer(f"{BIG.lower()}_clerk", BIG, "大单位经办员")
SMALL_CLERK = Officer(f"{SMALL.lower()}_clerk", SMALL, "小单位经办员")
OFFICE = Officer("office", "", "专班办公室")
OFFICERS = (BIG_CLERK, SMALL_CLERK, OFFICE)

#: Every other list and sum that opens from the menu (P25): none may take long.
COMMON_PAGES = {
    "快到期的在前": "/disputes/?order=due",
    "已超期": "/disputes/?lamp=red",
    "等待他人": "/?tab=waiting",
    "我的待办": "/tasks/",
    "会商": "/meetings/",
    "督办": "/supervisions/",
    "案卷档案": "/archives/",
    "统计": "/statistics/",
    "考核": "/statistics/scorecard/",
    "消息": "/messages/",
}
BUREAU_PAGES = COMMON_PAGES | {"登记（空白）": "/disputes/register/"}
OFFICE_PAGES = COMMON_PAGES | {"审批": "/approvals/"}


#: By key and, of the other pages, by name.
GROWING = ("W", "P1", "P3", "P4", "P8", "P9", "XG")
GROWING_TOO = ("我的待办", "统计", "案卷档案", "考核", "审批")
LIST, EXPORT = "/disputes/", "/disputes/export/"


@dataclass(frozen=True)
class Question:
    """A page (or several of a kind in turn), beside its near-limit view."""

    key: str
    name: str
    paths: tuple[str, ...]
    near: tuple[str, ...]
    #: What is looked for: posted once, asked again by the address that it led to.
    sought: str = ""

    @property
    def grows(self) -> bool:
        """Asked of both houses: it must not take longer where there is more."""
        return self.key in GROWING or self.name in GROWING_TOO


@dataclass
class Asker:
    """One officer at one house, asking questions of either side."""

    client: Client
    nth: Iterator[int]
    token: str = ""
    found: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, house: House, officer: Officer) -> Asker:
        return cls(Client(house.port).sign_in(officer.username, PASSWORD), count())

    def twin(self) -> Asker:
        return Asker(self.client.twin(), count(), self.token, self.found)

    def ask(self, question: Question, *, near: bool) -> Answer:
        paths = question.near if near else question.paths
        path = paths[next(self.nth) % len(paths)]
        if question.key == "XG" and not near:
            query = self._found(question.sought).partition("?")[2]
            return self.client.post(EXPORT, {"query": query, **self._csrf(LIST)})
        if question.sought and not near:
            return self.client.get(self._found(question.sought))
        if question.key == "X" and not near:
            return self.client.post(EXPORT, {"query": "", **self._csrf(LIST)})
        if question.key != "P9":
            return self.client.get(path)
        return self.client.post(path, {**(_near_visit() if near else _visit()), **self._csrf(path)})

    def _found(self, sought: str) -> str:
        """Where the search form leads; the address holds the word under his own seal."""
        if sought not in self.found:
            answer = self.client.post(LIST, {"q": sought, **self._csrf(LIST)})
            self.found[sought] = answer.location
        return self.found[sought]

    def _csrf(self, path: str) -> dict[str, str]:
        """The page is opened once; every visit after that is posted with its token."""
        if not self.token:
            self.token = self.client.get(path).token
        return {"csrfmiddlewaretoken": self.token}


def expected(question: Question) -> int:
    return 302 if question.key == "P9" else 200


def of(house: House, officer: Officer) -> list[Question]:
    """Everything one officer is timed at."""
    unit = house.scalar(_unit(officer.code or BIG))
    edge = house.scalar(_edge(officer, house))
    seen = house.column(_disputes(officer)) or house.column(_any_open(officer))
    narrowed = f"state=archived&receiving={officer.code or BIG}"
    asked = [
        Question("W", "工作台", ("/",), ("/near/list/",)),
        Question("P1", "列表首页", ("/disputes/",), ("/near/list/",)),
        Question("P3", "按状态、单位筛选", (f"/disputes/?{narrowed}",),
                 (f"/near/list/?state=archived&department={unit}",)),
        Question("P4", f"第 {min(DEEP, pages(house, officer))} 页",
                 (f"/disputes/?cursor={_cursor(edge)}",), (f"/near/list/?before={edge}",)),
        *searches(),
        Question("P8", "事项页", tuple(f"/disputes/{pk}/" for pk in seen),
                 tuple(f"/near/{pk}/" for pk in seen)),
        Question("API", "API 列表", ("/api/v1/disputes/",), ("/near/json/",)),
        Question("API", "API 事项", tuple(f"/api/v1/disputes/{pk}/" for pk in seen),
                 tuple(f"/near/{pk}/" for pk in seen)),
    ]  # fmt: skip
    asked += [
        Question("P25", name, (path,), ("/near/list/",))
        for name, path in (BUREAU_PAGES if officer.code else OFFICE_PAGES).items()
    ]
    asked.append(Question("X", "导出（至多 5,000 件）", (EXPORT,), ("/near/list/",)))
    hundred = "导出检索所得（全库 100 件）"
    asked.append(Question("XG", hundred, (EXPORT,), ("/near/list/",), words.RARE_4))
    if officer.code:
        asked.append(Question("P9", "登记（POST）", ("/disputes/register/",), ("/near/create/",)))
    return [each for each in asked if each.paths]  # a small unit may have no case that is open


def searches() -> list[Question]:
    """Frequent, rare and absent words alike, and one whose windows deceive the index."""
    sought = {
        ("P5", "检索 2 字，处处都有"): words.EVERYWHERE_2,
        ("P5", "检索 2 字，常见"): words.FREQUENT_2,
        ("P7", "检索 2 字，罕见（全库 100 件）"): words.RARE_2,
        ("P5", "检索 2 字，没有"): words.ABSENT_2,
        ("P6", "检索 4 字，常见"): words.FREQUENT_4,
        ("P7", "检索 4 字，罕见（全库 100 件）"): words.RARE_4,
        ("P6", "检索 4 字，没有"): words.ABSENT_4,
        ("P6", "检索 4 字，没有而各二字皆常见"): words.DECEPTIVE_4,
    }
    return [
        Question(key, name, (LIST,), (f"/near/search/?q={quote(word)}",), word)
        for (key, name), word in sought.items()
    ]


def _unit(code: str) -> str:
    return f"SELECT id FROM departments_department WHERE code = '{code}'"  # noqa: S608


def pages(house: House, officer: Officer) -> int:
    full = house.scalar(f"SELECT count(*) / {PAGE} FROM ({_reach(officer)}) r")  # noqa: S608
    return max(full, 1)


def _reach(officer: Officer) -> str:
    """Ids he may see, as plain SQL: the bench checks nobody's rights, it looks for an edge."""
    if not officer.code:
        return "SELECT id FROM disputes_dispute WHERE state <> 'draft'"
    return (
        "SELECT content_object_id AS id FROM disputes_disputegrouppermission p"  # noqa: S608
        f" JOIN departments_department d ON d.group_id = p.group_id AND d.code = '{officer.code}'"
        " WHERE private_to_id IS NULL"
    )


def _edge(officer: Officer, house: House) -> str:
    """The last row of the page before the thousandth, or before the last full one."""
    skip = max(PAGE * (min(DEEP, pages(house, officer)) - 1) - 1, 0)
    return f"SELECT id FROM ({_reach(officer)}) r ORDER BY id DESC OFFSET {skip} LIMIT 1"  # noqa: S608


def _disputes(officer: Officer) -> str:
    """Half of them concluded, half in joint handling; a filed one is first signed for."""
    picks = [
        f"(SELECT d.id FROM ({_reach(officer)}) r JOIN disputes_dispute d USING (id)"  # noqa: S608
        f" WHERE {which} ORDER BY d.id DESC LIMIT 5)"
        for which in ("d.state = 'concluded'", "d.state = 'handling' AND d.mode = 'joint'")
    ]
    return " UNION ALL ".join(picks)


def _any_open(officer: Officer) -> str:
    """In a small world a small unit may have neither; a filed one would lead to its register."""
    seen = f"SELECT d.id FROM ({_reach(officer)}) r JOIN disputes_dispute d USING (id)"  # noqa: S608
    return f"{seen} WHERE d.state NOT IN ('archived', 'draft') ORDER BY d.id DESC LIMIT 5"


def _cursor(edge: int) -> str:
    return base64.urlsafe_b64encode(f"n{edge}".encode()).decode().rstrip("=")


def _visit() -> dict[str, str]:
    """What a clerk types at the counter."""
    return {
        "key": str(uuid4()), "go": "register", "channel": "visit",
        "visited_at": "2026-11-20 09:10", "town": "230718100", "place": "翠林村",
        "urgency": "normal", "category": "TAX-1", "insurance_types": "pension",
        "payer.name": "欧阳测试", "payer.kind": "employee", "payer.phone": "15400000018",
        "counterparty.kind": "employer", "counterparty.name": "示例木制品加工厂",
        "people_count": "1", "facts": "单位办了参保登记，三个月没有申报缴费，请核实。",
        "claim": "请督促单位申报缴费。",
    }  # fmt: skip


def _near_visit() -> dict[str, str]:
    return {"channel": "visit", "name": "欧阳测试", "category": "TAX-1",
            "facts": "单位办了参保登记，三个月没有申报缴费，请核实。"}  # fmt: skip
