"""`check --style` points at what could be better, and leaves the rest alone."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pytest

from generator.schema.library import parse
from generator.schema.problems import Problem
from generator.schema.source import Source, read_source
from generator.style import advice, summary
from tests.test_cli import generator
from tests.test_mistakes import REAL

TODAY = datetime.date(2026, 11, 24)
PFA = "checklists/cl-pfa.yml"
STEPS = "guidance/self-care.yml"


def advice_on(files: dict[str, bytes], today: datetime.date = TODAY) -> list[Problem]:
    """The advice on the real content with these files in it."""
    every = REAL | files
    read = {name: read_source(f"content/{name}", text) for name, text in every.items()}
    sources = {name: source for name, source in read.items() if isinstance(source, Source)}
    return advice(parse(every), sources, today)


def new_advice(name: str, old: str, new: str) -> list[str]:
    """What is said of the real content after one change that was not said before."""
    text = REAL[name].decode()
    assert old in text
    changed = {name: text.replace(old, new, 1).encode()}
    found = ((one.file, one.sentence) for one in advice_on(changed))
    return [sentence for file, sentence in found if (file, sentence) not in said_today()]


@cache
def said_today() -> set[tuple[str, str]]:
    return {(one.file, one.sentence) for one in advice_on({})}


HOW = "use_when: 面前的人刚受惊吓、刚失去亲人、哭或呆住的时候"
LONG = "一句话说了又说" * 9

ADVICE = [
    (PFA, HOW, f"use_when: {LONG}", "长句：“一句话说了又……”这句有 63 个字。"),
    (PFA, HOW, f"use_when: {LONG[:35]}。{LONG[:35]}", None),
    (
        PFA,
        HOW,
        "use_when: 用 mental health first aid 的时候",
        "英文：“mental health first aid”还没有翻译。",
    ),
    (PFA, HOW, "use_when: 血氧 SpO2、GB/T 40143、P1 的时候 [C22]，见 [[cl-suicide]]", None),
    (PFA, HOW, "use_when: 需要赋能的时候", "行话：“赋能”用在 1 页，术语表里没有。"),
    (PFA, HOW, "use_when: 心理急救、转介的时候", None),
    (STEPS, "title: 每天做三件小事", "title: 每天三件小事", "步骤：“每天三件小事”不像一个动作。"),
    (STEPS, "title: 每天做三件小事", "title: 睡够七小时", None),
    ("guidance/then-and-now.yml", "[[case-fenghua]]", "枫华", "没人链接：没有一页通到这里"),
]


@pytest.mark.parametrize(("name", "old", "new", "sentence"), ADVICE)
def test_one_change_brings_one_advice_or_none(
    name: str, old: str, new: str, sentence: str | None
) -> None:
    found = new_advice(name, old, new)
    assert [text[: len(sentence or "")] for text in found] == ([sentence] if sentence else [])


REVIEWS = [
    ("2027-01-01", datetime.date(2026, 12, 1), None),
    ("2027-01-01", datetime.date(2026, 12, 2), "复核：复核日期 2027-01-01 快到了。"),
    ("2027-01-01", datetime.date(2027, 1, 1), "复核：复核日期 2027-01-01 快到了。"),
    ("2027-01-01", datetime.date(2027, 1, 2), "复核：复核日期 2027-01-01 已经过了。"),
]


@pytest.mark.parametrize(("due", "today", "sentence"), REVIEWS)
def test_a_review_is_announced_thirty_days_before(
    due: str, today: datetime.date, sentence: str | None
) -> None:
    text = REAL[PFA].decode()
    written = load_of(text)
    changed = text.replace(f"next: {written}", f"next: {due}").encode()
    found = [one for one in advice_on({PFA: changed}, today) if one.file == f"content/{PFA}"]
    assert [one.sentence[: len(sentence or "")] for one in found] == (
        [sentence] if sentence else []
    )


def load_of(text: str) -> str:
    return text.partition("next: ")[2].partition("\n")[0]


def test_what_a_draft_still_lacks_is_listed_with_its_place() -> None:
    draft = b"draft: yes\n" + REAL[PFA].replace(
        "title: 心理急救（看、听、联）".encode(), "title: 〔待填〕".encode()
    )
    (found,) = (one for one in advice_on({"checklists/new.yml": draft}) if "new" in one.file)
    assert (found.line, found.column) == (3, 8)
    assert found.sentence == "没填完：换掉“〔待填〕”，写上内容。"


def test_a_page_that_passed_its_day_is_counted_by_check_too(
    tmp_path: Path,
) -> None:
    for name, text in REAL.items():
        file = tmp_path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        old = load_of(text.decode())
        late = text.replace(f"next: {old}".encode(), b"next: 2026-02-01") if name == PFA else text
        late = late.replace(b"last: 2026-11-24", b"last: 2026-01-01") if name == PFA else late
        file.write_bytes(late)

    done = generator("--content", tmp_path / "content", "check")

    assert done.returncode == 0
    assert "过了复核日期的有 1 页" in done.stdout


def test_there_is_little_to_say_of_the_real_content() -> None:
    """Advice that is mostly noise is not read."""
    found = advice_on({})
    assert len([one for one in found if not one.sentence.startswith("复核")]) < 12, summary(found)


def test_advice_is_printed_and_never_fails() -> None:
    done = generator("check", "--style")
    assert (done.returncode, done.stderr) == (0, "")
    assert "条提醒。\n" in done.stdout
