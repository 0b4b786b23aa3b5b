"""会商文书全文: sealed with each file of a meeting about several, taken by who knows them all."""

from __future__ import annotations

import io

import pytest
from django.utils import timezone

from confidentiality.keys import key_ring
from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from reports.archives.handing_out import takes_whole
from reports.archives.package import sealed
from reports.archives.verify_package import Verdict, check
from reports.archives.whole_texts import FOLDER, may_take
from tests import factories as f
from tests.api.programs import program_of
from tests.reports.archives.repacking import Files, packed, retagged, unpacked, words_of
from workflow.archiving.case_file import Excuse
from workflow.meetings import actions as meetings
from workflow.meetings.plan import plan

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OTHER = "尉迟敬之"
GONE = {"note": "已电话撤回"}


def two_met() -> tuple[Dispute, Dispute]:
    """One that is archived, and one from which a colleague of the same unit was recused."""
    one, other = f.handled(), f.handled()
    payer, clerk = other.payer, f.an_officer()
    assert payer is not None
    payer.name = OTHER
    payer.save()
    meeting = plan(
        by=clerk, kind="general", title="未申报事项会商", disputes=[one, other],
        departments=[f.a_department("RS"), f.a_department("SW")], starts_at=timezone.now(),
        place="三楼",
    )  # fmt: skip
    meetings.call(meeting, by=clerk)
    meetings.hold(meeting, by=clerk, attended=[f.a_department("SW")])
    said = [(one, "限期申报"), (other, f"{OTHER}补缴")]
    meetings.minute(meeting, by=clerk, items=[meetings.Decided(each, text) for each, text in said])
    meetings.issue(meeting, by=clerk)
    f.do(other, "recuse", f.an_officer(Role.HEAD), officer=f.an_officer(nth=2), reason="亲属")
    f.do(one, "withdraw", clerk, **GONE)
    f.do(one, "archive", clerk, excused=[Excuse("撤回申请", "电话撤回")])
    return one, other


def took(one: Dispute, officer: Officer) -> tuple[Files, Verdict]:
    answer = program_of(officer).get(f"archives/{one.case_file.pk}/package/")
    content = b"".join(answer.streaming_content)
    return unpacked(content), verdict(content)


def verdict(content: bytes) -> Verdict:
    return check(io.BytesIO(content), key_ring().signers()[0].public_key)


def test_the_whole_minutes_are_sealed_and_leave_with_who_knows_every_case() -> None:
    one, other = two_met()
    (package,) = sealed(one.case_file)
    whole, said = took(one, f.an_officer())
    assert (said.faults, said.notes) == ([], [])
    texts = {name: words_of(each) for name, each in whole.items() if name.startswith(FOLDER)}
    minutes = next(text for name, text in texts.items() if "会议纪要" in name)
    assert (len(texts), f"{one.number}" in minutes, f"{other.number}" in minutes) == (2, True, True)
    assert [name for name, text in texts.items() if OTHER in text] == []
    assert "全文永久保存，脱敏后同封于信息包" in words_of(whole["data/备考表.pdf"])
    _who_knows_one_alone_takes_it_without(one, whole)
    archivist = f.an_officer(Role.ARCHIVIST, "ZB")
    assert (takes_whole(one.case_file, archivist), may_take(package, archivist)) == (True, False)
    f.do(other, "withdraw", f.an_officer(), **GONE)
    assert may_take(package, archivist), "every case of it has come to him"


def _who_knows_one_alone_takes_it_without(one: Dispute, whole: Files) -> None:
    """Signed as the rest is: no more may be missing, and no less."""
    less, said = took(one, f.an_officer(nth=2))
    assert said.faults == []
    assert "会商文书全文 2 个文件按规定未随包提供" in said.notes[0]
    gone = whole.keys() - less.keys()
    assert gone == {name for name in whole if name.startswith(FOLDER)}
    assert any(name.startswith("data/文书全本/") for name in less)
    masked, said = took(one, f.an_officer(Role.AUDITOR, "ZB"))
    assert (said.faults, gone & masked.keys()) == ([], set())
    first = min(gone)
    for other in (less | {first: whole[first]}, {n: less[n] for n in less if "备考表" not in n}):
        in_order = {name: other[name] for name in whole if name in other}
        assert verdict(packed(retagged(in_order))).faults
