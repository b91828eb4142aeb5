"""Training on the phone: a quiz that explains itself, what is left of a track, and two papers."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.pages import tracks
from generator.schema.library import load
from tests.browser.conftest import ROOT, SMALL_PHONE, Phone

pytestmark = pytest.mark.xdist_group("browser")

LIBRARY = load(ROOT / "content")
MODULE = LIBRARY.training["tm-01"]
RIGHT = {question.id: question.answer for question in MODULE.quiz}
WRONG = {
    question.id: next(option.id for option in question.options if option.id != question.answer)
    for question in MODULE.quiz
}
KEY = "wushe.training.quiz.tm-01"
TOUCH = 44


def open_module(phone: Phone, id_: str = "tm-01") -> Page:
    page = phone.open(f"/training/{id_}/")
    expect(page.locator(".outcome, .leader-only").first).to_be_attached()
    return page


def answer(page: Page, question: str, option: str) -> Locator:
    section = page.locator(f"[data-question={question}]")
    section.locator(f"[data-choice={option}] button").click()
    return section


def answer_all(page: Page, wrong: set[str]) -> None:
    """Answer every question that is still open."""
    for question in RIGHT:
        if page.locator(f"[data-question={question}] .why").count():
            continue
        answer(page, question, (WRONG if question in wrong else RIGHT)[question])


def orders(page: Page) -> list[list[str]]:
    return [
        [str(row.get_attribute("data-choice")) for row in section.locator(".choice").all()]
        for section in page.locator("[data-question]").all()
    ]


def remember(phone: Phone, text: str) -> None:
    """A phone on which a record lies already."""
    phone.page.add_init_script(
        f"sessionStorage.seen ??= (localStorage.setItem({json.dumps(KEY)}, {json.dumps(text)}), 1)"
    )


def record(**value: object) -> str:
    return json.dumps({"version": 1, "value": {"attempt": 1, "passed": "", "answers": {}} | value})


def stored(page: Page) -> str | None:
    found: str | None = page.evaluate("key => localStorage.getItem(key)", KEY)
    return found


def test_one_tap_answers_and_every_option_says_why(phone: Phone) -> None:
    page = open_module(phone)
    question = MODULE.quiz[0]
    section = page.locator(f"[data-question={question.id}]")
    expect(section.locator(".why")).to_have_count(0)

    answer(page, question.id, WRONG[question.id])

    for option in question.options:
        row = section.locator(f"[data-choice={option.id}]")
        sign = "✓ 对" if option.id == question.answer else "✗ 不对"
        chosen = "（您选的）" if option.id == WRONG[question.id] else ""
        expect(row.locator("button")).to_contain_text(option.text)
        expect(row.locator(".sign")).to_have_text(sign + chosen)
        expect(row.locator(".why")).to_contain_text(option.why)
    letter = section.locator(".right .letter").inner_text()
    expect(section.locator(".verdict")).to_contain_text(f"✗ 不对，对的是 {letter}。这是安全题")
    expect(section.locator(".basis >> visible=true")).to_contain_text("S12")


def test_the_first_answer_stays(phone: Phone) -> None:
    page = open_module(phone)
    section = answer(page, "first-case", WRONG["first-case"])
    section.locator(f"[data-choice={RIGHT['first-case']}] button").dispatch_event("click")
    expect(section.locator(".chosen")).to_have_attribute("data-choice", WRONG["first-case"])


SAFETY = {question.id for question in MODULE.quiz if question.safety}
ORDINARY = sorted(set(RIGHT) - SAFETY)
OUTCOMES = [
    (set(), "✓ 通过了：5 题对了 5 题。"),
    ({ORDINARY[0]}, "✓ 通过了：5 题对了 4 题，安全题全对。"),
    (set(ORDINARY[:2]), "✗ 这一遍还没通过：5 题对了 3 题。"),
    ({"first-case"}, "✗ 这一遍还没通过：5 题对了 4 题，安全题错了 1 题。"),
    (SAFETY, "✗ 这一遍还没通过：5 题对了 3 题，安全题错了 2 题。"),
]


@pytest.mark.parametrize(("wrong", "said"), OUTCOMES)
def test_safety_questions_and_eighty_percent_decide(
    phone: Phone, wrong: set[str], said: str
) -> None:
    page = open_module(phone)
    answer_all(page, wrong)
    outcome = page.locator(".outcome")
    expect(outcome.locator(".verdict")).to_have_text(said)
    links = outcome.locator(".look-again a").evaluate_all("links => links.map(a => a.hash)")
    assert links == [f"#quiz-{question}" for question in RIGHT if question in wrong]
    assert phone.complaints == []


def test_wrong_then_right_and_both_are_remembered(phone: Phone) -> None:
    phone.page.clock.set_fixed_time("2026-12-01T23:30:00+08:00")
    page = open_module(phone)
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    expect(page.locator(".progress")).to_have_text("○ 小测还没做，共 5 题")
    answer(page, "first-case", WRONG["first-case"])
    expect(page.locator(".progress")).to_have_text("◐ 小测还没通过，答了 1／5 题")
    first = orders(page)

    page = open_module(phone)
    assert orders(page) == first
    expect(page.locator("[data-question=first-case] .verdict")).to_contain_text("✗ 不对")
    for question in list(RIGHT)[1:]:
        answer(page, question, RIGHT[question])
    page.get_by_role("button", name="再答一遍").click()
    assert [sorted(order) for order in orders(page)] == [sorted(order) for order in first]
    assert orders(page) != first
    expect(page.locator(".why")).to_have_count(0)
    expect(page.locator("[data-question=first-case] .choice button").first).to_be_focused()
    answer_all(page, set())

    page = open_module(phone)
    expect(page.locator(".progress")).to_have_text(f"✓ 小测已通过（{today}）")
    page.get_by_role("button", name="再答一遍").click()
    answer_all(page, {"first-case"})
    expect(page.locator(".outcome")).to_contain_text(f"{today} 已经通过，这一遍不影响")
    expect(page.locator(".progress")).to_contain_text("✓ 小测已通过")
    assert phone.complaints == []


def test_the_order_follows_from_the_seed_and_is_fair(phone: Phone) -> None:
    page = phone.open("/")
    counts = page.evaluate(
        """async () => {
          const { shuffled } = await import("/assets/training/quiz.js");
          const counts = [0, 1, 2, 3].map(() => [0, 0, 0, 0]);
          for (let seed = 0; seed < 4000; seed++) {
            shuffled([0, 1, 2, 3], `tm-01/x/${seed}`).forEach((item, place) => counts[item][place]++);
          }
          return counts;
        }"""
    )
    assert all(880 < count < 1120 for row in counts for count in row), counts


def test_a_quiz_works_from_the_keyboard_and_buttons_are_large_enough(phone: Phone) -> None:
    phone.page.set_viewport_size({"width": SMALL_PHONE["width"], "height": SMALL_PHONE["height"]})
    page = open_module(phone)
    first = page.locator(".choice button").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".verdict").first).not_to_be_empty()
    expect(first).to_be_focused()
    answer_all(page, {"first-case"})
    for control in page.locator(".choice button, .tool:visible, .again").all():
        box = control.bounding_box()
        assert box
        assert box["height"] >= TOUCH
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"]


@pytest.mark.parametrize("id_", sorted(LIBRARY.training))
def test_every_module_can_be_passed(phone: Phone, id_: str) -> None:
    page = open_module(phone, id_)
    for question in LIBRARY.training[id_].quiz:
        answer(page, question.id, question.answer)
    expect(page.locator(".progress")).to_contain_text("✓ 小测已通过")
    assert phone.complaints == []


def test_without_javascript_the_answers_are_folded_below(plain_phone: Phone) -> None:
    page = plain_phone.open("/training/tm-01/")
    section = page.locator("[data-question=first-case]")
    expect(section.locator("button")).to_have_count(0)
    expect(section.locator("ul").first).to_contain_text(MODULE.quiz[0].options[0].text)
    why = section.get_by_text(MODULE.quiz[0].options[0].why)
    expect(why).to_be_hidden()
    section.get_by_text("看答案和解释").click()
    expect(why).to_be_visible()


# 带课模式


def test_leading_opens_notes_and_answers_on_every_module_until_switched_off(phone: Phone) -> None:
    page = open_module(phone)
    switch = page.get_by_role("switch", name="带课模式")
    notes = page.get_by_role("heading", name="带课提示")
    why = page.locator("[data-why=medicine]")
    expect(switch).not_to_be_checked()
    expect(notes).to_be_hidden()
    expect(why).to_be_hidden()

    switch.click()
    expect(notes).to_be_visible()
    expect(why).to_be_visible()
    expect(page.locator(".choices").first).to_be_hidden()

    page = open_module(phone, "tm-05")
    expect(page.get_by_role("heading", name="带课提示")).to_be_visible()
    phone.open("/training/")
    switch = page.get_by_role("switch", name="带课模式")
    expect(switch).to_be_checked()
    switch.click()
    open_module(phone)
    expect(page.get_by_role("heading", name="带课提示")).to_be_hidden()
    expect(page.locator(".choices").first).to_be_visible()
    page.get_by_text("带课用：准备、流程、提示").click()
    expect(page.get_by_role("heading", name="带课提示")).to_be_visible()
    assert phone.complaints == []


def printed(page: Page) -> str:
    """What the paper shows. Some themes open every fold before they print, so that is played too."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => (fold.open = true))")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    return page.locator("article").inner_text()


