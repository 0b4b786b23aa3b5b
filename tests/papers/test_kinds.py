"""Every kind of paper is known under its name, in the order of a case file."""

from __future__ import annotations

import pytest
from django.template.loader import get_template

from papers.choices import PaperKind
from papers.kinds import CONTENTS, thaw
from tests.papers import samples


def test_every_kind_has_its_content_its_template_and_a_sample() -> None:
    assert set(PaperKind.values) <= set(CONTENTS)
    assert set(samples.TYPICAL) == set(CONTENTS)
    for kind, content in CONTENTS.items():
        assert content.__module__ == f"papers.forms.{kind}"
        get_template(f"papers/{kind}.html")  # raises where there is none


def test_stored_content_comes_back_as_its_own_kind() -> None:
    for kind, content in samples.TYPICAL.items():
        assert type(thaw(kind, content.to_json())) is CONTENTS[kind]


def test_an_unknown_kind_is_an_error_and_not_an_empty_paper() -> None:
    with pytest.raises(KeyError):
        thaw("letter", {})


def test_a_case_file_begins_with_the_registration_and_its_sheets_come_last() -> None:
    order = list(CONTENTS)
    assert order[0] == "registration"
    assert order.index("minutes") < order.index("task_sheet")  # which carries out what they settle
    assert order.index("decision") < order.index("service_proof") < order.index("report_up")
    assert order[-3:] == ["case_cover", "case_catalogue", "case_remarks"]


def test_numbers_tell_the_kind_where_the_law_of_numbering_wants_it() -> None:
    """领域 3.2, 编号: 报 告 会 纪 意 延 督 信, nothing for the others."""
    told = {kind: cls.number_suffix for kind, cls in CONTENTS.items() if cls.number_suffix}
    assert told == {
        "referral": "报",
        "notification": "告",
        "joint_notice": "会",
        "minutes": "纪",
        "decision": "意",
        "extension_notice": "延",
        "supervision_order": "督",
        "disclosure_form": "信",
    }
