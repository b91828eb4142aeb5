"""How a text is folded and cut, how it sounds, and what a query is understood as."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.schema.library import load
from generator.search.index import search_files
from generator.search.letters import count_terms, fold, pieces
from generator.search.postings import pack, unpack
from generator.search.query import read
from generator.search.rank import rank
from generator.search.shelves import Shelves
from generator.search.slips import one_slip
from generator.search.sounds import simplified, sounds_of
from generator.search.sounds_folding import fold_sound

ROOT = Path(__file__).resolve().parent.parent
FILES = search_files(load(ROOT / "content"), {})
SHELVES = Shelves(FILES)

FOLDED = [
    ("ＡＢＣ１２３", "abc123"),
    ("zhì yuàn zhě", "zhi yuan zhe"),
    ("lǜ", "lu"),
    ("手卫生！", "手卫生 "),
    ("<b>药</b>", " b 药  b "),
    ("👩‍⚕️药", "   药"),
    ("ﬁre", "fire"),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_a_text_is_folded(text: str, folded: str) -> None:
    assert fold(text).split() == folded.split()


def test_a_text_is_cut_into_characters_pairs_words_and_numbers() -> None:
    assert count_terms(fold("手卫生，洗手 20 秒 PFA")) == {
        **{"手": 2, "卫": 1, "生": 1, "洗": 1, "秒": 1},
        **{"手卫": 1, "卫生": 1, "洗手": 1, "20": 1, "pfa": 1},
    }


def test_words_that_carry_no_meaning_cut_a_text_on_both_sides() -> None:
    assert pieces("老人的药怎么办") == ["老人", "药"]
    assert "人药" not in count_terms("老人的药")


SOUNDS = [
    ("zhi", "zi"),
    ("chong", "con"),
    ("shang", "san"),
    ("liang", "nian"),
    ("nv", "nu"),
    ("zh", "z"),
    ("an", "an"),
    ("er", "er"),
]


@pytest.mark.parametrize(("syllable", "folded"), SOUNDS)
def test_sounds_that_thumbs_confuse_are_one(syllable: str, folded: str) -> None:
    assert fold_sound(syllable) == folded


def test_a_character_has_its_usual_sound_first_and_others_after() -> None:
    known = sounds_of("药重长")
    assert known["药"] == ["yao"]
    assert set(known["长"]) >= {"zhang", "chang"}
    assert known["重"][0] == "zhong"


@pytest.mark.parametrize(("old", "new"), ["義义", "裏里", "裡里", "藥药", "督督", "導导", "台台"])
def test_traditional_characters_have_a_simplified_form(old: str, new: str) -> None:
    assert simplified().get(old, old) == new


SLIPS = [
    ("网员格", "网格员", True),
    ("志愿", "志愿者", True),
    ("志愿愿者", "志愿者", True),
    ("volunter", "volunteer", True),
    ("药", "药", False),
    ("天气", "志愿者", False),
    ("ab", "ba", True),
    ("abcd", "badc", False),
]


@pytest.mark.parametrize(("typed", "right", "slip"), SLIPS)
def test_one_slip_is_one_letter_missing_extra_wrong_or_swapped(
    typed: str, right: str, slip: bool
) -> None:
    assert one_slip(typed, right) is slip


@given(st.dictionaries(st.integers(0, 3000), st.sampled_from("ABCpqrxyz059-_")), st.integers(0, 63))
def test_packed_postings_come_back(found: dict[int, str], rare: int) -> None:
    read_back = [number for number, _, _ in unpack(pack(rare, sorted(found.items())))]
    assert read_back == sorted(found)


UNDERSTOOD = [
    ("zhiyuanzhe", "志愿者"),
    ("zhi yuan zhe", "志愿者"),
    ("zhì yuàn zhě", "志愿者"),
    ("ziyuanze", "志愿者"),
    ("zyz", "志愿者"),
    ("zhiyuanz", "志愿者"),
    ("dudao", "督导"),
    ("shouweisheng", "手卫生"),
    ("志原者", "志愿者"),
    ("网员格", "网格员"),
]


@pytest.mark.parametrize(("typed", "word"), UNDERSTOOD)
def test_what_was_meant_is_said(typed: str, word: str) -> None:
    assert word in read(typed, SHELVES).words


@pytest.mark.parametrize("typed", ["志愿者", "志願者", "药", "督导", "volunteer", "12356"])
def test_nothing_is_said_about_words_that_were_typed_right(typed: str) -> None:
    assert read(typed, SHELVES).words == []


@given(st.text(max_size=80))
def test_any_text_is_answered(query: str) -> None:
    results = rank(read(query, SHELVES), SHELVES)
    assert [one.points for one in results] == sorted((one.points for one in results), reverse=True)


def test_a_pasted_page_is_read_as_far_as_a_voice_message_goes() -> None:
    assert len(read("药" * 10_000, SHELVES).slots) < 60


def test_the_same_content_gives_the_same_bytes() -> None:
    assert search_files(load(ROOT / "content"), {}) == FILES
