"""Library → the files of the index: a core, and volumes of terms that are cut by sound.

Formats, for the reader (`shelves.py` and its twin on the phone):

- `core.json`: kinds, entries by kind, characters by sound, fingerprints of the files.
- `shi.txt` or `a-.txt`, the volume of a sound or of a Latin letter: one line a head, the first letter
  of its terms: the head, then for each term a tab, the rest of the term, a space, the packed
  postings. Under `=` stand groups of words by their first word, under `#` words with the first words
  of their groups.
- `names.txt`: words that may be typed by their initials.
- `strangers-NN.json`: characters that the handbook does not use, cut by their code.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.schema.library import Library
from generator.search import sounds
from generator.search.entries import KINDS, Entry, entries
from generator.search.evidence import all_postings
from generator.search.groups import members, names, word_groups
from generator.search.letters import is_han
from generator.search.shelves import UNSPOKEN, block_of, volume_of
from generator.search.sounds_folding import fold_sound

FINGERPRINT = 5
"""Letters of a fingerprint."""


def search_files(library: Library, written: Mapping[str, str]) -> dict[str, str]:
    """Path on the site → text, for every file of the index; the same content gives the same bytes.

    Args:
        library: the checked content.
        written: hand-written pages, path in docs/ → Markdown.
    """
    found = entries(library, written)
    groups = word_groups(library)
    terms = all_postings(found, groups)
    groups = [group for group in groups if f"={group[0]}" in terms]
    terms |= {f"#{word}": ",".join(firsts) for word, firsts in members(groups).items()}
    used = {sign for term in terms for sign in term if is_han(sign)}
    readings = sounds.sounds_of(used)
    files = _volumes(terms, readings)
    files["names.txt"] = " ".join(names(library, groups, terms))
    files |= {
        f"strangers-{block:02}.json": _json(known) for block, known in strangers(used).items()
    }
    core = {
        "kinds": [[kind, label, _prefix(kind)] for kind, label in KINDS.items()],
        "entries": _entries(found),
        "sounds": _spoken(readings),
        "versions": {name: _fingerprint(text) for name, text in sorted(files.items())},
    }
    return {f"search/{name}": text for name, text in {"core.json": _json(core), **files}.items()}


def _volumes(terms: Mapping[str, str], readings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Name → text. Every sound has its own, so that a query opens no more than it says."""
    volumes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for term, text in sorted(terms.items()):
        first = term.lstrip("=#")[0]
        sound = fold_sound(readings[first][0]) if first in readings else UNSPOKEN
        volumes[volume_of(first, sound)][term[0]].append(f"\t{term[1:]} {text}")
    return {
        name: "".join(f"{head}{''.join(cells)}\n" for head, cells in sorted(volume.items()))
        for name, volume in volumes.items()
    }


def _entries(found: Sequence[Entry]) -> list[list[str]]:
    """By kind, in the order of `KINDS`: address without the prefix of the kind, space, title."""
    return [
        [
            f"{one.address.removeprefix(_prefix(kind))} {one.title}"
            for one in found
            if one.kind == kind
        ]
        for kind in KINDS
    ]


def _prefix(kind: str) -> str:
    """What all addresses of a kind begin with."""
    return "" if kind == "site" else f"{kind}/"


def _spoken(readings: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, str]]:
    """Sound → (characters whose usual sound it is, characters that also have it)."""
    usual = sounds.by_sound({sign: known[0] for sign, known in readings.items()})
    also = sounds.by_sound({sign: known[1] for sign, known in readings.items() if known[1:]})
    return {sound: (usual.get(sound, ""), also.get(sound, "")) for sound in sorted({*usual, *also})}


def strangers(used: set[str]) -> dict[int, dict[str, object]]:
    """What to make of characters that the handbook does not use, by block of their codes.

    `plain`: pairs of a traditional character and its simplified form; `sounds`: sound → everyday
    characters, for a wrong character of the same sound.
    """
    plain = {
        old: new for old, new in sounds.simplified().items() if new in used and old not in used
    }
    readings = sounds.sounds_of(set(sounds.usual_characters()) - used)
    spoken = {sign: fold_sound(known[0]) for sign, known in readings.items()}
    return {
        block: {
            "plain": "".join(o + n for o, n in sorted(plain.items()) if block_of(o) == block),
            "sounds": sounds.by_sound({s: v for s, v in spoken.items() if block_of(s) == block}),
        }
        for block in sorted({block_of(sign) for sign in (*plain, *spoken)})
    }


def _fingerprint(text: str) -> str:
    """A changed file has another address, so that a cache cannot mix two builds."""
    return hashlib.sha256(text.encode()).hexdigest()[:FINGERPRINT]


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
