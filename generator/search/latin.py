"""Latin words, numbers and pinyin of a query → slots. The twin of theme/assets/search/latin.js."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from generator.search.han import read_han
from generator.search.letters import EMPTY
from generator.search.pinyin import decode, spelled, spelled_title
from generator.search.reading import LONGER, SAME, SLIP, SOUND, Reading, Slot
from generator.search.shelves import Shelves
from generator.search.slips import one_slip

SILENT_PINYIN = re.compile("zenmeban|zenmeyang|zenme|weishenme|shenme|nengbuneng|keyi")
"""`letters.SILENT`, as far as it is typed without choosing characters."""
PHRASE = 3
"""Latin words that are looked up together."""


def read_latin(typed: Sequence[str], reading: Reading, shelves: Shelves) -> None:
    """Latin words and numbers as they are; what is none of the handbook's words, as pinyin."""
    strange = []
    words = [word for word in typed if word not in EMPTY] or typed
    at = 0
    while at < len(words):
        size = min(PHRASE, len(words) - at)
        while size > 1 and not shelves.groups(" ".join(words[at : at + size])):
            size -= 1
        word = " ".join(words[at : at + size])
        slot = Slot()
        slot.add_groups(shelves.groups(word), SAME)
        if size == 1 and word[1:] in shelves.line(word[0]):
            slot.add(word, SAME)
        if slot.options:
            reading.text += word.replace(" ", "")
        else:
            strange.append(word)
        if size == 1:
            _add_others(word, slot, shelves, last=at == len(words) - 1)
        if slot.options:
            reading.slots.append(slot)
        at += size
    letters = ["".join(sign for sign in word if sign > "9") for word in strange]
    _read_pinyin([word for word in letters if word], reading, shelves)


def _add_others(word: str, slot: Slot, shelves: Shelves, *, last: bool) -> None:
    """Longer words while the last one is being typed; words with one slip for one that is unknown."""
    if last and len(word) > 2:
        _add_fitting(
            lambda other: other.startswith(word) and other != word, LONGER, word[0], slot, shelves
        )
    if not slot.options and len(word) > 4:
        _add_fitting(lambda other: one_slip(word, other), SLIP, word[0], slot, shelves)


def _add_fitting(
    fits: Callable[[str], bool], weight: int, letter: str, slot: Slot, shelves: Shelves
) -> None:
    for rest in shelves.line(letter):
        if fits(letter + rest):
            slot.add(letter + rest, weight)
    for other in shelves.words_beside(letter):
        if fits(other):
            slot.add_groups(shelves.groups(other), weight)


def _read_pinyin(words: Sequence[str], reading: Reading, shelves: Shelves) -> None:
    """All words as one text, which spaces between syllables do not hinder; else word by word."""
    told = [part for word in words for part in SILENT_PINYIN.split(word) if part]
    if told and not _read_letters(told, reading, shelves) and len(told) > 1:
        for word in told:
            _read_letters([word], reading, shelves)


def _read_letters(words: Sequence[str], reading: Reading, shelves: Shelves) -> bool:
    """Letters as characters that they sound like, or as words that they spell or abbreviate."""
    typed = "".join(words)
    text = decode(words, shelves)
    spellings = [] if text and shelves.groups(text) else spelled(typed, shelves)[:3]
    if spellings:
        slot = Slot()
        for word in spellings:
            slot.add_groups(shelves.groups(word), SOUND)
        reading.slots.append(slot)
        reading.words.append(spellings[0])
    text = text or ("" if spellings else spelled_title(typed, shelves))
    if text:
        reading.words.append(text)
        read_han(text, reading, shelves, lost=1)
    return bool(text or spellings)
