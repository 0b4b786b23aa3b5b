"""What one officer can learn of a dispute by every door there is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.test import Client

from disputes.choices import State
from disputes.models import Dispute
from tests.stories.cast import Part

HERE = {200, 202}  # 202: the paper is being drawn


@dataclass(frozen=True)
class Seen:
    """One answer a door."""

    in_list: bool
    counted: bool
    found_by_number: bool
    found_by_words: bool
    page: bool
    verb_page: bool
    api_list: bool
    api: bool
    api_timeline: bool
    papers: bool


EVERYTHING = Seen(*[True] * 10)
NOTHING = Seen(*[False] * 10)


def seen_by(dispute: Dispute, part: Part) -> Seen:
    """Ask at the list, the count, the search box, the pages, the API and the papers."""
    browser = part.browser()
    registers(browser, dispute)
    at, api = dispute.get_absolute_url(), f"/api/v1/disputes/{dispute.pk}/"
    listed = _list(browser)
    rows = browser.get("/api/v1/disputes/").json()["results"]
    return Seen(
        in_list=_is_linked(dispute, listed),
        counted=_counts(listed, dispute),
        found_by_number=_finds(browser, str(dispute.number), dispute),
        found_by_words=_finds(browser, dispute.facts[:8], dispute),
        page=_is_there(browser, at),
        verb_page=_is_there(browser, f"{at}hand_over/"),
        api_list=any(row["id"] == dispute.pk for row in rows),
        api=_is_there(browser, api),
        api_timeline=_is_there(browser, f"{api}timeline/"),
        papers=_are_there(browser, dispute),
    )


def registers(browser: Client, dispute: Dispute) -> None:
    """查阅登记: whoever may read an archived case says why first."""
    if dispute.state == State.ARCHIVED:
        browser.post(dispute.case_file.get_absolute_url(), {"purpose": "季度抽查"})


def everything(dispute: Dispute) -> Seen:
    """What somebody with a part in it sees."""
    return EVERYTHING if dispute.papers.exists() else _without_papers(EVERYTHING)


def _without_papers(seen: Seen) -> Seen:
    return Seen(**{**seen.__dict__, "papers": False})


def _is_linked(dispute: Dispute, html: str) -> bool:
    """A row leads to it."""
    return f'href="{dispute.get_absolute_url()}"' in html


def _list(browser: Client) -> str:
    """The list of whoever works on disputes; nothing for the administrators."""
    answer = browser.get("/disputes/")
    return answer.content.decode() if answer.status_code == 200 else ""


def _counts(listed: str, dispute: Dispute) -> bool:
    """The number over the list is greater than that of the other rows."""
    if not listed:
        return False
    said = re.search(r'class="ui-says">[^<]*?(\d+) 件', listed)
    assert said
    others = listed.count('class="ui-case"') - _is_linked(dispute, listed)
    return int(said[1]) > others


def _finds(browser: Client, words: str, dispute: Dispute) -> bool:
    """The box leads to it: at once by its whole number, else by a row."""
    answer = browser.post("/disputes/", {"q": words}, follow=True)
    if answer.status_code != 200:
        return False
    straight = answer.request["PATH_INFO"] == dispute.get_absolute_url()
    return straight or _is_linked(dispute, answer.content.decode())


def _is_there(browser: Client, address: str) -> bool:
    """404 alone means that it is not there; a refusal would betray it."""
    return browser.get(address).status_code != 404


def _are_there(browser: Client, dispute: Dispute) -> bool:
    """All papers, by page and by API, or none."""
    doors = [
        browser.get(f"{start}/papers/{paper.pk}/pdf/").status_code
        for paper in list(dispute.papers.all())[-2:]
        for start in ("", "/api/v1")
    ]
    assert set(doors) <= HERE or set(doors) == {404}
    return bool(doors) and set(doors) <= HERE
