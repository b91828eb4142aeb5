"""Free text: identity numbers are refused, phones and doors are questioned."""

from __future__ import annotations

import pytest

from intake_app.answers import read_answers
from tests.intake_support import SUPERVISION, TODAY, faults, form

VALID_ID = "11010519491231002X"


@pytest.mark.parametrize(
    "written",
    [
        f"他的身份证是{VALID_ID}，请帮忙查一下。",
        "证件 110105 19491231 002x，请帮忙查一下。",
        "１１０１０５１９４９１２３１００２Ｘ 请帮忙查一下情况",
        f"住8号 {VALID_ID} 请帮忙查一下情况。",
        "1101\u200b0519491231002X 请帮忙查一下情况。",
    ],
)
def test_an_identity_number_is_refused_and_cannot_be_insisted_on(written: str) -> None:
    refused = faults("supervision", summary=[written], **{"confirm-summary": ["yes"]})

    assert refused == {"summary": "这里像有身份证号。我们不收身份证号，请删掉再提交。"}


@pytest.mark.parametrize(
    "written",
    [
        "订单号 110105194912310021 的东西一直没有送到。",  # the check digit is wrong
        "快递 6222021234567890123 一直没有送到居民手里。",  # 19 digits
    ],
)
def test_a_number_that_is_no_identity_number_passes(written: str) -> None:
    assert faults("supervision", summary=[written]) == {}


@pytest.mark.parametrize(
    "written",
    [
        "联系他 13812345678，已经两天没有回话了。",
        "联系他 138 1234 5678，已经两天没有回话了。",
        "住在3号楼2单元501室的一位老人两天没开门。",
        "十二号楼的一位老人两天没开门，敲门不应。",
        "住 3-2-501 的一位老人两天没开门，敲门不应。",
    ],
)
def test_a_phone_or_a_door_is_questioned_and_may_be_kept(written: str) -> None:
    reading = read_answers(form("supervision"), SUPERVISION | {"summary": [written]}, TODAY)
    assert [(fault.field, fault.may_confirm) for fault in reading.faults] == [("summary", True)]

    assert faults("supervision", summary=[written], **{"confirm-summary": ["yes"]}) == {}


@pytest.mark.parametrize(
    "written", ["两室一厅里住着五个人，都在发烧。", "2026 年 3-4 月一直这样，没有变化。"]
)
def test_ordinary_numbers_are_not_questioned(written: str) -> None:
    assert faults("supervision", summary=[written]) == {}
