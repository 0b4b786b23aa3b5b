"""The finished PDF: its text is what was stored, and it asks nobody for anything."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import cast

import pdfplumber
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from papers.freezing import PaperContent, check_code
from papers.layout.days import day
from papers.pieces import PartyPiece, SignaturePiece
from papers.printing.pdf import render
from tests.papers import samples
from tests.papers.sheets import EACH, MILLIMETRE, drawn

ROOT = Path(__file__).resolve().parents[2]
REMARK = (
    "以上反映内容，现予以报送，请按规定程序处理，办理过程中严格保密，不得泄露缴费人信息。"
    "办理结果直接反馈缴费人，并于{}前将办理情况反馈受理部门。"
)
TITLE = "乌翠区社会保险费征缴争议事项处理报送单"


def text_of(pdf: bytes) -> str:
    """All text, without the white space that lines and cells add."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def pages_of(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def draw(content: PaperContent, *, masked: bool = False) -> bytes:
    return render(content, masked=masked)


@pytest.mark.parametrize("kind", EACH)
def test_every_paper_carries_number_signer_day_and_check_code(kind: str) -> None:
    content, text = samples.TYPICAL[kind], text_of(drawn(kind))
    for said in (
        content.number,
        *content.dispute_number.split("、"),
        content.signed_by,
        day(content.issued_on),
        f"校验码{check_code(content)}",
        f"第1页共{pages_of(drawn(kind))}页",
    ):
        assert "".join(said.split()) in text


@pytest.mark.parametrize("kind", EACH)
def test_a_masked_copy_names_nobody_and_has_the_same_check_code(kind: str) -> None:
    text = text_of(drawn(kind, masked=True))
    assert not [canary for canary in samples.CANARIES if canary in text]
    assert check_code(samples.TYPICAL[kind]) in text
    assert "脱敏副本" in text


