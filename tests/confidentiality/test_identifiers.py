"""Every fixture of 领域 4.1, and what holds for all numbers: one wrong digit never passes."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from confidentiality.identifiers import (
    check_amount,
    check_credit_code,
    check_id_number,
    check_name,
    check_phone,
    check_travel_document,
    normalise,
    normalise_id_number,
    normalise_name,
    normalise_phone,
    normalise_work_order,
)
from confidentiality.identifiers.credit_codes import ALPHABET, check_character, is_credit_code
from confidentiality.identifiers.id_numbers import with_check_digit
from confidentiality.identifiers.names import is_unit_name
from confidentiality.identifiers.text import as_it_reads

TODAY = date(2026, 3, 1)


def sentence(check: Callable[..., object], text: str, **options: date) -> str:
    with pytest.raises(ValidationError) as refused:
        check(text, **options)
    return refused.value.messages[0]


# --- 身份证 -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "birthday", "sex", "age"),
    [
        ("230799197804120011", date(1978, 4, 12), "男", 47),
        ("230799196501020027", date(1965, 1, 2), "女", 61),
        ("230799200109300138", date(2001, 9, 30), "男", 24),
        ("230799198802290011", date(1988, 2, 29), "男", 38),
        ("810000199003070015", date(1990, 3, 7), "男", 35),
        ("230706196501020015", date(1965, 1, 2), "男", 61),
    ],
)
def test_valid_numbers_tell_birthday_sex_and_age(
    number: str, birthday: date, sex: str, age: int
) -> None:
    found = check_id_number(number, today=TODAY)
    assert (found.number, found.birthday, found.sex, found.age) == (number, birthday, sex, age)


def test_a_date_that_does_not_exist_is_named() -> None:
    assert "没有 1990 年 11 月 31 日这一天" in sentence(check_id_number, "230799199011310025")


def test_an_old_number_is_for_history_only() -> None:
    assert "15 位旧号" in sentence(check_id_number, "230706650102001")
    assert check_id_number("230706650102001", historical=True).number == "230706196501020015"


def with_x() -> str:
    bodies = (f"2307991978041{n:04d}" for n in range(10_000))
    return next(number for number in map(with_check_digit, bodies) if number.endswith("X"))


def test_small_x_full_width_and_spaces_pass() -> None:
    number = with_x()
    wide = "".join(chr(ord(character) + 0xFEE0) for character in number.lower())
    for typed in (number.lower(), wide, f" {number[:6]} {number[6:14]}-{number[14:]}\u200b"):
        assert check_id_number(typed, today=TODAY).number == number


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请填写身份证号"),
        ("2307991978", "身份证号只有 10 位，应为 18 位"),
        ("2307991978041200111", "身份证号有 19 位，应为 18 位"),
        ("23079919780412O011", "第 15 位是“O”，应为数字"),
        ("23079919780412001Y", "末位是“Y”，应为数字或 X"),
        ("230799197804120012", "校验位不符"),
        ("230799202704120011", "不应晚于今天"),
        ("230799178004120011", "超过 130 岁"),
        ("²³⁰⁷⁹⁹¹⁹⁷⁸⁰⁴¹²٠٠١١", "应为数字"),
    ],
)
def test_what_is_wrong_with_an_id_number_is_said(typed: str, words: str) -> None:
    assert words in sentence(check_id_number, typed, today=TODAY)


def test_unknown_divisions_are_a_hint_not_a_refusal() -> None:
    hints = {
        number[:6]: check_id_number(number, today=TODAY).hint
        for number in map(
            with_check_digit,
            ("23071819650102001", "23070619650102001", "99000019650102001", "00000019650102001"),
        )
    }
    assert hints["230718"] == ""
    assert "历史" in hints["230706"]
    assert "永久居留" in hints["990000"]
    assert "省级代码" in hints["000000"]
    assert "港澳台" in check_id_number("810000199003070015", today=TODAY).hint


births = st.dates(date(1900, 1, 1), date(2026, 2, 28))
numbers = st.builds(
    lambda division, birth, serial: with_check_digit(f"{division:06d}{birth:%Y%m%d}{serial:03d}"),
    st.integers(110_000, 990_000),
    births,
    st.integers(0, 999),
)


@given(number=numbers, place=st.integers(0, 17), digit=st.integers(1, 9))
def test_one_changed_digit_is_never_accepted(number: str, place: int, digit: int) -> None:
    assert check_id_number(number, today=TODAY).number == number
    old = "0123456789X".index(number[place])
    base = 11 if place == 17 else 10
    changed = number[:place] + "0123456789X"[(old + digit) % base] + number[place + 1 :]
    sentence(check_id_number, changed, today=TODAY)


@given(number=numbers, place=st.integers(0, 16))
def test_two_swapped_digits_are_never_accepted(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        sentence(check_id_number, swapped, today=TODAY)


@given(typed=st.text(max_size=30))
def test_whatever_is_typed_gets_an_answer_in_chinese(typed: str) -> None:
    for check in (check_id_number, check_credit_code, check_phone, check_name, check_amount):
        assert _answer(check, typed) == "" or _answer(check, typed).endswith(("。", "？"))


def _answer(check: Callable[[str], object], typed: str) -> str:
    try:
        check(typed)
    except ValidationError as refused:
        return refused.messages[0]
    return ""


def test_travel_documents_are_checked_for_form_only() -> None:
    assert check_travel_document(" e1234 5678 ") == "E12345678"
    assert check_travel_document("H12345678（01）") == "H1234567801"
    assert check_travel_document("0012345678(B)") == "0012345678B"
    assert "只能由字母和数字组成" in sentence(check_travel_document, "E1234#678")
    assert "应为 5 至 15 位" in sentence(check_travel_document, "E12")


# --- 统一社会信用代码 ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("91230799MA1TE5T189", "企业"),
        ("12230799MB0TE5T28B", "事业单位"),
        ("N2230799MF0TE5T306", "农村集体经济组织"),
        ("92230799MA1TE5T42N", "个体工商户"),
        ("93230799MA1TE5T776", "农民专业合作社"),
        ("52230799MJ0TE5T6XT", "民办非企业单位"),
        ("11230799000000094W", "机关"),
        ("91110000600037341L", "企业"),
    ],
)
def test_valid_credit_codes(code: str, kind: str) -> None:
    found = check_credit_code(f" {code.lower()} ")
    assert (found.code, found.kind, found.warning) == (code, kind, "")
    assert found.is_personal == code.startswith("92")
    assert is_credit_code(code)


def test_the_inner_organisation_code_only_warns() -> None:
    body = "91230799MA1TE5T19"
    found = check_credit_code(body + check_character(body))
    assert "组织机构代码校验不符" in found.warning


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请填写统一社会信用代码"),
        ("91230799MA", "只有 10 位，应为 18 位"),
        ("91230799MA1TE5T1890", "有 19 位，应为 18 位"),
        ("9123O799MA1TE5T189", "第 5 位是“O”，代码中不用这个字母，是否应为“0”"),
        ("91230799MA1TE5T18#", "第 18 位是“#”，应为数字或大写字母"),
        ("91A30799MA1TE5T189", "第 3 至 8 位是行政区划码"),
        ("91230799MA1TE5T188", "校验位不符"),
    ],
)
def test_what_is_wrong_with_a_credit_code_is_said(typed: str, words: str) -> None:
    assert words in sentence(check_credit_code, typed)


@given(
    body=st.text(ALPHABET, min_size=9, max_size=9),
    place=st.integers(0, 17),
    step=st.integers(1, 30),
)
def test_one_changed_character_is_never_accepted(body: str, place: int, step: int) -> None:
    code = f"91230799{body}"
    code += check_character(code)
    changed = ALPHABET[(ALPHABET.index(code[place]) + step) % 31]
    assert not is_credit_code(code[:place] + changed + code[place + 1 :])


# --- 电话 -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "number", "kind"),
    [
        ("15400000018", "15400000018", "mobile"),
        ("+86 154-0000-0018", "15400000018", "mobile"),
        ("8615400000018", "15400000018", "mobile"),
        ("015400000018", "15400000018", "mobile"),
        ("008615400000018", "15400000018", "mobile"),
        ("154.0000.0018", "15400000018", "mobile"),
        ("１５４００００００１８", "15400000018", "mobile"),
        ("0458-3900018", "0458-3900018", "landline"),
        ("(0458) 3900018", "0458-3900018", "landline"),
        ("04583900018", "0458-3900018", "landline"),
        ("0458－3900018转12", "0458-3900018-12", "landline"),
        ("010-62345678", "010-62345678", "landline"),
        ("+86 458 390 0018", "0458-3900018", "landline"),
        ("0086-0458-3900018", "0458-3900018", "landline"),
        ("+86 10 62345678", "010-62345678", "landline"),
        ("+86 400 812 3456", "4008123456", "service"),
        ("400-812-3456", "4008123456", "service"),
        ("95588", "95588", "service"),
        ("12345", "12345", "service"),
        ("12393", "12393", "service"),
    ],
)
def test_valid_phones_take_one_form(typed: str, number: str, kind: str) -> None:
    found = check_phone(typed)
    assert (found.number, found.kind, found.takes_messages) == (number, kind, kind == "mobile")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请填写联系电话"),
        ("1540000001", "手机号只有 10 位，应为 11 位"),
        ("154000000180", "手机号有 12 位，应为 11 位"),
        ("11400000018", "第 2 位是“1”，应为 3 至 9"),
        ("3900018", "缺少区号，伊春市的区号是 0458"),
        ("0458-123", "区号加 7 或 8 位号码"),
        ("电话不详", "只能由数字组成"),
        ("999", "电话号码不对"),
    ],
)
def test_what_is_wrong_with_a_phone_is_said(typed: str, words: str) -> None:
    assert words in sentence(check_phone, typed)


@given(typed=st.text("0123456789+-() 转", max_size=20))
def test_normalising_a_phone_twice_changes_nothing(typed: str) -> None:
    assert normalise_phone(normalise_phone(typed)) == normalise_phone(typed)


# --- 金额 -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12345.6", "12345.60"),
        ("１２，３４５．６０", "12345.60"),
        ("¥1,234,567元", "1234567.00"),
        (" 0 ", "0.00"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_amounts_become_decimals(typed: str, amount: str) -> None:
    assert check_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请填写金额"),
        ("-5", "不能是负数"),
        ("1,23", "单位元"),
        ("三百", "单位元"),
        ("1e5", "单位元"),
        ("1.234", "最多保留两位小数"),
        ("1000000000000", "整数部分最多 12 位"),
    ],
)
def test_what_is_wrong_with_an_amount_is_said(typed: str, words: str) -> None:
    assert words in sentence(check_amount, typed)


@given(amount=st.decimals(0, 999_999_999_999, places=2))
def test_thousands_separators_change_nothing(amount: Decimal) -> None:
    assert check_amount(f"{amount:,}") == check_amount(str(amount)) == amount


# --- 姓名 -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王小明", "王小明"),
        (" 王 小 明 ", "王小明"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("迪丽热巴．吐尔逊", "迪丽热巴·吐尔逊"),
        ("买买提。阿卜杜拉", "买买提·阿卜杜拉"),
        ("买买提—阿卜杜拉", "买买提·阿卜杜拉"),
        ("买买提⸱阿卜杜拉", "买买提·阿卜杜拉"),
        ("MARIA DEL CARMEN RODRIGUEZ GONZALEZ", "MARIA DEL CARMEN RODRIGUEZ GONZALEZ"),
        ("Jean-Pierre Martin", "Jean-Pierre Martin"),
        ("镕喆堃", "镕喆堃"),
        ("王𠮷", "王𠮷"),
        ("张㛃", "张㛃"),
        ("李\ufa15", "李\ufa15"),
        ("John  Smith", "John Smith"),
        ("Ｌｉ　Ｎａ", "Li Na"),
    ],
)
def test_names_keep_their_characters(typed: str, name: str) -> None:
    assert check_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请填写姓名"),
        ("王", "姓名只有 1 个字，应为 2 至 30 个字"),
        ("王" * 31, "姓名有 31 个字"),
        ("王3明", "第 2 个字是数字"),
        ("王\ue000", "第 2 个字无法识别"),
        ("王<b>", "只能是汉字或字母"),
        ("王小明（女）", "只能是汉字或字母"),
    ],
)
def test_what_is_wrong_with_a_name_is_said(typed: str, words: str) -> None:
    assert words in sentence(check_name, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "买买提。阿卜杜拉",
        "买买提—阿卜杜拉",
        "买买提⸱阿卜杜拉",
        "买买提 阿卜杜拉",
        "买买提·阿卜杜拉",
        "买买提阿卜杜拉",
    ],
)
def test_a_name_is_one_person_whatever_stands_between_its_parts(typed: str) -> None:
    assert normalise_name(typed) == normalise_name("买买提·阿卜杜拉")


@pytest.mark.parametrize(
    ("one", "other"), [("呂强", "吕強"), ("Ｌｉ Na", "li na"), ("黃眞", "黄真")]
)
def test_a_name_is_one_person_in_the_characters_of_any_register(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other)


@pytest.mark.parametrize(
    "name",
    [
        "示例木业有限公司",
        "翠峦兴林木制品加工厂",
        "区税务局",
        "社保乌翠分中心",
        "第一工程队",
        "幸福食杂店",
        "示例农民专业合作社",
        "乌马河卫生院",
        "示例公司（乌翠）",
        "甲公司",
    ],
)
def test_units_are_known_by_the_end_of_their_names(name: str) -> None:
    assert is_unit_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "王小明",
        "李园",
        "欧阳建行",
        "阿卜杜拉·买买提",
        "John Smith",
        "张某（化名）",
        "赵社",
        "王建厂",
        "",
    ],
)
def test_a_person_is_no_unit(name: str) -> None:
    assert not is_unit_name(name)


# --- 工单号 ---
@pytest.mark.parametrize(
    "typed",
    [
        "wc20261129000123",
        "ＷＣ２０２６１１２９０００１２３",
        "WC2026\u200b1129000123",
        "№WC20261129000123",
        "No. WC20261129000123",
        "工单号：WC20261129000123",
        "WC-20261129—000123",
        "WC20261129-000123 号",
        "工单第WC20261129000123号",
    ],
)
def test_an_order_number_has_one_form(typed: str) -> None:
    assert normalise_work_order(typed) == "WC20261129000123"


def test_another_order_number_stays_another() -> None:
    assert normalise_work_order("WC20261129000124") != normalise_work_order("WC20261129000123")
    assert normalise_work_order("—") == ""
    assert normalise_work_order("编号") == "编号"


@pytest.mark.django_db
@given(typed=st.text(max_size=30) | st.text("Nno№.:： 编号工单第-—０1２aAＢß\u200b", max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_gives_the_same_form(typed: str) -> None:
    assume("\0" not in typed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_work_order(%s)", [typed])
        assert cursor.fetchone() == (normalise_work_order(typed),)


# --- 归一 -------------------------------------------------------------------------------------
def test_normalising_for_comparison() -> None:
    assert normalise("　２３０ x\u200b ") == "230X"
    assert normalise_name("阿卜杜拉 • 买买提") == normalise_name("阿卜杜拉·买买提")
    assert normalise_id_number("230706650102001") == "230706196501020015"


@given(text=st.text("0１ⅹxＸ王·　\u200b-－", max_size=40))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_what_nobody_sees_is_not_kept() -> None:
    assert as_it_reads("示例\u200b木业\u00ad厂\ufeff\u2060") == "示例木业厂"
