"""The forms as people meet them: nothing doubled, nothing typed lost, danger first, no script."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from generator.schema.form import RESERVED, Form
from intake_app import create_app
from intake_app.answers import READERS
from intake_app.config import DEMO
from intake_app.limits import MAX_BODY
from intake_app.public import BUSY, DOWN, STALE, TRAP
from intake_app.tokens import ALPHABET, FORM_LIFETIME
from intake_app.visibility import stylesheet
from tests.intake_support import (
    COMPLETE,
    SUPERVISION,
    VOLUNTEER,
    Intake,
    form,
    library,
    make_intake,
    token_in,
    with_duty_phone,
)

TEMPLATES = Path(__file__).resolve().parent.parent / "intake_app" / "templates"


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    return make_intake(tmp_path)


def words(page: str) -> str:
    """What a person reads."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page))


def test_what_the_page_posts_beside_the_answers_is_reserved() -> None:
    assert set(RESERVED) == {"token", TRAP}


def test_every_type_of_question_has_a_partial() -> None:
    partials = {path.stem for path in (TEMPLATES / "fields").glob("[!_]*.html")}

    assert partials == set(READERS)


def test_both_forms_are_listed(intake: Intake) -> None:
    page = intake.get("/apply/").text

    assert 'href="/apply/volunteer"' in page
    assert 'href="/apply/supervision"' in page


@pytest.mark.parametrize("name", COMPLETE)
def test_a_complete_post_leads_to_a_receipt_that_survives_a_reload(
    intake: Intake, name: str
) -> None:
    answer = intake.send(name)

    reference = intake.reference(answer)
    assert len(reference) == 8
    assert set(reference) <= set(ALPHABET)
    assert intake.reference(answer) == reference
    assert intake.rows("SELECT reference FROM submissions") == [(reference,)]


def test_option_ids_are_stored_and_never_labels(intake: Intake) -> None:
    intake.send("volunteer")

    body = intake.rows("SELECT body FROM submissions")[0][0].decode()
    assert '"role-phone"' in body
    assert "电话探访员" not in body


@pytest.mark.parametrize("path", ["/apply/", "/apply/volunteer", "/apply/nothing", "/receipt/x"])
def test_public_pages_set_no_cookie(intake: Intake, path: str) -> None:
    assert "Set-Cookie" not in intake.get(path).headers


def test_sending_sets_no_cookie(intake: Intake) -> None:
    answer = intake.send("volunteer")

    assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" not in intake.get(answer.headers["Location"]).headers


# -- promise 2: a retried submission is never doubled


def test_the_same_post_again_gives_the_same_receipt(intake: Intake) -> None:
    post = VOLUNTEER | {"token": [intake.token("volunteer")]}

    first = intake.post("/apply/volunteer", post)
    again = intake.post("/apply/volunteer", post | {"phone": ["138 0013 8000"]})

    assert again.status_code == 303
    assert again.headers["Location"] == first.headers["Location"]
    assert intake.count() == 1


def test_other_answers_under_the_same_id_are_asked_about(intake: Intake) -> None:
    post = VOLUNTEER | {"token": [intake.token("volunteer")]}
    first = intake.post("/apply/volunteer", post)
    reference = intake.reference(first)

    asked = intake.post("/apply/volunteer", post | {"community": ["东湖社区"]})

    assert asked.status_code == 409
    assert reference in asked.text
    assert first.headers["Location"] in asked.text
    assert 'value="东湖社区"' in asked.text
    assert intake.count() == 1

    fresh = {"token": [token_in(asked.text)], "community": ["东湖社区"]}
    second = intake.post("/apply/volunteer", post | fresh)
    assert intake.reference(second) != reference
    assert intake.count() == 2


@pytest.mark.parametrize("token", ["", "forged", "IjEi.aaaa.bbbb"])
def test_a_forged_id_is_refused_with_everything_kept(intake: Intake, token: str) -> None:
    refused = intake.post("/apply/volunteer", VOLUNTEER | {"token": [token]})

    assert refused.status_code == 400
    assert STALE.title in refused.text
    assert 'value="王小明"' in refused.text
    assert intake.count() == 0

    token = token_in(refused.text)
    assert intake.post("/apply/volunteer", VOLUNTEER | {"token": [token]}).status_code == 303


def test_an_id_of_the_other_form_is_a_forged_one(intake: Intake) -> None:
    post = VOLUNTEER | {"token": [intake.token("supervision")]}

    assert intake.post("/apply/volunteer", post).status_code == 400


def test_a_form_that_stood_open_too_long_can_be_sent_again(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = intake.token("volunteer")
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: 2e9 + FORM_LIFETIME)

    refused = intake.post("/apply/volunteer", VOLUNTEER | {"token": [token]})

    assert refused.status_code == 400
    assert 'value="王小明"' in refused.text


