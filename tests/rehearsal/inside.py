"""In a network of its own: install, start, walk the first day, look for leaks, restart."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from tests.knocking import REQUESTS, knock
from tests.rehearsal.browser import Browser
from tests.rehearsal.units import Units
from tests.rehearsal.walk import IDENTITY, NAME, PATIENCE, FirstDay, say

HOST = "localhost"
SITE = f"https://{HOST}/"
PLACE = Path("/srv/portal")
ADMINISTRATORS = re.compile(r"账号 (\w+)  口令 (\S+)")


def main(root: Path) -> None:
    begun = time.monotonic()
    asked = run(root, "sh", "docs/operations/install.sh", HOST, keep=True, well=False)
    assert "请把证书放到" in asked, asked
    certify(root)
    run(root, "sh", "docs/operations/install.sh", HOST)
    say(f"装好，{time.monotonic() - begun:.0f} 秒")
    told = run(root, "sh", "docs/operations/manage.sh", "first_administrators", keep=True)
    units = Units(root, PLACE)
    units.open()
    try:
        wait_until_fit(root, units)
        browser = partial(Browser, SITE, root / "etc/portal/secrets/tls.crt")
        FirstDay(browser, dict(ADMINISTRATORS.findall(told))).walk()
        nothing_is_plain(root)
        restarted_under_way(browser, units)
    finally:
        units.end()
    run(root, "sh", "docs/operations/install.sh", HOST)
    say("再执行一次 install.sh（升级）也成功")


def run(root: Path, *command: str, keep: bool = False, well: bool = True) -> str:
    """In the place of the release, as root would type it."""
    there = ["chroot", str(root), "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"]
    done = subprocess.run(
        [*there, "sh", "-c", f'cd {PLACE} && exec "$@"', "sh", *command],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE if keep else None,
        stderr=subprocess.STDOUT if keep else None, text=True, check=False,
    )  # fmt: skip
    if (done.returncode == 0) != well:
        sys.exit(f"{' '.join(command)}：{done.stdout or '没有成功'}")
    return done.stdout or ""


def certify(root: Path) -> None:
    """A certificate for this name alone, as the customer's authority would give one."""
    secrets = "/etc/portal/secrets"
    run(
        root, "openssl", "req", "-batch", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
        "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}",
        "-keyout", f"{secrets}/tls.key", "-out", f"{secrets}/tls.crt", keep=True,
    )  # fmt: skip


def wait_until_fit(root: Path, units: Units) -> None:
    """/healthz through the proxy: database, broker, clock, fonts."""
    certificate = root / "etc/portal/secrets/tls.crt"
    deadline = time.monotonic() + PATIENCE
    answer = None
    while time.monotonic() < deadline and units.are_alive():
        answer = Browser(SITE, certificate).open("/healthz")
        if answer.status == 200:
            fit = [name for name, state in json.loads(answer.page).items() if state == "ok"]
            say(f"healthz 答 ok 的：{'、'.join(fit)}")
            return
        time.sleep(1)
    logs = [path.read_text()[-3000:] for path in (root / "tmp").glob("*.log")]
    sys.exit("\n".join([f"没有启动：{answer and answer.page}", *logs]))


def nothing_is_plain(root: Path) -> None:
    """What the paper shows stands nowhere in the database."""
    dump = "cd / && runuser -u postgres -- pg_dump portal"
    text = run(root, "sh", "-c", dump, keep=True)
    assert "disputes_dispute" in text
    for words in (NAME, IDENTITY):
        assert words not in text, words
    say(f"数据库转储 {len(text) // 1024} KiB 里没有姓名、证件号码的明文")


def restarted_under_way(browser: partial[Browser], units: Units) -> None:
    seen, slowest = knock(
        lambda: browser().open("/login/").status, meanwhile=lambda: units.restart("web")
    )
    assert seen == {"200": REQUESTS}, seen
    say(f"重启网页进程期间 {REQUESTS} 次请求，失败 0 次，最慢 {slowest:.1f} 秒")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
