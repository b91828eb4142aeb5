"""The applicant stays in charge: with the secret, and with nothing else."""

from __future__ import annotations

import re

import pytest

from intake_app.public import BUSY
from intake_app.tokens import RECEIPT_LIFETIME
from tests.intake_support import COMPLETE, Intake, form, words

pytestmark = pytest.mark.both_databases


def receipt_of(intake: Intake, name: str = "supervision", **changed: list[str]) -> str:
    """The address of the receipt of a new submission."""
    return intake.send(name, **changed).headers["Location"]


@pytest.mark.parametrize("name", COMPLETE)
def test_the_receipt_shows_both_codes_and_insists_on_being_saved(intake: Intake, name: str) -> None:
    page = intake.get(receipt_of(intake, name)).text

    assert re.search(r'class="reference">.*<b>\w{4} \w{4}</b>', page)
    assert re.search(r'id="secret">(\w{4} ){4}\w{4}<', page)
    assert "请现在就存好查询码" in page
    assert 'data-copy="#secret"' in page
    assert "<svg" in page
    assert "截一张图" in page
    assert 'id="saved"> 我已经存好了' in page
    assert f"保存 {form(name).retention.days} 天" in page
    assert "个月" not in page


def test_the_secret_opens_the_same_page_later(intake: Intake) -> None:
    sent = intake.send("supervision")
    reference, secret = intake.reference(sent), intake.secret(sent)
    intake.clock.advance(days=30)

    assert intake.get(sent.headers["Location"]).headers["Location"] == "/status"
    opened = intake.post("/status", {"code": f" {secret.lower()[:10]} - {secret[10:]}"})

    assert opened.status_code == 303
    assert intake.reference(opened) == reference


def test_an_address_of_a_receipt_lasts_a_day(intake: Intake) -> None:
    receipt = receipt_of(intake)
    intake.clock.advance(seconds=RECEIPT_LIFETIME)
    assert intake.get(receipt).status_code == 200
    intake.clock.advance(seconds=1)
    assert intake.get(receipt).headers["Location"] == "/status"


@pytest.mark.parametrize("code", ["", "ABCD", "A" * 20, "王小明", "x" * 1000, "\0"])
def test_a_wrong_secret_opens_nothing(intake: Intake, code: str) -> None:
    intake.send("supervision")

    answer = intake.post("/status", {"code": code})

    assert answer.status_code == 422
    assert "没有找到" in answer.text


def test_neither_reference_nor_a_forged_address_opens_anything(intake: Intake) -> None:
    sent = intake.send("supervision")
    reference = intake.reference(sent)

    assert intake.post("/status", {"code": reference}).status_code == 422
    for token in (reference, sent.headers["Location"][9:-1], "AAAA"):
        for act in ("", "/download", "/correct"):
            assert intake.get(f"/receipt/{token}{act}").headers["Location"] == "/status"
        for act in ("note", "withdraw", "erase", "correct"):
            answer = intake.post(f"/receipt/{token}/{act}", {"sure": "yes", "words": "x"})
            assert answer.headers["Location"] == "/status"
    assert intake.kinds() == ["submission:receive"]


def test_somebody_who_tries_many_secrets_is_slowed(intake: Intake) -> None:
    answers = [intake.post("/status", {"code": f"A{n}"}) for n in range(62)]

    assert "没有找到" in answers[59].text
    assert "查得太密了" in answers[60].text
    assert BUSY.status == 429


def test_a_note_reaches_the_desk_and_is_shown_back(desk: Intake) -> None:
    receipt = receipt_of(desk)
    reference = desk.reference(desk.post("/status", {"code": secret_of(desk, receipt)}))

    answer = desk.post(f"{receipt}/note", {"words": "换到 <下午> 联系"})

    assert answer.headers["Location"] == receipt
    assert "换到 &lt;下午&gt; 联系" in desk.get(receipt).text
    case = words(desk.get(f"/desk/case/{reference}").text)
    assert "本人 补充：换到 &lt;下午&gt; 联系" in case


def secret_of(intake: Intake, receipt: str) -> str:
    found = re.search('id="secret">([^<]+)<', intake.get(receipt).text)
    assert found
    return found[1]


@pytest.mark.parametrize("written", ["", "  \u200b ", "长" * 501, "11010519491231002X"])
def test_a_note_that_cannot_be_kept_is_asked_again(intake: Intake, written: str) -> None:
    receipt = receipt_of(intake)

    assert intake.post(f"{receipt}/note", {"words": written}).status_code == 422
    assert intake.kinds() == ["submission:receive"]


