"""Every mistake that a trainer may make gets a sentence that says where, what, and what to do next.

`broken/<kind>/<mistake>.yml` stands beside its report, `<mistake>.txt`. A page is added to the real
content; a single file such as hotlines.yml takes the place of the real one. After a change of
words: `python -m tests.test_mistakes` writes the reports anew – then read every one of them.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError
from pydantic_core.core_schema import ErrorType

from generator.reports import report
from generator.schema.library import KINDS, SINGLES, parse
from generator.schema.problems import ContentError, Problem
from generator.schema.problems import Path as Path_
from generator.schema.sentences import SENTENCES
from generator.schema.sentences import problems_of as sentences_of
from generator.schema.source import MAX_BYTES, read_source

ROOT = Path(__file__).resolve().parent.parent
BROKEN = ROOT / "tests" / "broken"
CASES = sorted(path.relative_to(BROKEN).as_posix() for path in BROKEN.rglob("*.yml"))
REAL = {
    path.relative_to(ROOT / "content").as_posix(): path.read_bytes()
    for path in sorted((ROOT / "content").rglob("*.yml"))
}


def problems_of(files: dict[str, bytes], among: dict[str, bytes] = REAL) -> list[Problem]:
    """The problems of the real content with these files in it."""
    with pytest.raises(ContentError) as caught:
        parse(among | files)
    return list(caught.value.problems)


@cache
def reported(case: str) -> str:
    """What `check` prints about a broken file. Of other pages it needs the ids, not the text."""
    kind = case.partition("/")[0]
    place = case if kind in KINDS else f"{kind}.yml"
    among = {name: b"" if "/" in name else text for name, text in REAL.items()}
    problems = problems_of({place: (BROKEN / case).read_bytes()}, among)
    lines = (BROKEN / case).read_text("utf-8").split("\n")
    own = [p for p in problems if p.file == f"content/{place}"]
    return report(own, {f"content/{place}": lines}) + "\n"


def test_there_are_broken_files() -> None:
    assert len(CASES) > 50


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_gets_its_sentence(case: str) -> None:
    assert reported(case) == (BROKEN / case).with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_tells_a_trainer_what_to_do(case: str) -> None:
    """It ends as a sentence does, and asks for something."""
    for line in reported(case).splitlines():
        if line.startswith("content/"):
            assert line.endswith(("。", "？")), line
            assert any(word in line for word in ("请", "可以写", "您是不是", "最多", "至少")), line


ENGLISH = re.compile(r"[A-Za-z]+ [A-Za-z]+ [A-Za-z]+")
"""Three words in a row: a message of pydantic or of the parser that fell through."""


def without_quotes(sentence: str) -> str:
    """What a sentence says in its own words; what stands in “” is the author's."""
    return re.sub("“[^”]*”", "", sentence)


@pytest.mark.parametrize("case", CASES)
def test_no_english_falls_through(case: str) -> None:
    for line in reported(case).splitlines():
        if line.startswith("content/"):
            assert not ENGLISH.search(without_quotes(line)), line


THE_LIST = {
    "a tab": "checklists/tab-indent",
    "a full-width colon": "checklists/full-width-colon",
    "a full-width quote": "checklists/full-width-quotes-unclosed",
    "no space after the colon": "checklists/no-space-after-colon",
    "wrong indentation": "checklists/wrong-indent",
    "a duplicate key": "checklists/duplicate-key",
    "an unknown key": "checklists/unknown-key",
    "a missing key": "checklists/missing-key",
    "a missing basis": "checklists/without-basis",
    "an unknown option": "checklists/unknown-option",
    "a wrong type": "checklists/list-where-text",
    "a reference to nothing": "checklists/unknown-reference",
    "a link to nothing": "checklists/unknown-link",
    "a duplicate id": "hotlines/id-twice",
    "a reused item id": "checklists/reused-item-id",
    "a term explained twice": "glossary/term-twice",
    "an answer outside the options": "training/answer-not-an-option",
    "a date that is none": "checklists/not-a-date",
    "a source not listed": "checklists/source-not-listed",
    "several marks in one bracket": "checklists/marks-in-one-bracket",
    "a mark in other brackets": "checklists/mark-in-chinese-brackets",
    "a mark misspelt": "checklists/mark-misspelt",
    "a phone number with letters": "hotlines/number-with-letters",
    "a page of another kind": "guidance/a-checklist",
    "an empty file": "checklists/empty",
    "two documents": "checklists/two-documents",
    "an anchor bomb": "checklists/anchor-bomb",
    "several at once": "checklists/several-syntax",
}
"""What a trainer may do → the golden report. Bytes that are no text stand below; links, folders and
days in test_folder.py; words still missing in test_new.py; an overdue review in test_style.py."""


def test_no_mistake_of_the_list_is_without_its_sentence() -> None:
    assert {f"{case}.yml" for case in THE_LIST.values()} <= set(CASES)


