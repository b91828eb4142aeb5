"""Brackets inside a text: marks of a basis, links to pages, and what people write instead. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches

LINK = re.compile(r"\[\[([^\[\]]+)\]\]")
"""A link to another page by its id: `[[cl-suicide]]`."""
MARK = re.compile(r"\[(S\d\d|C\d\d[a-z]?|本站约定|待核实|历史)\]")
"""A basis inside a text: `[C22]`, `[S12]`, `[本站约定]`, `[待核实]`, `[历史]`."""
FLAGS = frozenset({"本站约定", "待核实", "历史"})

_GOOD = re.compile(rf"{LINK.pattern}|{MARK.pattern}|\[[^\[\]]*\]\([^()]{{0,300}}\)|`[^`]*`")
"""What may stand in brackets: links, marks, Markdown's own links, and code."""
_GROUP = re.compile(r"[\[［【〔（(][^\[\]［］【】〔〕（）()]*[\]］】〕）)]")


def slips(text: str) -> Iterator[tuple[str, str]]:
    """The words and a sentence for everything in brackets that would be printed as it stands, yet meant more."""
    rest = _GOOD.sub(" ", text)
    for group in _GROUP.findall(rest):
        codes = [_code(word) for word in re.split(r"[\s,，、;；]+", group[1:-1].strip())]
        if all(codes) and (group[0] not in "（(" or not FLAGS.issuperset(codes)):
            meant = "".join(f"[{code}]" for code in codes)
            yield group, f"“{group}”不会被当成依据。请写成“{meant}”。"
        elif group[0] == "[":
            yield (
                group,
                f"“{group}”读不懂：英文方括号里只写一个依据，如“[C22]”，或“[[页的编号]]”。"
                "请改成这样，或改用圆括号。",
            )
    if any(sign in _GROUP.sub(" ", rest) for sign in "[]"):
        yield (
            "",
            "英文方括号“[”“]”没有配成对。请检查这一段，依据写成“[C22]”，链接写成“[[页的编号]]”。",
        )


def _code(word: str) -> str:
    """The code of a basis that a word stands for, or an empty text."""
    plain = unicodedata.normalize("NFKC", word)
    if found := re.fullmatch(r"([SsCc])(\d{1,2})([A-Za-z]?)", plain):
        return f"{found[1].upper()}{found[2]:0>2}{found[3].lower()}"
    return next(iter(get_close_matches(plain, sorted(FLAGS), n=1, cutoff=0.6)), "")
