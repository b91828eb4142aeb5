"""The real content is whole and honest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.pages.build import carriers
from generator.schema.library import load
from generator.schema.walk import basis_codes

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = load(ROOT / "content")
COVERAGE = [
    line.split("\t")
    for line in (ROOT / "tests/golden/coverage.tsv").read_text("utf-8").splitlines()
]

MIN_AGES = {
    "role-phone": 18,
    "role-info": 18,
    "role-data": 18,
    "role-supply": 18,
    "role-med": 18,
    "role-escort": 18,
    "role-pair": 18,
    "role-companion": 22,
    "role-access": 18,
    "role-child": 22,
    "role-door": 18,
    "role-leader": 20,
}
MINUTES = [90, 90, 120, 120, 150, 150, 120, 120, 150, 180]
RAPID = {"tm-01": 20, "tm-02": 10, "tm-05": 15, "tm-08": 15}


def test_the_programme_is_whole() -> None:
    counted = {
        "guidance": len(LIBRARY.guidance),
        "checklists": len(LIBRARY.checklists),
        "training": len(LIBRARY.training),
        "roles": len(LIBRARY.roles),
        "cases": len(LIBRARY.cases),
        "forms": len(LIBRARY.forms),
        "terms": len(LIBRARY.glossary),
        "elements": len(LIBRARY.elements),
    }
    wanted = {
        "guidance": 36,
        "checklists": 18,
        "training": 10,
        "roles": 12,
        "cases": 2,
        "forms": 2,
        "terms": 87,
        "elements": 99,
    }
    assert all(counted[kind] >= wanted[kind] for kind in wanted), counted
    assert counted["elements"] == 99


@pytest.mark.parametrize(("element", "pages"), COVERAGE)
def test_every_element_is_carried_by_the_pages_meant_for_it(element: str, pages: str) -> None:
    assert set(pages.split()) <= set(carriers(LIBRARY)[element])


def test_the_matrix_names_every_element() -> None:
    assert [element for element, _ in COVERAGE] == list(LIBRARY.elements)


def test_the_two_low_authority_sources_are_not_cited() -> None:
    cited = {code for _, _, page in LIBRARY.pages() for _, code in basis_codes(page)}
    assert {"C46", "C47"} & (cited | set(LIBRARY.sources)) == set()
    assert len(cited) > 100


def test_training_adds_up() -> None:
    assert [module.minutes for module in LIBRARY.training.values()] == MINUTES
    cuts = {id_: m.rapid.minutes for id_, m in LIBRARY.training.items() if m.rapid}
    assert cuts == RAPID
    assert sum(cuts.values()) == 60


def test_every_safety_topic_has_safety_questions() -> None:
    for id_ in ("tm-01", "tm-05", "tm-06", "tm-08"):
        assert any(question.safety for question in LIBRARY.training[id_].quiz), id_


def test_right_answers_do_not_sit_in_one_place() -> None:
    """Whoever always ticks the same letter fails."""
    places = [
        [option.id for option in question.options].index(question.answer)
        for module in LIBRARY.training.values()
        for question in module.quiz
    ]
    assert max(places.count(place) for place in set(places)) <= 0.4 * len(places)


def test_posts_keep_their_age_limits() -> None:
    assert {id_: role.min_age for id_, role in LIBRARY.roles.items()} == MIN_AGES
    assert [id_ for id_, role in LIBRARY.roles.items() if role.under18] == ["role-info"]


def test_hotlines_say_when_and_how_they_were_checked() -> None:
    for line in LIBRARY.hotlines.values():
        assert line.checked.year >= 2026
        assert "拨测" in line.checked_by


def test_pages_on_which_lives_hang_wait_for_an_expert() -> None:
    for page in (
        LIBRARY.guidance["suicide-crisis"],
        LIBRARY.guidance["protection-reporting"],
        LIBRARY.checklists["cl-suicide"],
        LIBRARY.training["tm-06"],
    ):
        assert page.review.pending


def test_reviews_do_not_fall_due_on_one_day() -> None:
    due = [page.review.next for _, _, page in LIBRARY.pages()]
    assert len(set(due)) > len(due) / 2


def test_no_number_of_a_person_stands_in_the_content() -> None:
    for path in sorted((ROOT / "content").rglob("*.yml")):
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", path.read_text("utf-8")), path.name