def test_the_same_phone_within_a_day_is_kept_and_marked(intake: Intake) -> None:
    first = intake.reference(intake.send("volunteer"))
    intake.clock.advance(hours=23)
    second = intake.reference(intake.send("volunteer"))
    intake.clock.advance(hours=25)
    third = intake.reference(intake.send("volunteer"))

    twins = dict(
        intake.rows(
            "SELECT s.reference, json_extract(e.facts, '$.twins') FROM events e "
            "JOIN submissions s ON s.id = e.submission"
        )
    )
    assert twins == {first: "[]", second: f'["{first}"]', third: "[]"}


def test_a_receipt_cannot_be_guessed_from_the_reference(intake: Intake) -> None:
    reference = intake.reference(intake.send("volunteer"))

    assert intake.get(f"/receipt/{reference}").status_code == 404


# -- mistakes


def test_mistakes_are_listed_and_linked_and_nothing_typed_is_lost(intake: Intake) -> None:
    back = intake.send("volunteer", phone=["123"], roles=["role-info", "role-data"], name=[""])

    assert back.status_code == 422
    assert "有 2 处要改" in back.text
    assert '<a href="#name">请填写“姓名”。</a>' in back.text
    assert 'aria-describedby="phone-hint phone-fault" aria-invalid="true"' in back.text
    assert 'value="123"' in back.text
    assert back.text.count(" checked") == sum(map(len, VOLUNTEER.values())) - 4 + 1
    assert intake.count() == 0


def test_the_folded_part_opens_only_when_something_in_it_was_filled_in(intake: Intake) -> None:
    empty = {"note": [""], "start_date": [""]}

    assert '<details class="section">' in intake.send("volunteer", phone=["1"], **empty).text
    back = intake.send("volunteer", phone=["1"], **(empty | {"note": ["有车"]}))
    assert '<details class="section" open>' in back.text


def test_what_was_typed_comes_back_as_text_and_not_as_code(intake: Intake) -> None:
    back = intake.send("supervision", team=['"><script>alert(1)</script>'], phone=["1"])

    assert "&#34;&gt;&lt;script&gt;" in back.text


def test_a_questioned_text_may_be_kept_by_ticking_a_box(intake: Intake) -> None:
    written = ["他的电话 13812345678，已经两天没有回话。"]

    asked = intake.send("supervision", summary=written)
    assert asked.status_code == 422
    assert 'name="confirm-summary"' in asked.text

    assert intake.send("supervision", summary=written, **{"confirm-summary": ["yes"]})


def test_the_link_of_a_post_chooses_it(intake: Intake) -> None:
    page = intake.get("/apply/volunteer?role=role-phone").text

    assert 'id="roles-role-phone" checked' in page
    assert page.count(" checked") == 1


def test_consents_are_never_ticked_beforehand(intake: Intake) -> None:
    for name in COMPLETE:
        assert " checked" not in intake.get(f"/apply/{name}").text


# -- without a script


@pytest.mark.parametrize("name", COMPLETE)
def test_conditional_questions_are_shown_and_hidden_by_style_alone(
    intake: Intake, name: str
) -> None:
    page = intake.get(f"/apply/{name}").text
    style = intake.get(f"/apply/{name}.css")

    assert f'<link rel="stylesheet" href="/apply/{name}.css">' in page
    assert style.mimetype == "text/css"
    for question in form(name).fields:
        if question.when:
            assert f"#q-{question.id} {{ display: none; }}" in style.text
            assert f'id="q-{question.id}"' in page


def test_style_rules_name_every_option_that_shows_a_question() -> None:
    style = stylesheet(form("volunteer"))

    assert (
        'form:has([name="source"][value="local-employer"]:checked, '
        '[name="source"][value="group-member"]:checked) #q-org { display: block; }'
    ) in style
    assert style.startswith("@supports selector(:has(a)) {"), "others show everything"


def test_a_question_says_when_to_answer_it_where_style_cannot_hide_it(intake: Intake) -> None:
    page = words(intake.get("/apply/volunteer").text)

    assert "选了“驻区单位员工”或“志愿服务组织或团体成员”才填。" in page


# -- promise 7: danger comes first


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


# -- promise 8: priority is explained


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


# -- bad input


def test_an_oversized_post_is_refused_unread(intake: Intake) -> None:
    refused = intake.post("/apply/volunteer", {"name": "长" * MAX_BODY})

    assert refused.status_code == 413
    assert "内容太长了" in refused.text
    assert intake.count() == 0


def test_a_text_pasted_far_too_long_comes_back_with_a_sentence(intake: Intake) -> None:
    back = intake.send("supervision", summary=["长" * 20_000])

    assert back.status_code == 422
    assert "最多 1000 个字，现在有 20000 个" in back.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"name=" + quote("王", encoding="gbk").encode(), "application/x-www-form-urlencoded"),
        (b"name=%ED%A0%80", "application/x-www-form-urlencoded"),
        (b"name=\xff\xfe", "application/x-www-form-urlencoded; charset=gbk"),
        (
            b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xcd\xf5\r\n--b--\r\n',
            "multipart/form-data; boundary=b",
        ),
    ],
)
def test_a_post_that_is_not_utf8_is_refused(intake: Intake, body: bytes, kind: str) -> None:
    refused = intake.post("/apply/volunteer", body, content_type=kind)

    assert refused.status_code == 400
    assert "读不出来" in refused.text
    assert intake.count() == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_a_post_from_another_site_is_refused(
    intake: Intake, headers: dict[str, str], status: int
) -> None:
    post = VOLUNTEER | {"token": [intake.token("volunteer")]}

    answer = intake.post("/apply/volunteer", post, headers=headers)

    assert answer.status_code == status
    assert intake.count() == (status == 303)


