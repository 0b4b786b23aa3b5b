"""Walks one dispute along its road in browsers, and asks at every stop what a promise says."""

from __future__ import annotations

import html
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime
from pypdf import PdfReader

from confidentiality.keys import key_ring
from disputes.models import Dispute
from reports.archives import verify_package
from tests.confidentiality import upload_corpus as corpus
from tests.factories import today
from tests.stories.cast import WANG, Part
from tests.stories.forms_on_page import PageForm, forms_of
from tests.stories.seeing import NOTHING, everything, registers, seen_by
from workflow.messages.deliver import deliver
from workflow.models import Assignment, Meeting, Notice, OutboxMessage, Paper

Typed = dict[str, object]


def send(browser: Client, address: str, typed: Typed, mark: str = "") -> Any:  # Any: test answer
    """Open the page, fill in the one form that takes all this, and press its button."""
    shown = browser.get(address)
    assert shown.status_code == 200, (address, shown.status_code, words_of(shown))
    form = _the_form(shown.content.decode(), typed, mark)
    return browser.post(form.attributes.get("action") or address, form.filled(typed))


def _the_form(page: str, typed: Typed, mark: str) -> PageForm:
    forms = [f for f in forms_of(page) if f.attributes.get("method") == "post"]
    found = next((f for f in forms if mark in {*f.controls, *f.buttons} and f.takes(typed)), None)
    offered = {n: c.choices for f in forms for n, c in f.controls.items()}
    assert found is not None, f"no form takes {typed}; there is {offered}"
    return found


