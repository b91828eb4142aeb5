"""The handbook as PDFs: whole, readable back, and with its way back to the site."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from generator.book.documents import CHAPTERS, documents
from generator.book_binding import bind
from generator.pages.build import build
from generator.schema.library import Library, load
from tests.paper import opened, page_count, read_words, scan, words

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = {path.name: path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")}
PLAIN = load(ROOT / "content")
ADDRESS = "https://handbook.example.org/"

pytestmark = pytest.mark.xdist_group("book")  # the PDFs are made once


def with_address(address: str) -> Library:
    return replace(PLAIN, site=PLAIN.site.model_copy(update={"address": address}))


LIBRARY = with_address(ADDRESS)
DOCUMENTS = {document.file: document for document in documents(LIBRARY, WRITTEN)}


@cache
def pdf(file: str) -> bytes:
    return bind(DOCUMENTS[file])


def book() -> bytes:
    return pdf("五社手册.pdf")


def test_what_is_made() -> None:
    """The book, a sheet a checklist, a handout and a leader's copy a module, three posters."""
    folders = [file.rpartition("/")[0] for file in DOCUMENTS]
    assert {folder: folders.count(folder) for folder in folders} == {
        "": 1,
        "清单": len(LIBRARY.checklists),
        "讲义": len(LIBRARY.training),
        "带课": len(LIBRARY.training),
        "海报": 3,
    }


def test_every_page_of_the_handbook_is_in_the_book_once() -> None:
    """The home page is its cover; the pages for authors are for the desk."""
    html = DOCUMENTS["五社手册.pdf"].html
    bound = re.findall(r'<article class="leaf [^"]*" id="([^"]*)"', html)
    paths = {page.path for page in build(LIBRARY)} | set(WRITTEN)
    paths -= {"index.md", "search-ranking.md"}
    read = [path for path in paths if not path.startswith("authors")]
    assert sorted(bound) == sorted(path.removesuffix(".md").replace("/", "-") for path in read)


def test_every_link_inside_the_book_arrives() -> None:
    html = DOCUMENTS["五社手册.pdf"].html
    ids = re.findall(r'\sid="([^"]*)"', html)
    links = set(re.findall(r'href="#([^"]*)"', html))
    assert len(ids) == len(set(ids))
    assert len(links) > 300
    assert links - set(ids) == set()


def test_what_stands_in_the_content_stands_in_the_printed_book() -> None:
    text = "".join(without_margins(read_words(book())))
    for _, id_, page in LIBRARY.pages():
        assert words(page.title) in text, id_
    for id_, topic in LIBRARY.guidance.items():
        assert all(words(step.title) in text for step in topic.steps), id_
    for id_, checklist in LIBRARY.checklists.items():
        assert all(words(item.text) in text for item in checklist.items), id_
    for line in LIBRARY.hotlines.values():
        assert words(line.name) in text
        assert line.number in text
    for term in LIBRARY.glossary:
        assert words(term.term) in text


def without_margins(pages: Iterable[str]) -> list[str]:
    """A sentence runs on over the foot of a page and the head of the next."""
    return [page.removesuffix(str(number)) for number, page in enumerate(pages, start=1)]


def test_no_answer_and_no_leaders_note_is_in_the_book_or_in_a_handout() -> None:
    printed = "".join(read_words(book()))
    for id_, module in LIBRARY.training.items():
        handout = "".join(read_words(pdf(f"讲义/{id_} {module.title}.pdf")))
        leaders = "".join(read_words(pdf(f"带课/{id_} {module.title}.pdf")))
        for question in module.quiz:
            assert words(question.ask)[:12] in handout, (id_, question.id)
            for option in question.options:
                secret = words(option.why.partition("[")[0])
                assert secret[:10] in leaders, (id_, question.id, option.id)
                assert secret not in handout, (id_, question.id, option.id)
                assert secret not in printed, (id_, question.id, option.id)
        for activity in module.activities:
            assert words(activity.title) in leaders, (id_, activity.title)


def test_the_book_has_bookmarks_page_numbers_and_a_name() -> None:
    with opened(book()) as document:
        facts = document.get_metadata_dict()
        marks = [(mark.level, mark.get_title()) for mark in document.get_toc()]
        pages = len(document)
    assert (facts["Title"], facts["Author"]) == (LIBRARY.site.name, LIBRARY.site.organisation)
    assert [title for level, title in marks if level == 0][:2] == ["目录", "指引"]
    assert len([title for level, title in marks if level == 0]) == len(CHAPTERS) + 1
    titles = {words(title) for level, title in marks if level == 1}
    assert {words(page.title) for page in LIBRARY.guidance.values()} <= titles
    text = read_words(book())
    assert all(page.endswith(str(number)) for number, page in enumerate(text[1:], start=2))
    (privacy,) = re.findall(r"个人信息\.*(\d+)", text[1] + text[2])
    assert "看手册不用登录" in text[int(privacy) - 1]
    assert len(text) == pages


@pytest.mark.parametrize("id_", LIBRARY.checklists)
def test_a_checklist_is_one_page_with_its_code(id_: str) -> None:
    checklist = LIBRARY.checklists[id_]
    printed = pdf(f"清单/{checklist.title}.pdf")
    assert page_count(printed) == 1
    (text,) = read_words(printed)
    assert [item.id for item in checklist.items if words(item.text) not in text] == []
    assert f"最近核对{checklist.review.last}" in text
    assert scan(printed) == [f"{ADDRESS}checklists/{id_}/"]


POSTERS = [
    ("海报/志愿者报名.pdf", ADDRESS + "apply/volunteer"),
    ("海报/督导求助.pdf", ADDRESS + "apply/supervision"),
    ("海报/手册.pdf", ADDRESS),
]
SMALL = 60
"""Dots per inch: the picture that a phone has of a poster from some metres away."""


@pytest.mark.parametrize(("file", "address"), POSTERS)
def test_a_poster_is_caught_from_afar(file: str, address: str) -> None:
    printed = pdf(file)
    assert page_count(printed) == 1
    assert scan(printed, dots_per_inch=SMALL) == [address]
    assert "有生命危险先打110120119" in read_words(printed)[0]


def test_handouts_and_the_cover_carry_their_code() -> None:
    module = LIBRARY.training["tm-05"]
    assert scan(pdf(f"讲义/tm-05 {module.title}.pdf")) == [f"{ADDRESS}training/tm-05/"]
    assert scan(book()) == [ADDRESS]


def test_without_an_address_there_is_no_code_and_no_poster() -> None:
    made = {document.file: document.html for document in documents(PLAIN, WRITTEN)}
    assert not any(file.startswith("海报") for file in made)
    assert not any('class="qr"' in html for html in made.values())
    assert "handbook.example" not in "".join(made.values())
