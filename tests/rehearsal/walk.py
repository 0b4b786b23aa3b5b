"""The first day of a new server: administrators, a clerk, a reviewer, a case, its paper."""

from __future__ import annotations

import re
import sys
import time
from base64 import b32decode
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

import pdfplumber
from django_otp.oath import TOTP

from tests.rehearsal.browser import Browser
from tests.rehearsal.root import TOLD

OWN_PASSWORD = "Rehearsal-2468-first"
PATIENCE = 600  # seconds; a quiet machine needs a tenth of it
NAME, IDENTITY = "欧阳测试", "230799197804120011"
VISIT: dict[str, object] = {
    "channel": "visit",
    "town": "230718100",
    "payer.name": NAME,
    "payer.kind": "employee",
    "payer.id_number": IDENTITY,
    "payer.phone": "15400000018",
    "insurance_types": ["pension"],
    "category": "TAX-1",
    "facts": "单位办了参保登记，三个月没有申报缴费。",
    "claim": "请督促单位申报缴费。",
    "counterparty.name": "示例木制品加工厂",
    "counterparty.kind": "employer",
}
STAFF = (("sw01", "甲经办", "税务局经办员"), ("sw02", "乙审核", "税务局审核员"))
NewBrowser = Callable[[], Browser]


@dataclass
class FirstDay:
    """Each step prints a line and insists on what it promises."""

    browser: NewBrowser
    passwords: dict[str, str]  # of 三员, as `first_administrators` printed them
    telephones: dict[int, bytes] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)

    def walk(self) -> None:
        people = {name: self.signs_in(name, told) for name, told in self.passwords.items()}
        say("三员登录，改了首次口令，绑定了两步验证")
        for username, name, title in STAFF:
            code = self.opens_account(people["sysadmin"], username, name)
            second_code = self.confirms(people["secadmin"], username)
            self.appoints(people["secadmin"], name, title)
            people[username] = self.chooses(username, code, second_code)
        say("系统管理员建立账号，安全管理员确认、任职，经办、审核自己设了密码登录")
        case = self.registers(people["sw01"])
        people["sw02"].send(f"{case}approve_intake/", comment="要素齐全")
        say(f"登记并审核通过：{case}")
        self.reads_the_paper(people["sw01"], case)

    def signs_in(self, username: str, password: str) -> Browser:
        """One of the three: his own password, then his telephone."""
        browser = self.browser()
        landed = browser.send("/login/", username=username, password=password)
        assert "/login/" not in landed.address, landed.words
        browser.send(
            "/password/", old_password=password,
            new_password1=OWN_PASSWORD, new_password2=OWN_PASSWORD,
        )  # fmt: skip
        assert "登录须两步" in browser.open("/").words
        shown = browser.send("/account/second-factor/", password=OWN_PASSWORD)
        secret = re.search(r"密钥 ((?:[A-Z2-7]{4} ?){8})", shown.words)
        assert secret, shown.words[:2000]
        self.telephones[id(browser)] = b32decode(secret[1].replace(" ", ""))
        told = browser.send("/account/second-factor/bind/", code=self.code_of(browser))
        assert "备用码" in told.words, told.words[:2000]
        return browser

    def code_of(self, browser: Browser) -> str:
        """What the telephone shows; each is taken once, so the next one is waited for."""
        totp = TOTP(self.telephones[id(browser)])
        while totp.t() <= self.taken.get(id(browser), 0):
            time.sleep(1)
        self.taken[id(browser)] = totp.t()
        return f"{totp.token():06d}"

    def proven(self, browser: Browser, path: str) -> None:
        """Some minutes after the last code a page of rights asks for the next one."""
        shown = browser.open(path)
        if "/login/prove/" in shown.address:
            browser.send(shown.address, code=self.code_of(browser))

    def chooses(self, username: str, code: str, second_code: str) -> Browser:
        """Whose account it is has both codes, and a password that nobody gave him."""
        browser = self.browser()
        browser.send(
            "/password/slip/", username=username, code=code, second_code=second_code,
            new_password1=OWN_PASSWORD, new_password2=OWN_PASSWORD,
        )  # fmt: skip
        shown = browser.send("/login/", username=username, password=OWN_PASSWORD)
        assert "登录" not in shown.words[:20], shown.words[:400]
        return browser

    def opens_account(self, sysadmin: Browser, username: str, name: str) -> str:
        told = sysadmin.send("/manage/officers/new/", username=username, name=name)
        found = re.search(r"重置码 ([A-Z0-9-]{14})", told.words)
        assert found, told.words[:2000]
        return found[1]

    def confirms(self, secadmin: Browser, username: str) -> str:
        page = secadmin.open(f"/manage/officers/{username}/").page
        address = re.search(r'href="(/manage/slips/\d+/confirm/)"', page)
        assert address, page
        self.proven(secadmin, address[1])
        told = secadmin.send(address[1], reason="当面核对工作证")
        found = re.search(r"确认码 (\d{8})", told.words)
        assert found, told.words[:2000]
        return found[1]

    def appoints(self, secadmin: Browser, name: str, title: str) -> None:
        rows = secadmin.open("/manage/posts/").page.split("<tr")
        row = next(row for row in rows if f">{title}</a>" in row)
        address = re.search(r'href="(/manage/posts/\d+/appoint/)"', row)
        assert address, row
        self.proven(secadmin, address[1])
        page = secadmin.open(address[1]).page
        option = re.search(rf'<option value="(\d+)"[^>]*>{name}', page)
        assert option, page
        secadmin.send(address[1], officer=option[1], basis="文件")

    def registers(self, clerk: Browser) -> str:
        landed = clerk.send("/disputes/register/", **VISIT, go="register")
        found = re.search(r"/disputes/\d+/", landed.address)
        assert found, landed.words[:2000]
        return found[0]

    def reads_the_paper(self, clerk: Browser, case: str) -> None:
        """The worker draws it; what is drawn is Chinese, in fonts that are inside it."""
        deadline = time.monotonic() + PATIENCE
        while not (found := re.search(r"/papers/\d+/pdf/", clerk.open(case).page)):
            assert time.monotonic() < deadline, clerk.open(case).words
            time.sleep(1)
        full = f"{found[0]}?copy=full"
        while (answer := clerk.open(full)).status != 200 and time.monotonic() < deadline:
            time.sleep(1)
        assert answer.content[:5] == b"%PDF-", answer.words[:2000]
        with pdfplumber.open(BytesIO(answer.content)) as pdf:
            drawn = [char for page in pdf.pages for char in page.chars]
        text = "".join(char["text"] for char in drawn if not char["text"].isspace())
        for words in ("受理登记表", NAME, IDENTITY, "三个月没有申报缴费", "甲经办", "乙审核"):
            assert words in text, text
        fonts = {char["fontname"].partition("+")[2] for char in drawn}
        assert any("Fandol" in font or "Song" in font for font in fonts), fonts
        say(f"文书 {len(text)} 字可读，字体在文件里：{'、'.join(sorted(filter(None, fonts)))}")


def say(sentence: str) -> None:
    """Also for docs/performance.md: `tests.rehearsal` writes it there when all is walked."""
    sys.stdout.write(f"-- {sentence}\n")
    sys.stdout.flush()
    with TOLD.open("a", encoding="utf-8") as told:
        told.write(f"- {sentence}\n")
