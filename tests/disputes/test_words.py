"""Words as they are told: a reason that was typed in lines becomes part of one sentence."""

from __future__ import annotations

import pytest

from disputes.words import one_sentence


@pytest.mark.parametrize(
    ("put_together", "told"),
    [
        ("退回联办：登记无误。，认为属区税务局职责。", "退回联办：登记无误，认为属区税务局职责。"),
        ("退回：不在参保环节，\r\n 不属本单位。\n。", "退回：不在参保环节，不属本单位。"),
        ("理由：见第一条；。", "理由：见第一条。"),
        ("为什么？。  再核", "为什么？再核"),
        ("一、补缴\n二、退费", "一、补缴 二、退费"),
        ("区税务局 王某 签发：A  B, C.", "区税务局 王某 签发：A B, C."),
    ],
)
def test_a_reason_becomes_part_of_one_sentence(put_together: str, told: str) -> None:
    assert one_sentence(put_together) == told
