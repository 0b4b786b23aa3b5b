"""The masking table of 领域 4.3, row by row, and masking in running text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confidentiality.masking import MASKS, mask, mask_text

ID_NUMBER, MOBILE = "230799197804120011", "15400000018"


@pytest.mark.parametrize(
    ("kind", "text", "masked"),
    [
        ("name", "张三", "张*"),
        ("name", "王小明", "王*明"),
        ("name", "王建国本人", "王*国本人"),
        ("name", "本人", "本人"),  # whoever signed for himself has no name there
        ("name", "赵会计", "*会计"),
        ("name", "阿卜杜拉·买买提", "阿*提"),
        ("name", "欧阳小明", "欧*明"),
        ("name", "王", "*"),
        ("id_number", ID_NUMBER, "230***********0011"),
        ("id_number", "２３０７９９１９７８０４１２００１１", "230***********0011"),
        ("id_number", "230706650102001", "230********2001"),
        ("id_number", "E12345678", "E******78"),
        ("phone", MOBILE, "154****0018"),
        ("phone", "154 0000 0018", "154****0018"),
        ("phone", "0458-3900018", "0458-*****18"),
        ("phone", "0458-3900018-12", "0458-*****18"),
        ("phone", "12345", "***45"),
        ("phone", "110", "***"),
        ("address", "翠峦镇幸福小区3号楼2单元", "翠峦镇***"),
        ("address", "黑龙江省伊春市乌翠区乌马河镇红光村8号", "黑龙江省伊春市乌翠区乌马河镇***"),
        ("address", "伊春市乌翠区向阳路8号", "伊春市乌翠区***"),
        ("address", "幸福小区3号楼", "***"),
        ("bank_card", "6200001234567890128", "***************0128"),
        ("unit_name", "某某木业有限公司", "某某木业有限公司"),
        ("unit_credit_code", "91230799MA1TE5T189", "91230799MA1TE5T189"),
        ("credit_code", "91230799MA1TE5T189", "91230799********89"),
        ("hidden", "anything", "***"),
    ],
)
def test_the_table_inside(kind: str, text: str, masked: str) -> None:
    assert mask(kind, text) == masked


@pytest.mark.parametrize(
    ("kind", "text", "masked"),
    [
        ("id_number", ID_NUMBER, "230*************11"),
        ("unit_name", "某某木业有限公司", "某单位"),
        ("unit_credit_code", "91230799MA1TE5T189", "91230799********89"),
        ("name", "王小明", "王*明"),
    ],
)
def test_the_table_for_the_public(kind: str, text: str, masked: str) -> None:
    assert mask(kind, text, audience="public") == masked


@pytest.mark.parametrize("kind", sorted(MASKS))
def test_nothing_stays_nothing(kind: str) -> None:
    assert mask(kind, "") == ""


def test_an_unknown_kind_is_an_error_not_plain_text() -> None:
    with pytest.raises(KeyError):
        mask("nonsense", ID_NUMBER)


@given(
    kind=st.sampled_from(["name", "id_number", "phone", "bank_card", "hidden"]),
    text=st.text(min_size=4),
)
def test_no_text_of_four_and_more_comes_through_whole(kind: str, text: str) -> None:
    is_masked_already = set(text[:-4]) <= {"*"} and "*" in text
    assert mask(kind, text) != text or is_masked_already or not text.strip()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"身份证{ID_NUMBER}，已核对", "身份证230***********0011，已核对"),
        ("号码２３０７９９１９７８０４１２００１１。", "号码230***********0011。"),
        ("号 230799 19780412 0011", "号 230***********0011"),
        ("旧号230706650102001", "旧号230********2001"),
        (f"请拨{MOBILE}或154-0000-0018", "请拨154****0018或154****0018"),
        ("+86 15400000018", "154****0018"),
        ("座机0458-3900018", "座机0458-*****18"),
        ("卡6200001234567890128", "卡***************0128"),
        ("代码92230799MA1TE5T42N", "代码92230799********2N"),
        (f"ID{ID_NUMBER}a，tel{MOBILE}x", "ID230***********0011a，tel154****0018x"),
        ("欠缴 12345.60 元，2025年12月19日", "欠缴 12345.60 元，2025年12月19日"),
        ("编号 230718209801150001", "编号 230718209801150001"),
        ("工单 20260115123456", "工单 20260115123456"),
        ("工单 202601151234567", "工单 202601151234567"),
        ("", ""),
    ],
)
def test_free_text(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证230799 1978 0412 0011", "身份证230***********0011"),
        ("身份证230799-1978-0412-0011", "身份证230***********0011"),
        ("230799\u200b197804120011", "230***********0011"),
        ("身份证230799197804120012", "身份证230***********0012"),
        ("证号为230799197804120012。", "证号为230***********0012。"),
        ("身份证号：23079919780412001", "身份证号：230**********2001"),
        ("身份证23079919780412001Ⅹ", "身份证230***********001X"),
        ("电话154.0000.0018", "电话154****0018"),
        ("电话154 0000 0018", "电话154****0018"),
        ("电话1540-000-0018", "电话154****0018"),
        ("电话154—0000—0018", "电话154****0018"),
        ("电话（0458）5550001", "电话0458-*****01"),
        ("电话0458 555 0001", "电话0458-*****01"),
        ("008615400000018", "154****0018"),
        ("015400000018", "154****0018"),
        ("护照E12345678", "护照E******78"),
        ("持EA1234567入境", "持E******67入境"),
        ("通行证H12345678(01)", "通行证H********01"),
        ("台胞证号0012345678(B)", "台胞证号0********8B"),
        ("卡号6200001234567890129", "卡号***************0129"),
        ("代码9223 0799 MA1T E5T4 2N", "代码9223 0799 MA1T E5T4 2N"),
        ("代码92230799-MA1TE5T42N", "代码92230799********2N"),
        ("代码92230799MA1TE5T42P", "代码92230799********2P"),
        ("编号 230718209801150001", "编号 230718209801150001"),
        ("工单D20261129，共12 345 678元", "工单D20261129，共12 345 678元"),
        ("2026-01-15 至 2026-03-20，12人", "2026-01-15 至 2026-03-20，12人"),
    ],
)
def test_free_text_however_it_is_written(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("6222021234567890123", "***************0123"),
        ("6222 0212 3456 7890 120", "***************0120"),
        ("622202 1234567890123", "***************0123"),
        ("110101201505011234", "110***********1234"),
        ("孩子（230718202511150001）", "孩子（230***********0001）"),
        ("230718200002300018", "230***********0018"),
        ("230718200013300018", "230***********0018"),
        ("2 3 0 7 9 9 1 9 7 8 0 4 1 2 0 0 1 1", "230***********0011"),
        ("2 3 0 7 0 6 6 5 0 1 0 2 0 0 1", "230********2001"),
        ("1 3 8 0 0 1 3 8 0 0 0", "138****8000"),
        ("1-3-8-0-0-1-3-8-0-0-0", "138****8000"),
        ("0 4 5 8 3 6 0 1 2 3 4", "0458-*****34"),
        ("6 2 0 0 0 0 1 2 3 4 5 6 7 8 9 0 1 2 8", "***************0128"),
        ("电话139\n0458\r\n1234，身份证230799\n19780412\n0011",
         "电话139****1234，身份证230***********0011"),
    ],
)  # fmt: skip
def test_one_wrong_digit_or_blanks_everywhere_hide_nobody(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "工资6200 5000 4800 5120元",
        "1200\n3400\n5600\n7800",
        "6250\n5127\n4800\n5130",
        "第1、3、8、0、0、1、3、8、0、0、0项",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
        "乌征争〔2026〕12号，2026-01-15 09:30 至 2026-03-20 17:00",
        "编号 230718209801150001、WC20261129000123、20260115123456、202601151234567",
        "合计 1,234,567.00 元，13 800 元，12 345 678 元",
        "票据号0123456789，凭证000012345678",
    ],
)
def test_what_is_no_persons_number_stays(text: str) -> None:
    """Amounts, dates, case and order numbers."""
    assert mask_text(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "Task workflow.deliver_left[7d0f] succeeded in 0.0123456789012345s: None",
        "Task workflow.clock.beat[7d0f] succeeded in 1.23456789012345678s: None",
        "Task workflow.clock.beat[e1234567-1a2b-4c3d-8e9f-0123456789ab] received",
    ],
)
def test_how_long_a_task_took_is_no_bank_card(line: str) -> None:
    assert mask_text(line, by_check_digit=False) == line


def test_for_logs_the_shape_is_enough() -> None:
    assert mask_text("编号 230718209801150001", by_check_digit=False) == "编号 230***********0001"


@given(before=st.text("事项反映，：（ ）\n", max_size=20), after=st.text("，。元 ", max_size=20))
def test_wherever_it_stands_it_is_found(before: str, after: str) -> None:
    for secret in (ID_NUMBER, MOBILE, "6200001234567890128"):
        assert secret not in mask_text(before + secret + after)


@pytest.mark.parametrize("piece", ["1", "1 ", "0458-", "230799 ", "A1", "1-", "6 ", "孩1 ", "1\n"])
def test_long_nonsense_is_read_quickly(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    start = time.perf_counter()
    mask_text(text)
    assert time.perf_counter() - start < 0.5