def test_a_program_that_fills_every_box_is_stopped_and_a_person_can_go_on(intake: Intake) -> None:
    stopped = intake.send("volunteer", **{TRAP: ["http://spam.example"]})

    assert stopped.status_code == 400
    assert 'value="王小明"' in stopped.text
    assert "spam.example" not in stopped.text
    assert intake.count() == 0


def test_one_address_is_slowed_down_and_still_sees_numbers_and_answers(tmp_path: Path) -> None:
    intake = make_intake(tmp_path, posts=2)
    for number in ("13800138001", "13800138002"):
        assert intake.send("volunteer", phone=[number]).status_code == 303

    slowed = intake.send("volunteer", phone=["13800138003"])
    assert slowed.status_code == 429
    assert BUSY.title in slowed.text
    assert 'value="13800138003"' in slowed.text
    assert intake.count() == 2

    intake.clock.advance(minutes=10)
    assert intake.send("volunteer", phone=["13800138003"]).status_code == 303


@pytest.mark.parametrize(("proxies", "status"), [(0, 429), (1, 303)])
def test_a_forwarded_address_counts_only_behind_a_proxy_of_ours(
    tmp_path: Path, proxies: int, status: int
) -> None:
    intake = make_intake(tmp_path, posts=1, proxies=proxies)
    statuses = []
    for place in ("10.0.0.1", "10.0.0.2"):
        post = VOLUNTEER | {"token": [intake.token("volunteer")]}
        answer = intake.post("/apply/volunteer", post, headers={"X-Forwarded-For": place})
        statuses.append(answer.status_code)

    assert statuses == [303, status]


def test_one_phone_owns_a_whole_network_of_addresses(tmp_path: Path) -> None:
    intake = make_intake(tmp_path, posts=1)
    statuses = []
    for place in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"):
        post = VOLUNTEER | {"token": [intake.token("volunteer")]}
        answer = intake.post("/apply/volunteer", post, environ_base={"REMOTE_ADDR": place})
        statuses.append(answer.status_code)

    assert statuses == [303, 429, 303]


def test_a_host_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    intake = make_intake(tmp_path, trusted_hosts=("handbook.example",))

    assert intake.get("/apply/", base_url="http://handbook.example").status_code == 200
    assert intake.get("/apply/", base_url="http://elsewhere.example").status_code == 400


def test_a_wrong_method_says_which_are_right(intake: Intake) -> None:
    refused = intake.post("/apply/", {})

    assert refused.status_code == 405
    assert "GET" in refused.headers["Allow"]


def test_no_address_is_stored(intake: Intake) -> None:
    intake.send("volunteer")

    ((bucket,),) = intake.rows("SELECT bucket FROM counters")
    assert re.fullmatch("[0-9a-f]{64}", bucket)


def test_an_outage_keeps_the_answers_and_shows_the_numbers(intake: Intake) -> None:
    token = intake.token("supervision")
    post = SUPERVISION | {"token": [token], "life_risk": ["now"]}
    with sqlite3.connect(intake.database) as db:
        db.execute("ALTER TABLE submissions RENAME TO hidden")

    down = intake.post("/apply/supervision", post)

    assert down.status_code == 503
    assert DOWN.title in down.text
    assert "先打电话，再填表" in down.text
    assert SUPERVISION["summary"][0] in down.text

    with sqlite3.connect(intake.database) as db:
        db.execute("ALTER TABLE hidden RENAME TO submissions")
    assert token_in(down.text) == token, "the same id, so that pressing again cannot double it"
    assert intake.post("/apply/supervision", post).status_code == 303


def test_an_outage_does_not_take_the_empty_form_away(tmp_path: Path) -> None:
    intake = make_intake(tmp_path)
    intake.database.unlink()

    assert intake.get("/apply/supervision").status_code == 200
    assert intake.get("/receipt/x").status_code == 404


def test_a_failure_of_ours_is_a_page_with_the_numbers(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("intake_app.public.triage", fail)
    token = intake.token("volunteer")

    broken = intake.post("/apply/volunteer", VOLUNTEER | {"token": [token]})

    assert broken.status_code == 500
    assert "我们这边出错了" in broken.text


def test_every_page_says_that_it_is_a_demonstration(intake: Intake) -> None:
    for path in ("/apply/", "/apply/volunteer", "/apply/nothing", "/desk/login"):
        assert DEMO in intake.get(path).text