def words_of(answer: Any) -> str:  # Any: a test client's answer
    """A page's text without tags and without white space."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", "", answer.content.decode(), flags=re.S)
    return "".join(html.unescape(text).split())


def text_of(pdf: bytes) -> str:
    """All text of a paper, without the white space that lines and cells add."""
    return "".join("".join(p.extract_text() for p in PdfReader(BytesIO(pdf)).pages).split())


@dataclass
class Journey:
    """One dispute under way."""

    dispute: Dispute

    # --- acting -------------------------------------------------------------------------------

    def press(self, part: Part, verb: str, **typed: object) -> None:
        """`part` does `verb` on its page, and it is done."""
        registers(part.browser(), self.dispute)
        answer = send(
            part.browser(), f"{self.dispute.get_absolute_url()}{verb}/", typed, mark="version"
        )
        assert answer.status_code == 302, words_of(answer)
        self.look()

    def press_answer(self, part: Part, verb: str, **typed: object) -> None:
        """The same for the one open assignment of his department."""
        mine = self.assignment(part.code)
        answer = send(part.browser(), f"{mine.get_absolute_url()}{verb}/", typed, mark="version")
        assert answer.status_code == 302, words_of(answer)
        self.look()

    def is_refused(self, part: Part, verb: str, sentence: str) -> None:
        """The page of the verb is not to be had now, and says why."""
        version = self.dispute.version
        registers(part.browser(), self.dispute)
        answer = part.browser().get(f"{self.dispute.get_absolute_url()}{verb}/", follow=True)
        assert "".join(sentence.split()) in words_of(answer), words_of(answer)
        self.look()
        assert self.dispute.version == version

    def approve(self, part: Part, **typed: object) -> None:
        """The leader answers on his telephone what waits about this dispute."""
        (waiting,) = self.dispute.approvals.filter(state="pending")
        answer = send(part.browser(), f"/approvals/{waiting.pk}/", typed, mark="answer")
        assert answer.status_code == 302, words_of(answer)
        self.look()

    def attach(self, part: Part, title: str, purpose: str) -> None:
        """A scanned paper is put into the file."""
        file = BytesIO(corpus.pdf())
        file.name = f"{title}.pdf"
        typed: Typed = {"file": file, "title": title, "purpose": purpose}
        address = f"{self.dispute.get_absolute_url()}materials/"
        answer = send(part.browser(), address, typed, mark="file")
        assert answer.status_code == 302, words_of(answer)
        self.look()

    def give_opinion(self, clerk: Part, head: Part, opinion: str) -> None:
        """A department signs for its assignment, writes its answer, and its head sends it."""
        self.press_answer(clerk, "accept")
        self.give_opinion_written(clerk, head, opinion)

    def give_opinion_written(self, clerk: Part, head: Part, opinion: str) -> None:
        """The same where it was signed for before."""
        self.press_answer(
            clerk, "draft_opinion", facts="经查属实", basis="社会保险法第六十条", opinion=opinion
        )
        self.press_answer(head, "approve_opinion", comment="同意")

    def decide(self, clerk: Part, head: Part, decision: str) -> None:
        """Drafted by one, signed by the other."""
        self.press(
            clerk,
            "draft_decision",
            facts="经查，单位三个月未申报。",
            basis="社会保险法第六十三条",
            decision=decision,
        )
        self.stands("awaiting_signoff")
        self.press(head, "sign_decision", comment="同意")
        self.stands("feedback", last="签发处理意见", clause="五(三)")

    def serve_both(self, part: Part) -> None:
        for party in ("payer", "counterparty"):
            self.press(
                part,
                "serve",
                party=party,
                method="direct",
                served_on=f"{today()}",
                recipient="本人",
            )

    def hear(self, part: Part, party: str, answer: str, **typed: object) -> None:
        self.press(part, "record_response", party=party, answer=answer, **typed)

    def archive(self, part: Part = WANG, **reasons: str) -> None:
        """Into the archive, and nobody moves it any more."""
        self.press(part, "archive", **reasons)
        self.stands("archived", last="归档，档号", clause="五(五)")
        assert self.dispute.case_file.catalogue
        assert not self.dispute.deadlines.open().filter(supervision=None).exists()

    def is_packed_for(self, part: Part, folder: Path) -> None:
        """The sealed package holds every paper, and proves itself to a Python without packages."""
        file, own = self.dispute.case_file, folder / "package.zip"
        answer: Any = part.browser().get(reverse("api_archive_package", args=[file.pk]))
        assert answer.status_code == 200, answer.content
        own.write_bytes(b"".join(answer.streaming_content))
        command = [sys.executable, "-I", "-S", verify_package.__file__, str(own)]
        command += ["--key", key_ring().signers()[0].public_key]
        ran = subprocess.run(command, capture_output=True, text=True, check=False,
                             env={"PYTHONIOENCODING": "utf-8"}, cwd="/")  # fmt: skip
        assert (ran.returncode, "信息包完整" in ran.stdout) == (0, True), ran.stdout + ran.stderr
        with zipfile.ZipFile(own) as package:
            held = [each for each in package.namelist() if each.startswith("data/文书/")]
        assert len(held) == self.dispute.papers.count()

    # --- looking ------------------------------------------------------------------------------

    def look(self) -> None:
        self.dispute = Dispute.objects.get(pk=self.dispute.pk)

    def stands(self, state: str, *, last: str = "", clause: str = "", mode: str = "") -> None:
        """It is in that state, and the timeline's last sentence says how it came there."""
        assert self.dispute.state == state, self.dispute.state
        entry = self.dispute.timeline.order_by("id").last()
        assert entry is not None
        assert last in entry.text, entry.text
        assert not clause or entry.clause == clause, entry.clause
        assert not mode or self.dispute.mode == mode

    def assignment(self, code: str) -> Assignment:
        found: Assignment = self.dispute.assignments.filter(department__code=code).latest("pk")
        return found

    def is_told(self, part: Part, words: str) -> None:
        """Among the messages of the next desk one about this dispute says so."""
        found = Notice.objects.filter(recipient=part.officer(), dispute=self.dispute)
        told = [notice.text for notice in found]
        assert any(words in text and str(self.dispute.number) in text for text in told), told

    def runs(self, *keys: str) -> None:
        """These clocks run, no others, and the list shows the earliest."""
        running = list(self.dispute.deadlines.open())
        held = sorted(each.key for each in running)
        assert held == sorted(keys), held
        first = min((each.due_on for each in running), default=None)
        assert self.dispute.due_on == first

    def is_seen_by(self, *parts: Part) -> None:
        for part in parts:
            assert seen_by(self.dispute, part) == everything(self.dispute), part.name

    def does_not_exist_for(self, *parts: Part) -> None:
        for part in parts:
            assert seen_by(self.dispute, part) == NOTHING, part.name

    def holds(self, *labels: str) -> None:
        """These papers, in the order they were issued, each with its own number."""
        papers = list(self.dispute.papers.order_by("pk"))
        held = [paper.label for paper in papers]
        assert held == list(labels), held
        for paper in papers:
            assert re.fullmatch(r".*〔\d{4}〕\d+号", paper.number)

    def paper(self, label: str, party: str = "", place: int = -1) -> Paper:
        rows = [p for p in self.dispute.papers.order_by("pk") if p.label == label]
        found: Paper = [p for p in rows if not party or p.party == party][place]
        return found

    def reads(self, part: Part, paper: Paper, *said: str, copy: str = "full") -> str:
        """`part` opens the paper and reads all this in it, its number included."""
        message = OutboxMessage.objects.get(key=f"render-paper-{paper.pk}")
        assert message.delivered_at or deliver(message.pk), message.last_error
        registers(part.browser(), self.dispute)
        answer = part.browser().get(f"/papers/{paper.pk}/pdf/?copy={copy}")
        assert answer.status_code == 200
        text = text_of(answer.content)
        for words in (paper.number, str(self.dispute.number), *said):
            assert "".join(words.split()) in text, words
        return text

    def tells_its_whole_story_to(self, part: Part) -> None:
        """Every step stands on the page with its sentence and its clause, and in the API."""
        address = self.dispute.get_absolute_url()
        registers(part.browser(), self.dispute)
        shown = words_of(part.browser().get(f"{address}?log=all"))
        told = part.browser().get(f"/api/v1/disputes/{self.dispute.pk}/timeline/").json()
        entries = list(self.dispute.timeline.order_by("id"))
        assert len(told) == len(entries)
        for entry in entries:
            assert "".join(entry.text.split()) in shown
            assert entry.clause
            assert entry.clause in shown

    # --- meetings -----------------------------------------------------------------------------

    def plan(self, clerk: Part, codes: list[str]) -> Meeting:
        """Called from the dispute's page; the invited see it from now on."""
        special = self.dispute.mode == "special"
        typed: Typed = {
            "kind": "major" if special else "general",
            "title": "专题会议",
            "departments": codes,
            "starts_at": f"{localtime():%Y-%m-%dT%H:%M}",
            "place": "区政府三楼会议室",
            "plan": "1",
        }
        address = f"/meetings/new/?dispute={self.dispute.pk}"
        answer = send(clerk.browser(), address, typed, mark="plan")
        assert answer.status_code == 302, words_of(answer)
        meeting = Meeting.objects.latest("pk")
        assert list(meeting.disputes.all()) == [self.dispute]
        self.press_meeting(meeting, clerk, "call")
        return meeting

    def sit(self, meeting: Meeting, clerk: Part, codes: list[str], settled: str) -> None:
        """Who came, and what was settled about this dispute."""
        self.press_meeting(meeting, clerk, "hold", attended=codes)
        of_it = f"item{meeting.items.get().pk}-"
        typed: Typed = {f"{of_it}decision": settled, f"{of_it}responsible": "SW"}
        self.press_meeting(meeting, clerk, "minute", **typed)

    def press_meeting(self, meeting: Meeting, part: Part, verb: str, **typed: object) -> None:
        """`part` does a verb of the meeting on its page."""
        address = f"{meeting.get_absolute_url()}{verb}/"
        answer = send(part.browser(), address, typed, mark="version")
        assert answer.status_code == 302, words_of(answer)
        self.look()


def register_by_page(part: Part, **typed: object) -> Journey:
    """The counter: the registration page, filled and handed in."""
    answer = send(part.browser(), "/disputes/register/", {**typed, "go": "register"}, mark="key")
    assert answer.status_code == 302, words_of(answer)
    return Journey(Dispute.objects.get(first_contact_officer=part.officer()))