def test_the_handout_has_the_questions_and_no_answer(phone: Phone) -> None:
    page = open_module(phone)
    answer(page, "first-case", WRONG["first-case"])
    text = printed(page)
    assert "学员讲义" in text
    for question in MODULE.quiz:
        letters = [f"{'ABCDE'[at]} {option.text}" for at, option in enumerate(question.options)]
        places = [text.index(line) for line in letters]
        assert places == sorted(places)
        assert not [option.why for option in question.options if option.why in text]
    for absent in ("不对", "您选的", "再答一遍", "带课", MODULE.facilitator[0]):
        assert absent not in text, absent
    assert MODULE.objectives[1] in text


def test_the_leaders_copy_has_answers_and_notes(phone: Phone) -> None:
    page = open_module(phone)
    answer(page, "first-case", WRONG["first-case"])
    page.get_by_role("switch", name="带课模式").click()
    page.locator("[data-question=first-case] .answers summary").click()  # closed by hand
    text = printed(page)
    assert "带课稿" in text
    for question in MODULE.quiz:
        right = next(o for o in question.options if o.id == question.answer)
        letter = "ABCDE"[question.options.index(right)]
        assert f"{letter} 对 {right.why}" in text
        assert all(option.why in text for option in question.options)
    assert MODULE.facilitator[0] in text
    assert "您选的" not in text


