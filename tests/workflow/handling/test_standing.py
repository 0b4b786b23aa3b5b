"""中止: why and on which paper, and that a forgotten one comes back to the head (R100)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from deadlines.lamps import Colour
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.lamps import dispute_lamps
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.clocks.lines import deadline_lines
from workflow.clocks.sweep import sweep
from workflow.handling.forms import Prolong, Suspend
from workflow.models import Deadline

pytestmark = pytest.mark.django_db

REVIEW = "suspension.review"
PAPER = "劳动人事争议仲裁案件受理通知书〔2026〕8号"


def head() -> Officer:
    return f.an_officer(Role.HEAD, "SW")


def suspended(until: date | None = None, mode: str = Mode.SINGLE) -> Dispute:
    dispute = f.handled(mode)
    f.do(dispute, "suspend", head(), ground="等待劳动关系认定", evidence=PAPER, until=until)
    return dispute


def review(dispute: Dispute) -> Deadline:
    return dispute.deadlines.get(key=REVIEW)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def said_to(officer: Officer) -> list[str]:
    return [each.text for each in officer.notices.order_by("pk") if "续报中止" in each.text]


def test_the_page_and_the_timeline_name_the_ground_the_paper_and_the_day() -> None:
    until = f.today() + timedelta(days=14)
    dispute = suspended(until)
    said = dispute.timeline.latest("pk").text
    assert "等待劳动关系认定" in said
    assert f"凭证：{PAPER}" in said
    assert f"预计至{until.year}年{until.month}月{until.day}日" in said
    page = signed_in(head()).get(dispute.get_absolute_url()).content.decode()
    for word in ("等待劳动关系认定", PAPER, "预计恢复", "本环节中止"):
        assert word in page


def test_a_suspended_matter_stays_grey_while_its_review_runs() -> None:
    dispute = suspended()
    assert (dispute.due_on, dispute.due_key) == (None, "")
    assert dispute_lamps([dispute], f.today())[dispute.pk].words == "中止"
    assert not review(dispute).is_suspended
    lines = deadline_lines(dispute, f.today())
    running = [line for line in lines if line.lamp.colour != Colour.GREY]
    assert [line.label for line in running] == ["预计恢复"]


def test_without_an_expected_day_it_is_looked_at_after_thirty_days() -> None:
    expected = current_calendar().roll_forward(f.today() + timedelta(days=30))
    assert review(suspended()).due_on == expected


def test_a_forgotten_suspension_comes_back_to_the_head_who_decides() -> None:
    clerk, other = f.an_officer(Role.CLERK, "SW"), f.an_officer(Role.HEAD, "RS")
    dispute = suspended(f.today() + timedelta(days=20))
    clock = review(dispute)
    for day in (clock.amber_on, clock.due_on, current_calendar().add_workdays(clock.due_on, 2)):
        with time_machine.travel(at(day)):
            sweep()
            sweep()
    assert [text.partition("”")[2].partition("（")[0] for text in said_to(head())] == [
        "剩 3 天",
        "今天到期",
        "超期 2 天",
    ]
    assert (said_to(clerk), said_to(other)) == ([], [])
    dispute.refresh_from_db()
    assert dispute.state == State.SUSPENDED


def test_in_a_referral_the_lead_is_reminded() -> None:
    dispute = f.handled(Mode.REFERRAL)
    lead = f.an_officer(Role.HEAD, "YB")
    f.do(dispute, "suspend", lead, ground="等待认定")
    assert review(dispute).owner.code == "YB"
    with time_machine.travel(at(review(dispute).due_on)):
        sweep()
    assert said_to(lead)


@pytest.mark.parametrize(("verb", "typed"), [("resume", {}), ("withdraw", {"note": "书面撤回"})])
def test_the_review_ends_with_the_suspension(verb: str, typed: dict[str, str]) -> None:
    dispute = suspended()
    due_on = review(dispute).due_on
    by = head() if verb == "resume" else f.an_officer(Role.CLERK, "SW")
    f.do(dispute, verb, by, **typed)
    assert review(dispute).ended_on == f.today()
    assert dispute.due_key != REVIEW
    with time_machine.travel(at(due_on)):
        sweep()
    assert said_to(head()) == []


def test_a_second_suspension_has_a_review_of_its_own() -> None:
    dispute = suspended()
    f.do(dispute, "resume", head())
    f.do(dispute, "suspend", head(), ground="等待仲裁")
    assert dispute.deadlines.open().filter(key=REVIEW).count() == 1


def test_one_about_to_end_is_prolonged_and_its_true_length_is_that_of_one() -> None:
    whole = "general.single"
    dispute = suspended(until := f.today() + timedelta(days=14))
    due_on, first = dispute.deadlines.get(key=whole).due_on, review(dispute)
    later = until + timedelta(days=20)
    with time_machine.travel(at(until)):
        f.do(dispute, "prolong", head(), ground="仲裁延期", evidence="延期通知书", until=later)
        said = dispute.timeline.latest("pk").text
        page = signed_in(head()).get(dispute.get_absolute_url()).content.decode()
    first.refresh_from_db()
    assert first.ended_on == until
    for day in (first.due_on, later):
        assert f"{day.year}年{day.month}月{day.day}日" in said
    assert "续报中止：仲裁延期，凭证：延期通知书，预计恢复由" in said
    assert "仲裁延期" in page
    second = dispute.deadlines.open().get(key=REVIEW)
    assert second.due_on == current_calendar().roll_forward(later)
    with time_machine.travel(at(later)):
        f.do(dispute, "resume", head())
    eve = timedelta(days=1)  # the first day stood still, the day of resumption counts again
    stood = current_calendar().workdays_between(f.today() - eve, later - eve)
    assert dispute.pauses.count() == 1
    assert dispute.deadlines.get(key=whole).due_on == current_calendar().add_workdays(due_on, stood)


def test_prolonging_names_a_paper_and_a_later_day_and_needs_a_suspension() -> None:
    dispute = suspended(until := f.today() + timedelta(days=14))
    again = {"ground": "仲裁延期", "evidence": "延期通知书"}
    with pytest.raises(Mistyped, match="应晚于原来的"):
        f.do(dispute, "prolong", head(), **again, until=until)
    with pytest.raises(NotYours):
        f.do(dispute, "prolong", f.an_officer(), **again, until=until + timedelta(days=9))
    form = Prolong({"ground": "仲裁延期"}, subject=dispute, officer=head())
    assert set(form.errors) == {"evidence", "until"}
    f.do(dispute, "resume", head())
    with pytest.raises(NotAllowed, match="不能办理“续报中止”"):
        f.do(dispute, "prolong", head(), **again, until=until + timedelta(days=9))


def typed(**fields: object) -> Suspend:
    form = Suspend({"ground": "等待认定", **fields}, subject=f.handled(), officer=head())
    form.is_valid()
    return form


def test_days_or_a_date_say_the_same() -> None:
    day = f.today() + timedelta(days=20)
    for fields in ({"days": 20}, {"until": day}, {"days": 20, "until": day}, {}):
        form = typed(**fields)
        assert not form.errors
        assert form.cleaned_data["until"] == (day if fields else None)
        assert "days" not in form.cleaned_data


@pytest.mark.parametrize(
    ("fields", "where", "sentence"),
    [
        ({"days": 20, "until": f"{f.today() + timedelta(days=99)}"}, "days", "不一致"),
        ({"until": "2099-01-01"}, "until", "不能晚于730天以后"),
        ({"days": 0}, "days", "至少为1天"),
        ({"days": "三"}, "days", "整数"),
        ({"until": "2020-01-01"}, "until", "不能早于今天"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    fields: dict[str, object], where: str, sentence: str
) -> None:
    assert sentence in typed(**fields).errors[where][0]


def test_the_form_takes_the_days_over_http() -> None:
    dispute = f.handled()
    url = reverse("dispute_verb", args=[dispute.pk, "suspend"])
    client: Client = signed_in(head())
    assert 'data-days-to="until"' in client.get(url).content.decode()
    body = {"ground": "等待认定", "evidence": PAPER, "days": "20", "version": dispute.version}
    assert client.post(url, body).status_code == 302
    assert review(dispute).chosen_on == f.today() + timedelta(days=20)


def test_a_recused_officer_sees_it_no_longer():
    dispute = f.handled(Mode.SINGLE)
    clerk = f.an_officer("clerk")
    f.an_officer("clerk", nth=2)
    f.do(dispute, "recuse", clerk, officer=clerk, reason="与当事人有亲属关系")
    assert not Dispute.objects.visible_to(clerk).filter(pk=dispute.pk).exists()
    assert dispute.responsible_officer_id != clerk.pk


def test_a_head_recuses_one_of_his_people_and_nobody_else_s():
    """R108: also who does not ask for it himself is replaced."""
    dispute, clerk, other = (
        f.handled(Mode.SINGLE),
        f.an_officer("clerk"),
        f.an_officer("clerk", "YB"),
    )
    f.an_officer("clerk", nth=2)
    with pytest.raises(Mistyped) as refused:
        f.do(dispute, "recuse", head(), officer=other, reason="亲属")
    assert set(refused.value.errors) == {"officer"}
    f.do(dispute, "recuse", head(), officer=clerk, reason="当事人是其近亲属")
    assert not Dispute.objects.visible_to(clerk).filter(pk=dispute.pk).exists()
    assert dispute.responsible_officer_id != clerk.pk