BYTES = [
    ("with-bom", b"\xef\xbb\xbftitle: a\n", "文件开头有 BOM 标记"),
    ("gbk", "title: 送水\n".encode("gbk"), "不是 UTF-8 编码（可能是 GBK）"),
    ("huge", b"a: b\n" * MAX_BYTES, "最多 512 KB"),
    ("zero-byte", b"title: a\x00b\n", "看不见的控制字符"),
    ("picture", bytes(range(256)), "不是 UTF-8"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), BYTES, ids=[case[0] for case in BYTES])
def test_bytes_that_are_no_text_get_a_sentence(name: str, content: bytes, sentence: str) -> None:
    (problem,) = problems_of({f"checklists/{name}.yml": content})
    assert sentence in problem.sentence


PLACES = [
    ("checklists/送水.yml", "请只用小写字母、数字和短横"),
    ("checklists/water.yaml", "这里只放 .yml 文件"),
    ("checklist/water.yml", "您是不是想写“checklists”？"),
    ("hotline.yml", "您是不是想写“hotlines”？"),
    ("guidance/more/water.yml", "不知道这个文件属于哪一类"),
]


@pytest.mark.parametrize(("name", "sentence"), PLACES)
def test_a_file_in_a_wrong_place_is_told_where_it_belongs(name: str, sentence: str) -> None:
    (problem,) = problems_of({name: b"title: a\n"})
    assert sentence in problem.sentence


@pytest.mark.parametrize("single", SINGLES)
def test_a_missing_single_file_is_missed(single: str) -> None:
    files = {name: content for name, content in REAL.items() if name != f"{single}.yml"}
    with pytest.raises(ContentError) as caught:
        parse(files)
    assert Problem(f"content/{single}.yml", 1, 1, "缺少这个文件。请从版本库里恢复它。") in (
        caught.value.problems
    )


def test_an_element_without_a_page_is_a_problem() -> None:
    content = REAL["guidance/five-society-linkage.yml"].decode()
    others = {
        name: text for name, text in REAL.items() if b"S01" in text and name != "elements.yml"
    }
    without = {name: text.replace(b"S01", b"S02") for name, text in others.items()}
    assert "S01" in content

    (problem,) = problems_of(without)

    assert problem.file == "content/elements.yml"
    assert "要素 S01 没有任何一页用到" in problem.sentence


def test_every_problem_comes_at_once_and_in_order() -> None:
    names = (
        "checklists/unknown-key.yml",
        "checklists/not-a-date.yml",
        "training/answer-not-an-option.yml",
    )
    problems = problems_of({name: (BROKEN / name).read_bytes() for name in names})
    assert {problem.file for problem in problems} == {f"content/{name}" for name in names}
    assert problems == sorted(problems)


WRONG_SHAPES: list[object] = ["", "x", "字" * 400, "12", [], ["x"], ["x"] * 40, {}, {"x": "y"}]
WRONG_SHAPES += ["9" * 30, "9" * 5000, "-1"]


@pytest.mark.parametrize(
    "name",
    [
        "guidance/then-and-now",
        "checklists/cl-pfa",
        "training/tm-08",
        "roles/role-info",
        "cases/case-runze",
        "forms/volunteer",
        "forms/supervision",
        *SINGLES,
    ],
)
def test_every_kind_of_error_has_a_sentence_of_its_own(name: str) -> None:
    """Each value of a real file is replaced by values of every other shape."""
    source = read_source(name, REAL[f"{name}.yml"])
    assert not isinstance(source, list)
    model = {**KINDS, **SINGLES}[name.partition("/")[0]]
    kinds = set()
    alike = {tuple("*" if isinstance(p, int) else p for p in path): path for path in source.marks}
    for path in alike.values():
        for shape in WRONG_SHAPES:
            try:
                model.model_validate(replaced(source.data, path, shape))
            except ValidationError as error:
                kinds |= {details["type"] for details in error.errors()}
                sentences = [p.sentence for p in sentences_of(source, model, error)]
                assert all(sentence.endswith(("。", "？")) for sentence in sentences)
                assert not any(ENGLISH.search(without_quotes(s)) for s in sentences)
    assert len(kinds) > 5
    assert kinds <= set(SENTENCES)


def replaced(data: Any, path: Path_, value: object) -> Any:
    """The same data with one value changed."""
    if not path:
        return value
    here = path[0]
    inner = replaced(data[here], path[1:], value)
    if isinstance(here, str):
        return {**data, here: inner}
    return [*data[:here], inner, *data[here + 1 :]]


def test_every_sentence_belongs_to_a_real_kind_of_error() -> None:
    assert set(SENTENCES) - {"sentence", "gone"} <= set(get_args(ErrorType))


def test_a_source_keeps_the_place_of_every_value() -> None:
    source = read_source("x.yml", b"a: 1\nb:\n  - c: 2\n")
    assert not isinstance(source, list)
    assert source.marks[("b", 0, "c")] == (3, 8)
    assert source.keys[("b", 0, "c")] == (3, 5)


if __name__ == "__main__":
    for case in CASES:
        (BROKEN / case).with_suffix(".txt").write_text(reported(case), encoding="utf-8")