def test_both_papers_come_out_of_the_printer(phone: Phone) -> None:
    page = open_module(phone)
    pages = [page.pdf(format="A4")]
    page.get_by_role("switch", name="带课模式").click()
    pages.append(page.pdf(format="A4"))
    handout, copy = (len(re.findall(rb"/Type\s*/Page\b", pdf)) for pdf in pages)
    assert 1 <= handout < copy


def test_the_print_button_prints_and_is_absent_where_nothing_can_print(phone: Phone) -> None:
    phone.page.add_init_script("window.print = () => (window.printed = true)")
    page = open_module(phone)
    page.get_by_role("button", name="打印讲义（不含答案）").click()
    assert page.evaluate("window.printed")
    phone.page.add_init_script("window.print = undefined")
    page = open_module(phone)
    expect(page.get_by_role("switch")).to_be_visible()
    expect(page.get_by_role("button", name="打印")).to_have_count(0)


# Tracks


def left(page: Page, name: str) -> Locator:
    return page.locator("summary, .posts li").filter(has_text=name).locator(".left").first


def test_tracks_say_what_is_left_on_this_phone(phone: Phone) -> None:
    page = open_module(phone)
    answer_all(page, set())
    open_module(phone, "tm-02")
    question = LIBRARY.training["tm-02"].quiz[0]
    answer(page, question.id, question.answer)

    phone.open("/training/")
    expect(page.locator("[data-module=tm-01] .standing").first).to_have_text("✓ 已通过")
    expect(page.locator("[data-module=tm-02] .standing").first).to_have_text("◐ 还没通过")
    expect(page.locator("[data-module=tm-03] .standing").first).to_have_text("○ 还没做")
    volunteers = len(tracks.of_audience(LIBRARY, "vol"))
    expect(left(page, "志愿者")).to_have_text(f"{volunteers} 个模块，还剩 {volunteers - 1} 个")
    expect(left(page, "60 分钟")).to_have_text("4 个模块，还剩 3 个")
    expect(left(page, "电话探访员")).to_have_text("3 个模块，还剩 2 个")

    phone.open("/roles/role-phone/")
    expect(page.locator(".left")).to_have_text("3 个模块，还剩 2 个")
    expect(page.locator(".standing")).to_have_text(["✓ 已通过", "◐ 还没通过", "○ 还没做"])
    phone.open("/training/rapid/")
    expect(page.locator(".left")).to_have_text("4 个模块，还剩 3 个")
    expect(page.locator("#tm-01 ~ p .standing").first).to_have_text("✓ 已通过")
    assert phone.complaints == []


