"""Damage to content files, as chance, editors, chat programs and malice do it. Seeded, so it repeats.

`python -m tests.mutations 10000` does that many and prints how long the slowest took, how much memory
was needed, and what came out.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from generator.reports import report
from generator.schema import library
from generator.schema.library import parse
from generator.schema.problems import ContentError, Problem
from generator.schema.source import Source, read_source

ROOT = Path(__file__).resolve().parent.parent
REAL = {
    path.relative_to(ROOT / "content").as_posix(): path.read_bytes()
    for path in sorted((ROOT / "content").rglob("*.yml"))
}
SLOWEST = 2.0
"""Seconds that a check may take, whatever the bytes."""

BITS = [
    b"\t", b"- ", b": ", b"&a ", b"*a ", b"!!x ", b"<<: *a\n", b"\xff", b"\x00", b"[", b"}", b'"', b"'",
    b"\n---\n", b"\n...\n", b"? ", b"|\n", b">-\n", b"%TAG\n", b"#", b"\r", b"\r\n", b"\\", b"`", b"@",
    b"[[", b"]]", b"[C22", b"[C22, S12]",
]  # fmt: skip
SIGNS = [
    "：", "，", "“", "”", "【C22】", "\u3000", "\u00a0", "\u200b", "\u202e", "\u2028", "\u0085", "\ufeff",
    "\U0001f469\u200d\U0001f4bb", "e\u0301", "\u0600", "𠮷", "\ufffe", "Ｃ２２", "ﷺ", "〔待填〕",
]  # fmt: skip
SHAPES: list[object] = [
    "",
    " ",
    "x",
    "字" * 400,
    "12",
    "-1",
    "9" * 5000,
    "yes",
    "null",
    "2026-13-45",
]
SHAPES += [[], ["x"], [["x"]], ["x"] * 60, {}, {"x": "y"}, {"id": {"id": []}}, [{}], [[], {}]]


def bytes_(content: bytes, chance: Random) -> bytes:
    for _ in range(chance.randint(1, 6)):
        start = chance.randint(0, len(content))
        piece = chance.choice([chance.choice(BITS), chance.randbytes(chance.randint(0, 8))])
        content = content[:start] + piece + content[start + chance.choice([0, 0, 1, 9, 400]) :]
    return content


def indentation(content: bytes, chance: Random) -> bytes:
    lines = content.split(b"\n")
    for _ in range(chance.randint(1, 9)):
        at = chance.randrange(len(lines))
        space = chance.choice([b"", b" ", b"   ", b"\t", b"      ", "\u3000".encode(), b"-"])
        lines[at] = space + lines[at].lstrip(chance.choice([b" ", b" -"]))
    return b"\n".join(lines)


def lines_moved(content: bytes, chance: Random) -> bytes:
    lines = content.split(b"\n")
    for _ in range(chance.randint(1, 6)):
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        act = chance.randrange(4)
        if act == 0:
            lines[at], lines[to] = lines[to], lines[at]
        elif act == 1:
            lines.insert(to, lines[at])
        elif act == 2:
            lines[at] = b""
        else:
            lines = lines[: max(1, at)]
    return b"\n".join(lines)


def anchors(content: bytes, chance: Random) -> bytes:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12)]
    bomb = "\n".join(["l0: &l0 [x]", *levels]).encode()
    loop = b"loop: &loop [*loop]\n"
    merged = b"base: &base {a: b}\nmore:\n  <<: *base\n"
    place = content.find(b"\n", chance.randint(0, len(content)))
    return content[: place + 1] + chance.choice([bomb, loop, merged]) + b"\n" + content[place + 1 :]


def huge(content: bytes, chance: Random) -> bytes:
    unit = chance.choice(
        ["字", "9", "[[", "（", "(C22", "a: ", "“", "\\", "字\n\n  ", "# ", "] ", "x\n", "一、"]
    )
    size = chance.choice([1_000, 20_000, 150_000, 400_000]) // len(unit.encode())
    quote = chance.choice(["", '"', "'", "|\n  ", "["])
    place = content.find(b": ", chance.randint(0, len(content)))
    return content[: place + 2] + (quote + unit * size).encode() + content[place + 2 :]


def deep(content: bytes, chance: Random) -> bytes:
    levels = chance.choice([5, 13, 200, 3_000, 60_000])
    ladder = "\n".join(f"{' ' * n}a:" for n in range(min(levels, 700)))
    way = chance.choice(["[" * levels, "{a: " * levels, "- " * levels, "? " * levels, ladder])
    way = chance.choice([way, "[" * levels + "]" * levels, "\n" + way + "\n"])
    place = chance.choice(
        [0, len(content), content.find(b": ", chance.randint(0, len(content))) + 2]
    )
    return content[:place] + way.encode() + content[place:]


def signs(content: bytes, chance: Random) -> bytes:
    text = content.decode()
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(SIGNS) * chance.choice([1, 1, 2, 50]) + text[at:]
    encoding = chance.choice(["utf-8"] * 8 + ["gb18030", "utf-16", "utf-8-sig"])
    return text.encode(encoding, errors="replace")


def wrong_type(content: bytes, chance: Random) -> bytes:
    """A value anywhere in the file is replaced by one of another shape; the rest stays valid."""
    source = read_source("x.yml", content)
    assert isinstance(source, Source)
    data = source.data
    for _ in range(chance.choice([1, 1, 3])):
        data = _replaced(data, chance.choice([*source.marks]), chance.choice(SHAPES))
    return json.dumps(data, ensure_ascii=False).encode()


def _replaced(data: Any, path: tuple[int | str, ...], value: object) -> Any:
    if not path:
        return value
    if isinstance(data, dict):
        return {**data, path[0]: _replaced(data.get(path[0]), path[1:], value)}
    if isinstance(data, list) and isinstance(path[0], int) and path[0] < len(data):
        inner = _replaced(data[path[0]], path[1:], value)
        return [*data[: path[0]], inner, *data[path[0] + 1 :]]
    return value


def swapped(content: bytes, chance: Random) -> bytes:
    other = REAL[chance.choice(sorted(REAL))]
    return chance.choice([other, content + other, content + b"\n---\n" + other, content[:-300]])


WAYS: list[Callable[[bytes, Random], bytes]] = [
    bytes_, indentation, lines_moved, anchors, huge, deep, signs, wrong_type, swapped,
]  # fmt: skip


def damaged(number: int) -> tuple[str, str, bytes]:
    """The way, the file and its damaged bytes of one case."""
    chance = Random(number)  # noqa: S311 - has to repeat, not to be secret
    name = chance.choice(sorted(REAL))
    way = WAYS[number % len(WAYS)]
    return way.__name__, name, way(REAL[name], chance)


AMONG = {name: b"" if "/" in name else content for name, content in REAL.items()}
"""What the damaged file is read among: of other pages only that they are there, which is quick."""


def read_once() -> None:
    """Whatever is whole is read once and not ten thousand times."""
    whole = {f"content/{name}": read_source(f"content/{name}", text) for name, text in REAL.items()}

    def read(file: str, content: bytes) -> Source | list[Problem]:
        same = content is REAL.get(file.removeprefix("content/"))
        return whole[file] if same else read_source(file, content)

    vars(library)["read_source"] = read


def checked(name: str, content: bytes, among: dict[str, bytes]) -> list[Problem]:
    """The problems of a file, each looked at, and printed as `check` prints them."""
    try:
        parse(among | {name: content})
    except ContentError as error:
        own = [problem for problem in error.problems if problem.file == f"content/{name}"]
    else:
        own = []
    lines = content.decode(errors="replace").split("\n")
    for problem in own:
        assert problem.sentence.endswith(("。", "？")), problem
        assert problem.column >= 1, problem
        assert 1 <= problem.line <= len(lines) + 1, problem
    assert report(own, {f"content/{name}": lines}).replace("\n", "").isprintable()
    return own


def main(count: int, first: int = 0, whole: int = 0) -> None:
    """Do `count` from number `first` on; with `whole`, among the whole content."""
    read_once()
    came: Counter[str] = Counter()
    slow: list[tuple[float, int, str, str]] = []
    for number in range(first, first + count):
        way, name, content = damaged(number)
        begun = time.process_time()  # the machine may have other things to do
        problems = checked(name, content, REAL if whole else AMONG)
        slow.append((time.process_time() - begun, number, way, name))
        came["problems" if problems else "clean"] += 1
    slow.sort(reverse=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count} from {first}: {dict(came)}, memory {memory} MB, slowest:")
    print(*slow[:8], sep="\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
