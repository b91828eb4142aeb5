"""The index as a reader sees it: looks up terms, sounds and groups in the files of an index.

The twin of theme/assets/search/shelves.js, which fetches each volume when it is first opened.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from generator.search.letters import is_han
from generator.search.sounds_folding import fold_sound

WORD = 24
"""Letters of the longest word of a group."""

UNSPOKEN = "?"
"""Sound of a character of which no sound is known."""
NOBODY = '{"plain":"","sounds":{}}'


def block_of(sign: str) -> int:
    """The block of strangers that a character is in: a tenth of all Chinese ones."""
    return ord(sign) >> 11


def volume_of(sign: str, sound: str) -> str:
    """The volume of all terms that begin with a character of this sound, or with a Latin letter."""
    if not is_han(sign):
        return f"{sign}-.txt"
    return "unspoken.txt" if sound == UNSPOKEN else f"{sound}.txt"


class Shelves:
    """The files of an index (path → text), opened for reading."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.core: dict[str, Any] = json.loads(files["search/core.json"])
        self._volumes: dict[str, dict[str, dict[str, str]]] = {}
        self._strangers: dict[int, Mapping[str, Mapping[str, str]]] = {}
        self.usual: dict[str, str] = {}
        """Character of the handbook → its usual sound, folded."""
        self.spoken: dict[str, list[str]] = defaultdict(list)
        """Character → all its sounds, folded."""
        self.characters: dict[str, str] = defaultdict(str)
        """Folded sound → characters whose usual sound it is."""
        self.syllables: dict[str, list[str]] = defaultdict(list)
        """Folded sound → the syllables that it stands for."""
        for syllable, (first, second) in self.core["sounds"].items():
            sound = fold_sound(syllable)
            self.syllables[sound].append(syllable)
            self.characters[sound] += first
            for sign in first:
                self.usual[sign] = sound
            for sign in first + second:
                self.spoken[sign].append(sound)
        self.entries: list[tuple[int, str, str]] = []
        """Every entry as (number of its kind, address, title)."""
        for kind, listed in enumerate(self.core["entries"]):
            for one in listed:
                rest, _, title = one.partition(" ")
                self.entries.append((kind, self.core["kinds"][kind][2] + rest, title))

    def groups(self, word: str) -> list[str]:
        """The first words of the groups that a word is in."""
        found = self._volume(word[0]).get("#", {}).get(word)
        return found.split(",") if found else []

    def members(self, first: str) -> list[str]:
        """The words of a group that the handbook has."""
        return [first, *(self._group(first) or "").split(",")[1:]]

    def words_beside(self, sign: str) -> list[str]:
        """Words of groups in the volume of a character or letter: those that begin with its sound are there."""
        return [*self._volume(sign).get("#", {})]

    def named(self, piece: str) -> list[tuple[int, int, list[str]]]:
        """Words of groups in a piece, from left to right, the longest first: (start, end, groups)."""
        spans, at = [], 0
        while at < len(piece):
            size = min(WORD, len(piece) - at)
            while size > 0 and not self.groups(piece[at : at + size]):
                size -= 1
            if size:
                spans.append((at, at + size, self.groups(piece[at : at + size])))
            at += max(size, 1)
        return spans

    @cached_property
    def names(self) -> list[str]:
        """Words that may be typed by their initials."""
        return self.files["search/names.txt"].split(" ")

    def strangers(self, sign: str) -> Mapping[str, Mapping[str, str]]:
        """Characters that the handbook does not use, of the block of one: `plain` and `spoken`."""
        block = block_of(sign)
        if block not in self._strangers:
            found = json.loads(self.files.get(f"search/strangers-{block:02}.json", NOBODY))
            pairs, sounds = found["plain"], found["sounds"]
            self._strangers[block] = {
                "plain": dict(zip(pairs[::2], pairs[1::2], strict=True)),
                "spoken": {sign: sound for sound, signs in sounds.items() for sign in signs},
            }
        return self._strangers[block]

    def plain(self, sign: str) -> str:
        """The simplified form of a character."""
        return sign if sign in self.usual else self.strangers(sign)["plain"].get(sign, sign)

    def sound(self, sign: str) -> str:
        """The usual sound of a character, also of one that the handbook does not use; `UNSPOKEN` if unknown."""
        return self.usual.get(sign) or self.strangers(sign)["spoken"].get(sign, UNSPOKEN)

    def line(self, sign: str) -> dict[str, str]:
        """Rest of a term → packed postings, for all terms that begin with a character or a letter."""
        return self._volume(sign).get(sign, {})

    def packed(self, term: str) -> str | None:
        """The packed postings of a term; empty for one that stands everywhere, None for a strange one."""
        if term[0] == "=":
            found = self._group(term[1:])
            return found.partition(",")[0] if found is not None else None
        return self.line(term[0]).get(term[1:])

    def _group(self, first: str) -> str | None:
        return self._volume(first[0]).get("=", {}).get(first)

    def _volume(self, sign: str) -> dict[str, dict[str, str]]:
        name = volume_of(sign, self.sound(sign))
        if name not in self._volumes:
            lines = (line.split("\t") for line in self.files.get(f"search/{name}", "").splitlines())
            self._volumes[name] = {
                first: dict(cell.rsplit(" ", 1) for cell in cells) for first, *cells in lines
            }
        return self._volumes[name]
