"""Words that mean the same: the glossary's and the synonyms'."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.schema.library import Library
from generator.search.letters import EMPTY, fold, is_han
from generator.search.postings import rarity_of


def word_groups(library: Library) -> list[tuple[str, ...]]:
    """Words that mean the same: each term of the glossary with its aliases, each group of synonyms.

    Groups with the same first word are one; others stay apart though they share a word.
    """
    joined: dict[str, dict[str, None]] = {}
    named = [(term.term, *term.aliases) for term in library.glossary]
    for group in [*named, *library.synonyms]:
        words = [_word(word) for word in group]
        joined.setdefault(words[0], {}).update(dict.fromkeys(filter(None, words)))
    return [tuple(_shortest(group)) for _, group in sorted(joined.items())]


def _shortest(group: Iterable[str]) -> Iterator[str]:
    """The words that are found in no longer one: who types 没电了 has typed 没电."""
    first, *others = group
    yield first
    for word in others:
        inner = (other for other in group if other != word and other in word)
        if not (is_han(word) and any(map(is_han, inner))):
            yield word


def _word(text: str) -> str:
    """Chinese without spaces; Latin words with one between, without those that are empty."""
    words = fold(text).split()
    if any(map(is_han, words)):
        return "".join(words)
    return " ".join([word for word in words if word not in EMPTY] or words)


def members(groups: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Word → the first words of its groups."""
    found: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        for word in group:
            found[word].append(group[0])
    return found


def names(
    library: Library, groups: Sequence[Sequence[str]], packed: Mapping[str, str]
) -> list[str]:
    """Words that people abbreviate, the common ones first.

    The glossary's words, and the first word of each group.
    """
    glossary = [word for term in library.glossary for word in (term.term, *term.aliases)]
    words = {_word(word) for word in glossary} | {group[0] for group in groups}
    rare = {
        word: min(rarity_of(packed[f"={first}"].partition(",")[0] or "_") for first in firsts)
        for word, firsts in members(groups).items()
    }
    return sorted(
        (word for word in words if word in rare and is_han(word)),
        key=lambda word: (rare[word], word),
    )