def test_a_track_that_is_done_says_so_and_two_taps_clear_the_phone(phone: Phone) -> None:
    remember(phone, record(passed="2026-12-01"))
    phone.page.add_init_script(
        "sessionStorage.more ??= (localStorage['wushe.training.quiz.tm-02'] = "
        "localStorage['wushe.training.quiz.tm-gone'] = localStorage['wushe.training.quiz.tm-01'], 1)"
    )
    page = phone.open("/training/")
    expect(left(page, "结对邻里")).to_have_text("2 个模块，都通过了 ✓")

    page.get_by_role("button", name="清掉这台手机上的小测记录").click()
    expect(left(page, "结对邻里")).to_have_text("2 个模块，都通过了 ✓")
    page.get_by_role("button", name="再点一次就清").click()

    expect(left(page, "结对邻里")).to_have_text("2 个模块，还剩 2 个")
    keys: list[str] = page.evaluate("Object.keys(localStorage)")
    assert [key for key in keys if key.startswith("wushe.training.quiz")] == []


def test_without_javascript_a_track_is_a_list_of_titles(plain_phone: Phone) -> None:
    page = plain_phone.open("/training/")
    article = page.locator("article")
    expect(article).not_to_contain_text("tm-0")
    expect(page.locator("#tracks + p")).to_contain_text("每位志愿者都学“角色、分工与三个优先”和")
    summary = page.locator("summary").filter(has_text="督导者")
    summary.click()
    titles = summary.locator("..").locator("a").all_inner_texts()
    assert titles == [m.title for m in LIBRARY.training.values() if "sup" in m.audience]


def test_the_rapid_page_holds_the_cards_and_wordings_it_speaks_of(plain_phone: Phone) -> None:
    page = plain_phone.open("/training/rapid/")
    sections = page.locator(".step")
    quoted = [module.quoted() for module in LIBRARY.training.values() if module.rapid]
    assert [len(lines) for lines in quoted] == [6, 9, 1, 1]
    for number, words in [
        (0, "卡一：七楼"),
        (0, "卡七：初二"),
        (1, "【情况通报】"),
        (2, "您得坚强"),
    ]:
        expect(sections.nth(number).locator(".quotes")).to_contain_text(words)


def test_other_pages_fetch_nothing_of_the_training(phone: Phone) -> None:
    asked: list[str] = []
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.open("/guidance/children/")
    phone.page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/training" in url and url.endswith(".js")] == [
        f"{phone.url}/assets/training.js"
    ]


# Bad luck

