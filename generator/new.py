"""`python -m generator new`: a file to begin with. What the call leaves out is asked for in Chinese."""

from __future__ import annotations

import datetime
import json
import re
import sys
from pathlib import Path
from typing import Any

from generator.editors import modeline, schemas
from generator.schema.library import KINDS
from generator.schema.placing import KIND_NAMES
from generator.schema.problems import nearest
from generator.skeleton import skeleton

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ID = "编号只用小写字母、数字和短横，如 cl-water。它会做网址，定了就不改。"
_MONTHS = 180
"""Days until the first review of a new page."""


def new(content: Path, kind: str | None, id_: str | None, today: datetime.date) -> int:
    """Write a new file of a kind; never over another."""
    try:
        folder = _folder(kind)
        id_ = _id(content / folder, id_)
        schema = json.loads(schemas()[f"{folder}.json"])
        given = _given(schema) if sys.stdin.isatty() else {}
    except _Unanswered as unanswered:
        print(unanswered, file=sys.stderr)
        return 1
    except (EOFError, KeyboardInterrupt):
        print("\n好，没有写任何文件。", file=sys.stderr)
        return 1
    given["review"] = {"last": today, "next": today + datetime.timedelta(days=_MONTHS)}
    text = f"{modeline(f'{folder}/{id_}.yml')}\n{skeleton(folder, schema, given, _first(content))}"
    file = content / folder / f"{id_}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as written:
        written.write(text)
    print(f"写好了：{file}\n它还是草稿，不会发布。换掉每一处“〔待填〕”，再运行 make check。")
    return 0


class _Unanswered(Exception):  # noqa: N818 - an answer, not an error
    """Something is missing or wrong, and there is nobody to ask."""


def _folder(kind: str | None) -> str:
    names = "、".join(f"{folder}（{name}）" for folder, name in KIND_NAMES.items())
    known = {alias: folder for folder, name in KIND_NAMES.items() for alias in (folder, name)}
    known |= {folder.removesuffix("s"): folder for folder in KINDS}
    if kind is None:
        kind = _answer(f"要写哪一种？{names}", "没有说要写哪一种。可以写：" + names + "。")
    while kind not in known:
        sentence = f"没有“{kind}”这一种。{nearest(kind, known) or f'可以写：{names}。'}"
        kind = _answer(sentence, sentence)
    return known[kind]


def _id(folder: Path, id_: str | None) -> str:
    if id_ is None:
        id_ = _answer(f"编号写什么？{_ID}", f"没有写编号。{_ID}")
    while wrong := _wrong(folder, id_):
        id_ = _answer(wrong, wrong)
    return id_


def _wrong(folder: Path, id_: str) -> str:
    if not ID.fullmatch(id_):
        return f"“{id_}”不能做编号。{_ID}"
    taken = (folder / f"{id_}.yml").exists() or (folder / f"{id_}.yml").is_symlink()
    return f"{folder.name}/{id_}.yml 已经有了。请换一个编号，或直接改那个文件。" if taken else ""


def _given(schema: dict[str, Any]) -> dict[str, Any]:
    """The few lines that every page begins with; an empty answer leaves one for later."""
    given = {}
    for name in ("title", "title_en", "summary"):
        part = schema["properties"][name]
        shortest, longest = part.get("minLength", 1), part.get("maxLength", 200)
        text = _answer(f"{part['description']}（回车先空着）", "")
        while text and not shortest <= len(text) <= longest:
            text = _answer(f"写了 {len(text)} 个字，要 {shortest} 到 {longest} 个。再写一次：", "")
        if text:
            given[name] = text
    return given


def _answer(question: str, otherwise: str) -> str:
    """What somebody at the terminal says."""
    if not sys.stdin.isatty():
        raise _Unanswered(otherwise)
    return input(f"{question}\n> ").strip()


def _first(content: Path) -> dict[str, str]:
    """A page of every kind that a new page may refer to until its author chooses."""
    found = {kind: sorted((content / kind).glob("*.yml")) for kind in KINDS}
    return {kind: files[0].stem for kind, files in found.items() if files}