def test_answers_are_corrected_and_the_level_follows(desk: Intake) -> None:
    receipt = receipt_of(desk)
    reference = desk.reference(desk.post("/status", {"code": secret_of(desk, receipt)}))
    page = desk.get(f"{receipt}/correct").text
    assert 'value="小李"' in page
    assert 'id="groups-resident" checked' in page
    assert f'action="{receipt}/correct"' in page

    wrong = COMPLETE["supervision"] | {"phone": ["1"]}
    assert desk.post(f"{receipt}/correct", wrong).status_code == 422
    right = COMPLETE["supervision"] | {"nick": ["老李"], "life_risk": ["now"]}
    assert desk.post(f"{receipt}/correct", right).headers["Location"] == receipt

    assert desk.opened(reference).answers["nick"] == "老李"
    assert "P0" in desk.get(receipt).text
    case = desk.get(f"/desk/case/{reference}").text
    assert "老李" in case
    assert "更正了答案" in case
    assert desk.count("texts") == 2, "what stood there before is kept for those who acted on it"


def test_after_withdrawal_the_desk_can_open_nothing(desk: Intake) -> None:
    receipt = receipt_of(desk)
    reference = desk.reference(desk.post("/status", {"code": secret_of(desk, receipt)}))

    assert desk.post(f"{receipt}/withdraw", {}).status_code == 422
    assert desk.get(f"/desk/case/{reference}").status_code == 200
    assert desk.post(f"{receipt}/withdraw", {"sure": "yes"}).headers["Location"] == receipt

    assert desk.get(f"/desk/case/{reference}").status_code == 410
    assert desk.post(f"/desk/case/{reference}/note", {"words": "x"}).status_code == 410
    assert reference not in desk.get("/desk/").text
    assert desk.rows("SELECT for_desk FROM keys") == [(None,)]
    page = desk.get(receipt).text
    assert "已经撤回" in page
    assert "小李" in page, "the applicant still has the own copy"
    assert desk.get(f"{receipt}/correct").headers["Location"] == receipt
    assert desk.post(f"{receipt}/note", {"words": "还在吗"}).status_code == 409
    assert desk.post(f"{receipt}/withdraw", {"sure": "yes"}).status_code == 409
    assert desk.post(f"{receipt}/erase", {"sure": "yes"}).status_code == 303


def test_after_deletion_nobody_can_open_anything(desk: Intake) -> None:
    receipt = receipt_of(desk)
    secret = secret_of(desk, receipt)
    reference = desk.reference(desk.post("/status", {"code": secret}))
    desk.post(f"/desk/case/{reference}/note", {"words": "打过电话"})

    assert desk.post(f"{receipt}/erase", {}).status_code == 422
    assert desk.post(f"{receipt}/erase", {"sure": "yes"}).status_code == 303

    assert desk.rows("SELECT * FROM keys") == desk.rows("SELECT * FROM texts") == []
    page = desk.get(receipt).text
    assert "内容已经删除" in page
    assert "小李" not in page
    assert desk.get(f"/desk/case/{reference}").status_code == 410
    assert desk.get(f"{receipt}/download").text.endswith("内容已经删除。\n")
    for act in ("note", "withdraw"):
        answer = desk.post(f"{receipt}/{act}", {"words": "x", "sure": "yes"})
        assert answer.status_code in (303, 409)
    assert desk.kinds()[-1] == "submission:erase"


def test_a_copy_of_everything_can_be_taken_along(intake: Intake) -> None:
    receipt = receipt_of(intake, "volunteer")
    intake.post(f"{receipt}/note", {"words": "周三也行"})

    answer = intake.fetch(f"{receipt}/download")

    assert re.fullmatch(r'attachment; filename="\w{8}\.txt"', answer.headers["Content-Disposition"])
    for expected in ("姓名：王小明", "13800138000", "周三也行", "同意的说明是第", "保存多久："):
        assert expected in answer.text


def test_an_unknown_act_is_not_found(intake: Intake) -> None:
    assert intake.post(f"{receipt_of(intake)}/steal", {}).status_code == 404


def test_a_receipt_is_squeezed_for_a_bad_line(intake: Intake) -> None:
    receipt = receipt_of(intake)
    plain = intake.fetch(receipt)
    squeezed = intake.fetch(receipt, headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert len(squeezed.data) < len(plain.data) / 2