@pytest.mark.parametrize("kind", EACH)
def test_fonts_are_inside_and_nothing_in_it_acts(kind: str) -> None:
    reader = PdfReader(BytesIO(drawn(kind)))
    objects = [
        reader.get_object(n) for n in range(1, len(reader.xref[0]) + len(reader.xref_objStm))
    ]
    found = [each for each in objects if isinstance(each, DictionaryObject)]
    fonts = [each for each in found if each.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all("/FontFile3" in each or "/FontFile2" in each for each in fonts)
    acting = {"/JS", "/JavaScript", "/OpenAction", "/Launch", "/EmbeddedFile", "/URI", "/AA"}
    assert not [each for each in found if acting & set(each)]
    assert "/OutputIntents" in reader.root_object


@pytest.mark.parametrize(
    ("kind", "pages"),
    [
        ("registration", 1),
        ("referral", 2),
        ("receipt", 1),
        ("notification", 1),
        ("major_approval", 1),
        ("task_sheet", 1),
        ("extension_form", 1),
        ("extension_notice", 1),
        ("withdrawal_notice", 1),
        ("acceptance_notice", 1),
        ("correction", 1),
        ("supervision_order", 1),
        ("supervision_reply", 1),
        ("report_up", 1),
        ("disclosure_form", 1),
        ("disclosure_sheet", 1),
        ("service_proof", 1),
        ("opinion", 1),
        ("case_cover", 1),
        ("case_catalogue", 1),
        ("case_remarks", 1),
    ],
)
def test_an_ordinary_paper_takes_its_usual_pages(kind: str, pages: int) -> None:
    assert pages_of(drawn(kind)) == pages


def test_the_same_content_gives_the_same_bytes() -> None:
    assert draw(samples.opinion()) == draw(samples.opinion())


# --- 报送单 (领域 3.2) --------------------------------------------------------------------------


def test_title_and_remark_of_the_transmittal_are_to_the_letter() -> None:
    text = text_of(drawn("referral"))
    assert text.startswith(TITLE)
    assert REMARK.format("3月19日") in text


def test_a_day_in_another_year_is_printed_with_it() -> None:
    pdf = draw(samples.referral(due_on=date(2027, 1, 8)))
    assert REMARK.format("2027年1月8日") in text_of(pdf)


def test_the_title_stands_on_one_line_within_the_type_area() -> None:
    with pdfplumber.open(BytesIO(drawn("referral"))) as pdf:
        letters = [each for each in pdf.pages[0].chars if each["size"] > 20]
    assert "".join(each["text"] for each in letters) == TITLE
    assert len({round(each["top"]) for each in letters}) == 1
    assert letters[-1]["x1"] - letters[0]["x0"] <= 156 * MILLIMETRE


def test_the_table_has_the_six_columns_of_the_proposal() -> None:
    with pdfplumber.open(BytesIO(drawn("referral"))) as pdf:
        rows = pdf.pages[0].find_tables()[0].rows
    first = [cell for cell in rows[0].cells if cell]
    widths = [(cell[2] - cell[0]) / MILLIMETRE for cell in first]
    assert widths == pytest.approx([24, 28, 24, 28, 24, 28], abs=1)


def test_the_transmittal_says_everything_the_content_says() -> None:
    text = text_of(drawn("referral"))
    for said in (
        samples.NAME, samples.ID_NUMBER, samples.PHONE, samples.ADDRESS,
        samples.FACTS, samples.CLAIM, "用人单位职工",
        "翠峦镇翠峦林场", "翠峦兴林木制品加工厂", "91230799MA1TE5T189",
        "2024.01-2025.06", "已参保未申报", "1.劳动合同复印件2页；2.工资发放流水1页（共3页）",
        "首问责任人：经办员甲", "√平件", "□特急", "√一般", "□重大疑难", "√养老", "□工伤",
        "办理情况反馈单（回执）", "请于3月19日前反馈受理部门",
    ):  # fmt: skip
        assert said in text
    assert "专班组长" not in text


def test_only_a_major_matter_has_the_leaders_row() -> None:
    leader = SignaturePiece(name="专班组长", at=samples.at(3, 4), comment="同意。")
    pdf = draw(samples.referral(matter=samples.a_matter(severity="major"), leader=leader))
    assert "签名：专班组长2026年3月4日9:20（系统签批）" in text_of(pdf)
    assert pages_of(pdf) == 2


def test_four_hundred_characters_stay_on_the_front() -> None:
    facts = (samples.LONG * 6)[:400]
    pdf = draw(samples.referral(matter=samples.a_matter(facts=facts)))
    assert pages_of(pdf) == 2
    assert facts in text_of(pdf)


def test_longer_facts_go_on_on_the_appendix_whole() -> None:
    facts = samples.LONG * 8
    pdf = draw(samples.referral(matter=samples.a_matter(facts=facts, claim=samples.LONG * 3)))
    assert pages_of(pdf) == 3
    text = text_of(pdf)
    assert text.count("见附页") == 2
    assert facts in text
    assert samples.LONG * 3 in text


def test_the_fullest_major_transmittal_still_has_one_front_and_one_reverse() -> None:
    long = samples.LONG * 6
    payer = samples.a_payer(
        name="阿卜杜热依木·买买提艾力江·图尔荪尼亚孜", address=long[:80], employer=long[:60]
    )
    matter = samples.a_matter(severity="major", urgency="critical", facts=long, claim=long)
    leader = SignaturePiece(name="专班组长", at=samples.at(3, 4), comment=samples.LONG[:60])
    pdf = draw(samples.referral(payer=payer, matter=matter, reason=samples.LONG, leader=leader))
    fronts = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    assert "本单一式三份" in fronts[0]
    assert "（回执）" in fronts[1]
    assert fronts[2].startswith("附　页")


def test_a_bare_matter_has_all_its_rows_and_two_pages() -> None:
    pdf = draw(
        samples.referral(
            matter=samples.a_bare_matter(),
            payer=PartyPiece(name="匿名"),
            agent=None,
            counterparty=None,
            materials=(),
            contact=None,
        )
    )
    assert pages_of(pdf) == 2
    assert "争议对方无" in text_of(pdf)


def test_who_reported_in_confidence_is_not_on_the_transmittal() -> None:
    text = text_of(draw(samples.referral(identity_withheld=True)))
    assert not [canary for canary in samples.CANARIES if canary in text]
    assert "缴费人（保密，另函）" in text


def test_names_of_many_nations_and_rare_characters_are_printed() -> None:
    name = "阿卜杜热依木·买买提艾力江镕喆堃"
    assert name in text_of(draw(samples.referral(payer=samples.a_payer(name=name))))


# --- other papers ------------------------------------------------------------------------------


def test_the_decision_names_every_road_with_body_and_limit() -> None:
    text = text_of(drawn("decision"))
    for road in samples.decision().remedies:
        assert road.body in text
        assert road.limit_text in text
    for said in ("调解", "仲裁", "行政复议", "行政诉讼", "乌翠区税务局（盖章）"):
        assert said in text


def test_no_sign_and_no_note_stands_by_itself_on_a_line_or_atop_a_page() -> None:
    with pdfplumber.open(BytesIO(drawn("extension_form"))) as paper:
        told = paper.pages[0].crop((370, 222, 524, 258)).extract_text().split("\n")
    assert told == ["2026年3月31日", "（5个工作日）"]
    with pdfplumber.open(BytesIO(drawn("decision"))) as paper:
        tops = [page.extract_text().split("\n")[0] for page in paper.pages]
    assert not [line for line in tops if line.startswith("截止日自送达次日")]


def test_dissent_stands_in_the_minutes_beside_the_decision() -> None:
    text = text_of(drawn("minutes"))
    for said in (
        "专题会议纪要",
        "〔2026〕3号",
        "出席：",
        "请假：",
        "列席：",
        "（保留）",
        "责任单位：",
    ):
        assert said in text
    assert "盖章" not in text


def test_a_notification_says_whether_the_matter_was_handed_on() -> None:
    handed, told, declined = (
        text_of(draw(samples.notification(outcome=each, channel_text="请走投诉渠道。")))
        for each in ("transferred", "notify_only", "declined")
    )
    assert "社会保险法》第八十二条" in handed
    assert "移交区税务局依法处理" in handed
    assert "请您向区税务局反映" in told
    assert "不予受理。请走投诉渠道。" in declined


# --- nothing from outside ----------------------------------------------------------------------


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server that would notice being asked."""
    asked: list[str] = []

    class Notices(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Notices) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_a_paper_fetches_nothing_whatever_was_typed(
    canary: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = canary
    secret = tmp_path / "canary.txt"
    secret.write_text("不应出现的内容")
    typed = "".join(
        f'<img src="{url}"><link rel=stylesheet href="{url}"><link rel=attachment href="{url}">'
        f"<style>@import url({url});@font-face{{font-family:x;src:url({url})}}</style>"
        f'<object data="{url}"></object><svg><image href="{url}"/></svg><a href="{url}">x</a>'
        for url in (address, secret.as_uri(), "data:text/plain,canary")
    )
    payer = samples.a_payer(name=f'<img src="{address}/n">', address=f"url({address})")
    content = samples.decision(
        facts=typed, decision=typed, basis=") /JS (app.alert(1)) javascript:alert(1)",
        addressee=payer, payer=payer,
    )  # fmt: skip
    pdf = draw(content)
    assert asked == []
    assert "不应出现的内容" not in text_of(pdf)
    assert "".join(typed.split())[:300] in text_of(pdf)
    assert b"/EmbeddedFile" not in pdf


def test_without_fonts_no_paper_is_drawn_and_nobody_seals_empty_boxes(tmp_path: Path) -> None:
    """A process that finds no Chinese font refuses; the paper waits (D1)."""
    config = tmp_path / "fonts.conf"
    config.write_text('<?xml version="1.0"?><fontconfig><dir>/nowhere</dir></fontconfig>')
    script = (
        "import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n"
        "import django; django.setup()\n"
        "from papers.printing import glyphs, pdf; from tests.papers import samples\n"
        "assert not glyphs.fonts_are_there()\n"
        "try: pdf.render(next(iter(samples.TYPICAL.values())), masked=False)\n"
        "except pdf.FontsMissing: print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"FONTCONFIG_FILE": str(config)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "refused", done.stderr[-2000:]


def test_a_paper_that_waits_is_drawn_once_fonts_are_there(tmp_path: Path) -> None:
    """Nobody restarts anything: the process that refused draws it the next time."""
    fonts, config = tmp_path / "fonts", tmp_path / "fonts.conf"
    fonts.mkdir()
    config.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{fonts}</dir>'
        f"<cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>"
    )
    script = (
        "import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n"
        "import django; django.setup()\n"
        "import pathlib, sys, pylopdf_fonts_zh_cn\n"
        "from papers.printing import glyphs, pdf; from tests.papers import samples\n"
        "paper = next(iter(samples.TYPICAL.values()))\n"
        "try: pdf.render(paper, masked=False)\n"
        "except pdf.FontsMissing: print('waits')\n"
        "font = pathlib.Path(pylopdf_fonts_zh_cn.sans_path())\n"
        "(pathlib.Path(sys.argv[1]) / font.name).symlink_to(font)\n"
        "print(pdf.render(paper, masked=False)[:5].decode())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(fonts)],
        env=os.environ | {"FONTCONFIG_FILE": str(config)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["waits", "%PDF-"], done.stderr[-2000:]


def test_every_process_finds_the_fonts_without_being_told(tmp_path: Path) -> None:
    script = (
        "import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n"
        "import django; django.setup()\n"
        "from papers.printing import glyphs; print(glyphs.fonts_are_there())\n"
    )
    told = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=told, cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "True", done.stderr[-2000:]


def alternatives(pdf: bytes) -> set[str]:
    """What a reading aid says of each figure."""
    reader = PdfReader(BytesIO(pdf))
    size = cast(int, reader.trailer["/Size"])
    known = [reader.get_object(nth) for nth in range(1, size)]
    kept = [each for each in known if isinstance(each, DictionaryObject)]
    return {str(each.get("/Alt", "")) for each in kept if each.get("/S") == "/Figure"}


@pytest.mark.parametrize("kind", ["referral", "decision", "minutes"])
def test_each_page_bears_its_code_and_a_qr_code_outside_the_type_area(kind: str) -> None:
    """13 mm in the lower right corner, clear of folio, foot and red lines; none without a code."""
    plain = samples.TYPICAL[kind]
    address = "https://portal.example/verify/7K3M9QXPA2BCDEFG/"
    told = replace(
        plain, verify_code="7K3M9QXPA2BCDEFG", verify_at=address, replaces="甲〔2026〕5号"
    )
    assert alternatives(draw(told)) == {"核验二维码"}
    with pdfplumber.open(BytesIO(draw(told))) as pdf, pdfplumber.open(BytesIO(draw(plain))) as old:
        for page in pdf.pages:
            foot = page.crop((0, 280 * MILLIMETRE, page.width, page.height)).extract_text()
            assert "代替〔2026〕5号｜核验码 7K3M-9QXP-A2BC-DEFG" in foot
            signs = [each for each in page.objects.get("curve", []) + page.lines + page.rects
                     if each["x0"] > 191 * MILLIMETRE]  # fmt: skip
            assert min(each["x0"] for each in signs) == pytest.approx(192 * MILLIMETRE, abs=1)
            assert max(each["x1"] for each in signs) == pytest.approx(205 * MILLIMETRE, abs=1)
            assert min(each["top"] for each in signs) == pytest.approx(279.5 * MILLIMETRE, abs=2)
            assert max(each["bottom"] for each in signs) < 293 * MILLIMETRE
        assert len(old.pages) == len(pdf.pages)
        assert all("核验码" not in each.extract_text() for each in old.pages)
