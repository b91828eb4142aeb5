"""Whatever bytes a content file holds, the answer is a library or a list of problems with places."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.reports import report
from generator.schema import library
from generator.schema.library import parse
from generator.schema.problems import ContentError
from tests.mutations import AMONG, REAL, SLOWEST, WAYS, checked, damaged, read_once

FEW = {name: REAL[name] for name in ("site.yml", "hotlines.yml", "checklists/cl-pfa.yml")}
"""A few small files: the rest is missed, which is a problem like any other."""
ODD = [
    b"\t",
    b"- ",
    b": ",
    b"&a ",
    b"*a ",
    b"!!x ",
    b"\xff",
    b"\x00",
    b"[",
    b"}",
    b'"',
    b"\n---\n",
    "：".encode(),
]
ODD += [
    b"[" * 3000,
    b"{a: " * 3000,
    b"- " * 3000,
    b"9" * 5000,
    "\u202e\u200b😀".encode(),
    b"? ",
    b"|\n",
    b"<<: ",
]


@st.composite
def cut_up(draw: st.DrawFn) -> tuple[str, bytes]:
    """A real file with a few bytes cut out, put in, or written over."""
    name = draw(st.sampled_from(sorted(FEW)))
    content = FEW[name]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 40))
        piece = draw(st.one_of(st.sampled_from(ODD), st.binary(max_size=8)))
        content = content[:start] + piece + content[start + length :]
    return name, content


@settings(max_examples=300, deadline=None)
@given(cut_up())
@example(("site.yml", b"[" * 100_000))
@example(("site.yml", b'name: "\\UFFFFFFFF"'))
@example(("site.yml", b'name: "\\ud800"'))
@example(("site.yml", b"name: x\xc2\x85tagline: y"))
@example(("site.yml", b"- " * 100_000))
@example(("site.yml", b"{" * 50_000 + b"}" * 50_000))
@example(("hotlines.yml", b"- id: [a]\n"))
@example(("site.yml", b"situations: [[{id: {a: b}}]]\n"))
@example(("site.yml", b"? [a, b]\n: c\n"))
@example(("site.yml", b"name: a\n? "))
def test_damage_never_ends_in_a_traceback(file: tuple[str, bytes]) -> None:
    name, content = file
    with pytest.raises(ContentError) as caught:  # a folder with missing files cannot be whole
        parse(FEW | {name: content})

    problems = caught.value.problems
    lines = content.decode(errors="replace").split("\n")
    for problem in problems:
        assert problem.sentence.endswith(("。", "？"))
        assert problem.column >= 1
        if problem.file == f"content/{name}":
            assert 1 <= problem.line <= len(lines) + 1
    shown = report(problems, {f"content/{name}": lines})
    assert shown.replace("\n", "").isprintable()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is whole is read once."""
    monkeypatch.setitem(vars(library), "read_source", vars(library)["read_source"])
    read_once()


@pytest.mark.parametrize("way", range(len(WAYS)), ids=[way.__name__ for way in WAYS])
@pytest.mark.usefixtures("quick")
def test_damage_of_every_kind_is_answered_with_places_and_in_time(way: int) -> None:
    """Forty of each; `python -m tests.mutations 10000` does more."""
    for number in range(way, 40 * len(WAYS), len(WAYS)):
        _, name, content = damaged(number)
        begun = time.process_time()
        checked(name, content, AMONG)
        assert time.process_time() - begun < SLOWEST, (number, name)


PFA = "checklists/cl-pfa.yml"
MANY = [
    (PFA, "topics: [", "topics: [" + "".join(f"bad{i}, " for i in range(50_000)), "另外还有"),
    (PFA, "asks:", "".join(f"k{i}: v\n" for i in range(40_000)) + "asks:", "不认识的键"),
    (PFA, "asks:", "k: v\n" * 60_000 + "asks:", "写了两次"),
    (PFA, "asks:", "k: a #b\n" * 50_000 + "asks:", "会被当成注释"),
    (PFA, "asks:", "k: v\n" * 60_000 + "\tx: y\nasks:", "写了两次"),
    (PFA, "items:", "items:\n" + "  - {}\n" * 60_000, "最多 14 项"),
    (PFA, "use_when: ", "use_when: 见" + "[a](" * 90_000, "最多 240 个"),
    ("guidance/children.yml", "why: |\n", "why: |\n  " + "[a](" * 90_000 + "\n", "读不懂"),
    (
        "synonyms.yml",
        "- [呼救",
        f"- [{', '.join(f'w{i // 2}' for i in range(50_000))}]\n- [呼救",
        "写了两次",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "sentence"), MANY, ids=range(len(MANY)))
@pytest.mark.usefixtures("quick")
def test_a_flood_of_mistakes_is_cut_short(name: str, old: str, new: str, sentence: str) -> None:
    text = REAL[name].decode()
    assert old in text
    begun = time.process_time()
    problems = checked(name, text.replace(old, new, 1).encode(), AMONG)
    assert time.process_time() - begun < SLOWEST
    assert any(sentence in problem.sentence for problem in problems), problems[:3]
    assert len(problems) < 250
