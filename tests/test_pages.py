"""From authors' text to Markdown: what stands in a page, and that the same content gives the same bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from generator.pages.build import build, navigation, site_facts
from generator.pages.prose import Shelf, Writer
from generator.schema.library import load

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = load(ROOT / "content")
SHELF = Shelf(LIBRARY)

WRITTEN = [
    ("先打 120。", "先打 [120](tel:120){.tel}。"),
    ("110／119", "[110](tel:110){.tel}／[119](tel:119){.tel}"),
    ("共 120 分钟", "共 120 分钟"),
    ("买 110 元的菜", "买 110 元的菜"),
    ("单号 1200", "单号 1200"),
    ("血压 120/80", "血压 120/80"),
    ("走 110 公里", "走 110 公里"),
    ("如此 [C22]。", "如此 [C22](../sources.md#c22){.mark}。"),
    ("如此 [S07]", "如此 [S07](../sources.md#s07){.mark}"),
    ("不超过四小时 [本站约定]", '不超过四小时 <span class="mark rule">本站约定</span>'),
    (
        "[历史][待核实]",
        '<span class="mark past">历史</span><span class="mark unverified">待核实</span>',
    ),
    ("见 [[cl-suicide]]", "见 [自杀危机处置](../checklists/cl-suicide.md)"),
    ("见 [[children]]", "见 [儿童与监护缺失](children.md)"),
    ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
    ("A&B", "A&amp;B"),
    ("**要紧**", "**要紧**"),
    ("[C999]", "[C999]"),
]


@pytest.mark.parametrize(("text", "markdown"), WRITTEN)
def test_a_text_becomes_markdown(text: str, markdown: str) -> None:
    assert str(Writer(SHELF, "guidance/x.md").text(text, explain=False)) == markdown


def test_where_a_tap_means_something_else_no_number_dials() -> None:
    """Neither an answer of a quiz nor the label of a box is a call link."""
    pages = {page.path: page.markdown for page in build(LIBRARY)}
    for id_ in LIBRARY.training:
        quiz = pages[f"training/{id_}.md"].partition("## 小测")[2].partition("## 课后")[0]
        assert quiz
        assert "tel:" not in quiz, id_
    for id_ in LIBRARY.checklists:
        labels = re.findall("<label>.*?</label>", pages[f"checklists/{id_}.md"])
        assert labels
        assert not any("tel:" in label for label in labels), id_


def test_a_term_is_explained_once_at_its_first_place() -> None:
    writer = Writer(SHELF, "guidance/x.md")
    assert str(writer.text("台账和台账")) == "[台账](#term-register){.term}和台账"
    assert str(writer.text("台账")) == "台账"
    assert list(writer.explained) == ["register"]


def test_the_longest_term_wins() -> None:
    """督导者 is not 督导 with a letter behind it."""
    assert "term-supervisor)" in str(Writer(SHELF, "x.md").text("找督导者"))


def test_the_order_of_the_files_does_not_matter() -> None:
    shuffled = replace(LIBRARY, roles=dict(reversed(list(LIBRARY.roles.items()))))
    assert {p.path: p.markdown for p in build(shuffled) if p.path.startswith("roles/role")} == {
        p.path: p.markdown for p in build(LIBRARY) if p.path.startswith("roles/role")
    }


def test_every_page_has_a_title_a_description_and_one_heading() -> None:
    for page in build(LIBRARY):
        matter, body = page.markdown.removeprefix("---\n").split("---\n", 1)
        assert re.search(r'^title: ".+"$', matter, re.MULTILINE), page.path
        assert re.search(r'^description: ".{5,}"$', matter, re.MULTILINE), page.path
        assert len(re.findall(r"^# ", body, re.MULTILINE)) == 1, page.path


def test_a_page_explains_each_of_its_terms_once() -> None:
    explained = 0
    for page in build(LIBRARY):
        linked = re.findall(r"\]\(#term-([a-z0-9-]+)\)\{\.term\}", page.markdown)
        defined = re.findall(r"\{: #term-([a-z0-9-]+) \}", page.markdown)
        assert sorted(linked) == sorted(defined), page.path
        assert len(linked) == len(set(linked)), page.path
        explained += len(linked)
    assert explained > 200


def test_a_guidance_page_shows_the_basis_of_every_part() -> None:
    """One basis line for each step, each pair of history, and the escalation."""
    pages = {page.path: page.markdown for page in build(LIBRARY)}
    for id_, page in LIBRARY.guidance.items():
        shown = pages[f"guidance/{id_}.md"].count("{: .basis}")
        assert shown == len(page.steps) + len(page.history) + 1, id_


def test_every_page_is_in_an_index_and_navigation_holds_only_indexes() -> None:
    pages = {page.path: page.markdown for page in build(LIBRARY)}
    for folder, id_, _ in LIBRARY.pages():
        assert f"({id_}.md)" in pages[f"{folder}/index.md"]
    assert len(navigation()) < 15


def test_the_emergency_line_comes_from_the_content() -> None:
    numbers = [line["number"] for line in site_facts(LIBRARY)["emergency"]]
    assert numbers == ["110", "120", "119", "12356"]
