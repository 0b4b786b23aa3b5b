"""What a platform's export looks like, and what is none (A22)."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tests.workflow.intake.hotline.test_registering import HEADS
from workflow.intake.hotline.reading import read_export


def test_lines_above_the_heads_and_columns_of_no_use_are_passed_over() -> None:
    read = read_export(
        "\n".join(["平台导出", "工单号,联系电话,姓名,坐席", "W1,1540,姜测试,07"]).encode()
    )
    (order,) = read.orders
    assert (order.line, order.values["source_number"], order.values["payer.phone"]) == (
        3,
        "W1",
        "1540",
    )
    assert read.passed_over == ("坐席",)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a,b,c\n1,2,3\n", "没有找到表头"),
        (f"{HEADS}\n".encode(), "表里没有工单"),
        (b"PK\x03\x04 nothing of a workbook", "打不开"),
        ((HEADS + "\n12345热线,W1" * 1001).encode(), "一次最多导入 1000 件"),
    ],
)
def test_what_is_no_export_is_said_so(content: bytes, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        read_export(content)
