"""Promises 7 and 8: danger comes first, priority is explained, nothing is promised in vain."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from generator.schema.form import Form
from intake_app import create_app
from intake_app.visibility import stylesheet
from tests.intake_support import Intake, form, library, make_intake, with_duty_phone, words


def test_any_answer_but_no_danger_shows_the_call_buttons_without_a_script() -> None:
    style = stylesheet(form("supervision"))
    rule = next(line for line in style.splitlines() if "#callout-life { display: block; }" in line)

    risky = ["now", "self-harm", "harm-others", "acute", "missing", "unsure"]
    assert re.findall('value="([^"]+)"', rule) == risky


def test_the_danger_block_stands_under_its_question_with_all_numbers(intake: Intake) -> None:
    page = intake.get("/apply/supervision").text
    block = page[page.index('id="callout-life"') : page.index('id="q-protection"')]

    for number in ("110", "120", "119", "12356"):
        assert f'href="tel:{number}"' in block


def test_a_form_that_comes_back_opens_with_the_danger_block(intake: Intake) -> None:
    back = intake.send("supervision", life_risk=["unsure"], summary=["短"])

    page = words(back.text)
    assert page.index("先打电话，再填表") < page.index("有 1 处要改")


def test_the_receipt_of_a_danger_to_life_opens_with_the_numbers(intake: Intake) -> None:
    answer = intake.send("supervision", life_risk=["self-harm"])

    page = intake.get(answer.headers["Location"]).text
    assert page.index("先打电话，不要等我们") < page.index("收到了")
    assert page.count('href="tel:120"') == 2


def test_the_receipt_names_level_target_and_reasons(intake: Intake) -> None:
    answer = intake.send("supervision", deadline=["3d"], groups=["ill"])

    page = words(intake.get(answer.headers["Location"]).text)
    assert "P2 当天 目标：24 小时内（本站约定）。" in page
    assert "紧迫优先：您说三天之内要有人帮。" in page
    assert "弱势优先：涉及更难自己扛过去的人，提前一级。" in page


def test_no_call_is_promised_where_nobody_is_on_duty(tmp_path: Path) -> None:
    alone = make_intake(tmp_path)
    page = words(alone.get(alone.send("supervision", deadline=["now"]).headers["Location"]).text)

    assert "P1 紧急" in page
    assert "现在没有登记值班电话，不能保证有人马上回话。" in page
    assert "2 小时内有人打电话给您" not in page


def test_the_duty_phone_is_shown_where_there_is_one(tmp_path: Path) -> None:
    staffed = make_intake(tmp_path, with_duty_phone("010-66668888"))
    answer = staffed.send("supervision", deadline=["now"])

    page = staffed.get(answer.headers["Location"]).text
    assert "目标：2 小时内有人打电话给您（本站约定）" in page
    assert 'href="tel:010-66668888"' in page


def test_the_receipt_of_a_volunteer_says_what_comes_next(intake: Intake) -> None:
    page = intake.get(intake.send("volunteer").headers["Location"]).text

    assert 'href="/training/tm-01/"' in page
    assert "目标是 24 小时内给您回话（本站约定）" in page
    assert "中国志愿服务网" in page
    assert "不想做了" in page


def test_a_receipt_keeps_the_words_of_its_time(intake: Intake) -> None:
    """A form that changes later does not change what was promised."""
    answer = intake.send("supervision")
    changed = Form.model_validate(form("supervision").model_dump() | {"title": "求助表"})
    content = replace(library(), forms={**library().forms, "supervision": changed})
    app = create_app(intake.config, content, intake.clock)
    newer = replace(intake, app=app, client=app.test_client())

    page = words(newer.get(answer.headers["Location"]).text)

    assert "督导求助，11 月 24 日 09:30" in page
    assert "求助表" in newer.get("/apply/supervision").text
    newer.send("supervision")
    assert newer.count("definitions") == 2
