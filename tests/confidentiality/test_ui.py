"""The components say what they are told, escaped, and say it in words as well as in colours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.forms import formset_factory
from django.template import Context, Template
from django.utils import timezone

from deadlines.lamps import Colour, Lamp
from web.components import File, Page, Tab

HOSTILE = "<script>alert(1)</script>"


def drawn(written: str, **context: object) -> str:
    return Template(written).render(Context(context))


@dataclass(frozen=True)
class Act:
    label: str
    allowed: bool
    url: str = "/do/"
    clause: str = "五(一)"
    reason: str = ""
    why_not: str = ""


class Visit(forms.Form):
    phone = forms.CharField(label="联系电话", help_text="手机 11 位")
    channel = forms.ChoiceField(
        label="渠道", choices=[("visit", "来访"), ("phone", "电话")], widget=forms.RadioSelect
    )
    visited_on = forms.DateField(label="来访日期", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_phone(self) -> str:
        raise forms.ValidationError("只有 10 位，应为 11 位")

    def clean(self) -> None:
        raise forms.ValidationError("对方与缴费人是同一人")


def test_a_lamp_says_its_colour_in_words() -> None:
    page = drawn("{% lamp light %}", light=Lamp(Colour.RED, "超期 2 天"))
    assert page == '<span class="ui-lamp is-red">超期 2 天</span>'
    assert drawn("{% lamp light %}", light=None) == ""


def test_what_is_typed_is_never_markup() -> None:
    for written in (
        "{% tag text %}",
        "{% check text %}",
        "{% fact text text %}",
        "{% pair text text url=text %}",
        "{% panel text note=text %}{{ text }}{% endpanel %}",
        "{% button text confirm=text %}",
        "{% watermark text %}",
    ):
        page = drawn(written, text=HOSTILE)
        assert "<script>" not in page, written
        assert "&lt;script&gt;" in page, written


def test_an_icon_that_the_build_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match=r"icons\.txt"):
        drawn('{% icon "unicorn" %}')


def test_a_blank_fact_is_said_to_be_blank_unless_it_is_optional() -> None:
    assert "未填" in drawn('{% fact "代理人" "" %}')
    assert drawn('{% fact "代理人" "" optional=True %}') == ""
    assert "未填" not in drawn('{% fact "人数" 0 %}')


def test_the_first_possible_act_is_filled_and_the_impossible_ones_say_why() -> None:
    acts = [Act("中止", allowed=False, why_not="须由负责人操作"), Act("签收", allowed=True)]
    page = drawn("{% acts acts %}", acts=acts)
    assert page.index("签收") < page.index("中止")
    assert page.count("btn-primary") == 1
    assert "不能办：须由负责人操作" in page
    assert "眼下没有要你办的" in drawn("{% acts acts %}", acts=[])


def test_no_act_is_filled_when_none_is_possible() -> None:
    assert "btn-primary" not in drawn("{% acts acts %}", acts=[Act("中止", allowed=False)])


def test_a_column_may_be_right_aligned_dropped_or_only_spoken() -> None:
    page = drawn('{% table "编号 | 期限日:r lo | 操作:sr" %}{% endtable %}')
    assert '<th scope="col">编号</th>' in page
    assert '<th scope="col" class="ui-r ui-lo">期限日</th>' in page
    assert '<span class="ui-sr">操作</span>' in page


def test_a_list_without_a_previous_page_says_so_with_a_dead_button() -> None:
    page = drawn("{% pager page %}", page=Page("第 1 至 9 件", next_url="?cursor=abc"))
    assert 'href="?cursor=abc"' in page
    assert "disabled>上一页" in page


def test_tabs_mark_the_current_one_and_count_zero_too() -> None:
    page = drawn("{% tabs tabs %}", tabs=[Tab("待办", "/", 0, current=True), Tab("全部", "/all/")])
    assert page.count('aria-current="page"') == 1
    assert page.count("ui-count") == 1


def test_a_file_without_an_address_is_no_link() -> None:
    page = drawn("{% files files %}", files=[File("甲.pdf"), File("乙.pdf", url="/m/2/")])
    assert page.count("<a ") == 1


def test_a_day_of_another_year_names_its_year() -> None:
    this_year = timezone.localdate().replace(month=3, day=5)
    assert drawn("{{ day|day }}", day=this_year) == "3月5日"
    assert drawn("{{ day|day }}", day=date(2020, 3, 5)) == "2020年3月5日"
    midnight_in_shanghai = datetime(2020, 3, 4, 16, tzinfo=UTC)
    assert drawn("{{ day|day }}", day=midnight_in_shanghai) == "2020年3月5日"
    assert drawn("{{ day|day }}", day=None) == ""


def test_a_moment_of_today_is_called_today() -> None:
    now = timezone.now()
    assert drawn("{{ at|moment }}", at=now).startswith("今天 ")
    assert not drawn("{{ at|moment }}", at=now - timedelta(days=2)).startswith("今天")
    assert drawn("{{ at|moment }}", at=None) == ""


def test_every_mistake_is_listed_and_leads_to_its_field() -> None:
    page = drawn("{% errors form %}", form=Visit({}))
    assert "有 3 处要改" in page
    assert '<a href="#id_phone">请填写联系电话。</a>' in page
    assert '<a href="#id_channel_0">请选择渠道。</a>' in page
    assert "对方与缴费人是同一人" in page


def test_the_mistakes_are_listed_as_the_page_lays_its_fields_out() -> None:
    class Relaid(Visit):
        layout = "channel:6 phone:6"

    page = drawn("{% errors form %}", form=Relaid({}))
    assert page.index("请选择渠道") < page.index("请填写联系电话")


def test_a_form_that_nobody_has_sent_has_no_mistakes() -> None:
    assert "ui-errors" not in drawn("{% errors form %}", form=Visit())


def test_the_mistakes_of_several_forms_stand_together() -> None:
    parties = formset_factory(Visit, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-phone": "1"}
    )
    page = drawn("{% errors form parties %}", form=Visit({}), parties=parties)
    assert 'href="#id_form-0-phone"' in page
    assert 'href="#id_phone"' in page


def test_a_field_carries_its_label_mistake_and_hint() -> None:
    form = Visit({"phone": "1540000001", "channel": "visit"})
    page = drawn('{% fields form "phone:3 channel" %}', form=form)
    assert '<label for="id_phone">联系电话<span class="ui-need">（必填）</span></label>' in page
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in page
    assert '<p class="ui-error" id="id_phone_error">只有 10 位，应为 11 位</p>' in page
    assert 'value="1540000001"' in page
    assert "<legend>渠道" in page
    assert 'class="ui-c3"' in page
    assert "来访日期" not in page


def test_a_date_is_given_to_the_browser_as_it_wants_it() -> None:
    form = Visit(initial={"visited_on": timezone.localdate().replace(month=3, day=5)})
    page = drawn('{% fields form "visited_on" %}', form=form)
    assert 'type="date"' in page
    assert f'value="{timezone.localdate().year}-03-05"' in page
    assert 'max="9999-12-31"' in page  # else eight digits in a row are a year of six


def test_a_whole_form_brings_its_hidden_fields() -> None:
    assert 'name="version"' in drawn("{{ form }}", form=Visit())
    assert 'name="version"' in drawn("{% hidden form %}", form=Visit())


def test_a_form_block_carries_the_token_and_where_its_draft_goes() -> None:
    page = drawn('{% form "/to/" autosave="/draft/" upload=True %}{% endform %}', csrf_token="abc")
    assert 'value="abc"' in page
    assert 'data-autosave-url="/draft/"' in page
    assert 'enctype="multipart/form-data"' in page
    assert "csrf" not in drawn('{% form "/to/" get=True %}{% endform %}', csrf_token="abc")
