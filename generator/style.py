"""`check --style`: what is right and could still be better. Never more than advice. Pure."""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.schema.base import Page
from generator.schema.brackets import LINK, MARK
from generator.schema.guidance import Guidance
from generator.schema.library import PAGE_KINDS, Library
from generator.schema.pointers import Prose, Ref
from generator.schema.problems import Path, Problem
from generator.schema.source import Source
from generator.schema.together import HOLE, holes
from generator.schema.walk import marked_values
from generator.style_words import ACTIONS, JARGON

LONGEST = 60
"""Characters of a sentence: four lines of a phone."""
SOON = datetime.timedelta(days=30)

_NOT_READ = re.compile(rf"{LINK.pattern}|{MARK.pattern}|`[^`]*`|https?://\S+")
_ENGLISH = re.compile(r"[A-Za-z][a-z'’-]{2,}(?: [A-Za-z'’-]+)*")


@dataclass(frozen=True)
class Advice:
    """One thing to look at: of which sort, where, and what might be done."""

    sort: str
    path: Path
    sentence: str
    word: str = ""


def advice(library: Library, sources: Mapping[str, Source], today: datetime.date) -> list[Problem]:
    """All advice on a checked library, in order of place, each sentence led by its sort.

    Args:
        library: every reference in it leads somewhere.
        sources: file inside the content folder → its data and places.
        today: the day by which reviews are due.
    """
    found: list[Problem] = []
    for file in library.drafts:
        found += (
            Problem(sources[file].file, line, column, f"没填完：换掉“{HOLE}”，写上内容。")
            for line, column in holes(sources[file])
        )
    by_file = [*_jargon(library)]
    linked = _linked(library)
    for folder, id_, page in library.pages():
        file = f"{folder}/{id_}.yml"
        notes = [*_texts(page), *_steps(page), *_review(page, today)]
        if id_ not in linked:
            sentence = "没有一页通到这里，读者只能从目录和搜索找到。请在相关的页里写上它。"
            notes.append(Advice("没人链接", ("title",), sentence))
        by_file += ((file, note) for note in notes)
    found += (
        sources[file].problem(note.path, f"{note.sort}：{note.sentence}", word=note.word)
        for file, note in by_file
    )
    return sorted(set(found))


def summary(found: Iterable[Problem]) -> str:
    """How many of each sort."""
    counts = Counter(problem.sentence.partition("：")[0] for problem in found)
    return "，".join(f"{sort} {count}" for sort, count in counts.most_common())


def _texts(page: Page) -> Iterator[Advice]:
    for path, text, marker in marked_values(page):
        if not isinstance(marker, Prose):
            continue
        read = _NOT_READ.sub("", text)
        for sentence in re.split(r"[。！？；\n]", read):
            if len(sentence) > LONGEST and path[0] not in ("activities", "rapid"):
                begin = sentence.strip()[:6]
                yield Advice(
                    "长句",
                    path,
                    f"“{begin}……”这句有 {len(sentence)} 个字。请拆成两句，手机上才读得下去。",
                    begin,
                )
        for found in _ENGLISH.finditer(read):
            yield Advice(
                "英文", path, f"“{found[0]}”还没有翻译。请写中文，或在后面用括号注明。", found[0]
            )


def _jargon(library: Library) -> Iterator[tuple[str, Advice]]:
    """Each word of the trade that the glossary lacks, once, at its first place."""
    known = "\n".join(word for term in library.glossary for word in (term.term, *term.aliases))
    first: dict[str, tuple[str, Path]] = {}
    pages: dict[str, set[str]] = defaultdict(set)
    for folder, id_, page in library.pages():
        for path, text, marker in marked_values(page):
            for word in JARGON.split() if isinstance(marker, Prose) else ():
                if word in text and word not in known:
                    first.setdefault(word, (f"{folder}/{id_}.yml", path))
                    pages[word].add(id_)
    for word, (file, path) in first.items():
        sentence = (
            f"“{word}”用在 {len(pages[word])} 页，术语表里没有。"
            "请换成平常话，或在 glossary.yml 里解释。"
        )
        yield file, Advice("行话", path, sentence, word)


def _steps(page: Page) -> Iterator[Advice]:
    for index, step in enumerate(page.steps if isinstance(page, Guidance) else ()):
        if not ACTIONS & set(step.title):
            yield Advice(
                "步骤",
                ("steps", index, "title"),
                f"“{step.title}”不像一个动作。请用动词写出做什么。",
            )


def _review(page: Page, today: datetime.date) -> Iterator[Advice]:
    due = page.review.next
    if due <= today + SOON:
        when = "已经过了" if due < today else "快到了"
        yield Advice(
            "复核", ("review", "next"), f"复核日期 {due} {when}。请核对这一页，再写上新的日期。"
        )


def _linked(library: Library) -> set[str]:
    """Ids that a reader comes to from some other page, or from the home page."""
    found = {situation.opens for situation in library.site.situations}
    found |= {door.opens.rpartition("/")[2] for door in library.site.doors}
    for _, id_, page in library.pages():
        for _, text, marker in marked_values(page):
            if isinstance(marker, Prose):
                found |= set(LINK.findall(text)) - {id_}
            elif isinstance(marker, Ref) and marker.to in PAGE_KINDS and text != id_:
                found.add(text)
    return found
