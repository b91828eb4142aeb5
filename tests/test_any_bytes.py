"""Whatever bytes a content file holds, the answer is a library or a list of problems with places."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.cli import report
from generator.schema.library import parse
from generator.schema.problems import ContentError

ROOT = Path(__file__).resolve().parent.parent
REAL = {
    path.relative_to(ROOT / "content").as_posix(): path.read_bytes()
    for path in sorted((ROOT / "content").rglob("*.yml"))
}
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
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
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
@given(damaged())
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