BROKEN = [
    "{",
    "",
    "null",
    "[]",
    '"passed"',
    '{"passed": "2026-12-01"}',
    '{"version": 1}',
    '{"version": 1, "value": null}',
    '{"version": "1", "value": {"attempt": 1, "answers": {}, "passed": ""}}',
    record(attempt="2"),
    record(attempt=-1),
    record(attempt=1.5),
    record(answers=[]),
    record(answers=None),
    record(passed=True),
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_damaged_record_gets_a_calm_word_and_a_new_start(phone: Phone, text: str) -> None:
    remember(phone, text)
    phone.open("/training/")
    page = phone.page
    expect(page.locator("[data-module=tm-01] .standing").first).to_have_text("— 看不到记录")
    open_module(phone)
    expect(page.locator(".outcome .trouble")).to_have_text("上次的记录读不出来了，从头来一遍就好。")
    answer_all(page, set())
    expect(page.locator(".outcome .trouble")).to_be_hidden()
    open_module(phone)
    expect(page.locator(".progress")).to_contain_text("✓ 小测已通过")
    assert phone.complaints == []


def test_a_record_of_a_newer_handbook_is_left_alone(phone: Phone) -> None:
    newer = '{"version": 2, "value": "what we cannot know"}'
    remember(phone, newer)
    page = open_module(phone)
    answer_all(page, set())
    expect(page.locator(".outcome .trouble")).to_contain_text("新版手册")
    expect(page.locator(".outcome .verdict")).to_contain_text("✓ 通过了")
    assert stored(page) == newer


@pytest.mark.parametrize("method", ["getItem", "setItem"])
def test_where_storage_is_forbidden_the_quiz_works_and_says_it_forgets(
    phone: Phone, method: str
) -> None:
    phone.page.add_init_script(
        "const own = Storage.prototype.METHOD;"
        "Storage.prototype.METHOD = function (key, ...rest) {"
        "  if (key.startsWith('wushe.')) throw new DOMException('no', 'SecurityError');"
        "  return own.call(this, key, ...rest);"
        "}".replace("METHOD", method)
    )
    page = open_module(phone)
    answer_all(page, {"first-case"})
    expect(page.locator(".outcome .trouble")).to_contain_text("不让网页存东西")
    page.get_by_role("button", name="再答一遍").click()
    answer_all(page, set())
    expect(page.locator(".progress")).to_contain_text("✓ 小测已通过")
    page.get_by_role("switch").click()
    expect(page.get_by_role("heading", name="带课提示")).to_be_visible()
    expect(page.locator(".tools .trouble")).to_contain_text("不让网页存东西")
    assert phone.complaints == []


def test_a_full_phone_keeps_the_answers_as_long_as_the_page(phone: Phone) -> None:
    page = open_module(phone)
    page.evaluate(
        """() => {
          let filler = "";
          for (let size = 1 << 23; size >= 1; size >>= 1) {
            try { localStorage.setItem("filler", filler + "x".repeat(size)); filler += "x".repeat(size); }
            catch { /* half as much, then */ }
          }
        }"""
    )
    answer_all(page, set())
    expect(page.locator(".outcome .trouble")).to_contain_text("存不下了")
    expect(page.locator(".outcome .verdict")).to_contain_text("✓ 通过了")
    assert stored(page) is None

    page.evaluate("localStorage.removeItem('filler')")
    page.get_by_role("button", name="再答一遍").click()
    expect(page.locator(".outcome .trouble")).to_be_hidden()
    page = open_module(phone)
    expect(page.locator(".progress")).to_contain_text("✓ 小测已通过")


@pytest.mark.parametrize("area", ["() => null", "() => undefined", "() => { throw new Error() }"])
def test_a_browser_without_any_storage_is_no_obstacle(phone: Phone, area: str) -> None:
    page = phone.open("/")
    kept, trouble = page.evaluate(
        f"""async () => {{
          const {{ Memory }} = await import("/assets/training/storage.js");
          const memory = new Memory({area});
          memory.forget("quiz.");
          memory.write("quiz.x", 7);
          return [memory.read("quiz.x", () => true, 0), memory.trouble("quiz.x")];
        }}"""
    )
    assert kept == 7
    assert "不让网页存东西" in trouble


def test_questions_and_options_that_are_gone_do_not_break_old_progress(phone: Phone) -> None:
    old = {
        "gone": "x",
        "constructor": "y",
        "__proto__x": 3,
        "first-case": "child",
        "same-deadline": "gone",
        "report-in": ["both"],
    }
    remember(phone, record(answers=old))
    page = open_module(phone)
    expect(page.locator(".progress")).to_have_text("◐ 小测还没通过，答了 1／5 题")
    expect(page.locator("[data-question=first-case] .verdict")).to_have_text("✓ 答对了。")
    expect(page.locator(".outcome .trouble")).to_be_hidden()
    answer_all(page, set())
    expect(page.locator(".progress")).to_contain_text("✓ 小测已通过")
    kept = json.loads(stored(page) or "")["value"]["answers"]
    assert kept == old | RIGHT


def test_when_the_last_open_question_is_taken_away_the_rest_counts(phone: Phone) -> None:
    """The module had a sixth question; without it every answer is right."""
    remember(phone, record(answers=RIGHT | {"sixth": "x"}))
    page = open_module(phone)
    expect(page.locator(".progress")).to_contain_text("✓ 小测已通过")
    phone.open("/training/")
    expect(page.locator("[data-module=tm-01] .standing").first).to_have_text("✓ 已通过")


def test_two_open_pages_do_not_lose_each_others_answers(phone: Phone) -> None:
    page = open_module(phone)
    other = page.context.new_page()
    other.goto(phone.url + "/training/tm-01/")
    answer(other, "first-case", RIGHT["first-case"])
    answer(page, "same-deadline", RIGHT["same-deadline"])
    expect(page.locator(".progress")).to_have_text("◐ 小测还没通过，答了 2／5 题")
