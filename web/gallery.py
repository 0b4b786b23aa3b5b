"""Every component once, at `/ui/`: where design is reviewed, and a test renders it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from web.components import File, Opinion, Page, Tab
from web.form_fields import upload


@dataclass(frozen=True)
class Light:
    colour: str
    words: str


@dataclass(frozen=True)
class Act:
    label: str
    clause: str
    reason: str = ""
    why_not: str = ""
    url: str = "#"

    @property
    def allowed(self) -> bool:
        return not self.why_not


@dataclass(frozen=True)
class Step:
    label: str
    note: str
    state: str = ""


@dataclass(frozen=True)
class Entry:
    text: str
    clause: str = ""
    at: datetime = field(default_factory=timezone.now)


LIGHTS = (
    Light("red", "超期 2 天"),
    Light("amber", "今天到期"),
    Light("green", "剩 7 天"),
    Light("grey", "中止"),
)
ACTS = (
    Act("拟定处理意见", "五(三)1(3)", "意见已收齐，由主办单位汇总"),
    Act("召集会商", "五(三)3", "两家意见有分歧，可先会商"),
    Act("升级为重大疑难", "五(二)"),
    Act("中止办理", "—", why_not="须由本单位负责人操作"),
)
STEPS = (
    Step("受理登记", "11月2日 周*", "done"),
    Step("分类流转", "11月5日 联合办理", "done"),
    Step("事项办理", "本环节剩 3 天", "now"),
    Step("回复反馈", "双方，3 个工作日"),
    Step("案卷归档", "办结后 5 个工作日"),
    Step("报送办理", "报送专班办公室"),
)
TABS = (
    Tab("待办", "#", 11, current=True),
    Tab("在办", "#", 23),
    Tab("我发起", "#", 14),
    Tab("我关注", "#", 3),
    Tab("等待他人", "#", 6),
    Tab("已办", "#", 128),
)
FILES = (
    File("银行流水 2022-05 至 2026-04.pdf", "26 页　1.8 MB　缴费人　11月2日", "#"),
    File("工资条照片.jpg", "4 页　2.1 MB　缴费人　11月2日", "#"),
)
OPINIONS = (
    Opinion(
        "区人社局",
        "杨*　局长 何*　11月12日 反馈",
        "已反馈",
        "统模式前该厂逐年自行申报工资，养老、失业、工伤按申报额核定。",
        "社会保险法第六十条",
        "统模式前三险差额由我局提供核定信息，税务统一补征。",
    ),
    Opinion(
        "区医保局",
        "马*　局长 冯*　11月16日 反馈",
        "已反馈",
        "2022年5月至2023年12月医疗、生育基数为我局核定，单位未申报变动。",
        "社会保险法第六十三条",
        "核定期内基数不宜追溯调整，请先由单位补报再议。",
    ),
)


class SampleForm(forms.Form):
    """One field of every kind that the portal asks."""

    channel = forms.ChoiceField(
        label="渠道",
        choices=[("visit", "来访"), ("phone", "电话"), ("letter", "来信"), ("h12345", "热线")],
        widget=forms.RadioSelect,
    )
    visited_at = forms.DateTimeField(label="来访时间")
    town = forms.ChoiceField(label="事项辖区", choices=[("a", "翠峦镇"), ("b", "乌马河镇")])
    phone = forms.CharField(label="联系电话", help_text="手机 11 位，座机带区号")
    due_on = forms.DateField(label="反馈期限", required=False)
    insurance = forms.MultipleChoiceField(
        label="险种",
        choices=[("pension", "职工养老"), ("medical", "职工医疗"), ("injury", "工伤")],
        widget=forms.CheckboxSelectMultiple,
    )
    facts = forms.CharField(
        label="反映主要事项",
        widget=forms.Textarea(
            attrs={"rows": 3, "data-count": 400, "data-count-words": "报送单一页可容 400 字"}
        ),
    )
    anonymous = forms.BooleanField(label="匿名", required=False)
    scan = upload("盖章扫描件", required=False)
    secret = forms.CharField(label="口令", required=False, widget=forms.PasswordInput)

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if len(phone) != 11:
            raise forms.ValidationError(f"只有 {len(phone)} 位，应为 11 位")
        return phone


def refused_form() -> SampleForm:
    form = SampleForm({"channel": "visit", "phone": "1540000001", "facts": "去年底在村里交了钱。"})
    form.is_valid()
    return form


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Only in a demonstration: it shows no data, but no officer needs it either."""
    if not settings.DEMO:
        raise Http404
    shown = {
        "lights": LIGHTS,
        "due_on": timezone.localdate(),
        "acts": ACTS,
        "steps": STEPS,
        "tabs": TABS,
        "files": FILES,
        "opinions": OPINIONS,
        "entries": (
            Entry("区医保局意见已审，全部收齐。", "五(三)1(3)"),
            Entry("周* 登记吴* 的来访。"),
        ),
        "page": Page("第 1 至 9 件", next_url="#"),
        "form": refused_form(),
        "numbers": range(36, 40),
    }
    return render(request, "ui/gallery.html", shown)
