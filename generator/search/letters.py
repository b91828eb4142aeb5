"""How a text is cut, on both sides: at build time for the index, on the phone for the query.

The twin of theme/assets/search/letters.js; a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from operator import add

LONGEST = 60
"""Letters of a query that are read: a voice message has less, a pasted page more."""
SILENT = re.compile(
    "怎么办|怎么样|怎么|为什么|什么|我们|你们|他们|她们|咱们|大家|这个|那个|这样|那样|这么|那么|这种|那种|一个|一下|有个|有点"
    "|可不可以|可以|能不能|要不要|是不是|有没有|行不行|该不该|会不会|应该|需要|请问|如果|还是|已经|现在|时候|到底|就是|知道"
    "|咋办|咋整|咋|啥|那儿|这儿|哪儿|[的吗呢吧啊呀嘛哪您你我他她它]"
)
"""Words that carry no meaning of their own: texts and queries are cut at them."""
FAINT = frozenset("不给了在个是就都还也把被让跟和很太又再才得着过这那")
"""Characters that say little beside another: a pair with one of them tells half of what it seems to."""
EMPTY = frozenset(
    "a an and are at be by can do does for from get has have how i if in is it me my not of on or our should so that the they this to we what when where which who with you your".split()  # noqa: SIM905 - a list of 50 words would fill the page
)
"""English words of the same sort."""
RUN = re.compile("[㐀-䶿一-鿿]+|[a-z0-9]+")
WORD = re.compile("[a-z0-9]+")
OTHER = re.compile("[^㐀-䶿一-鿿a-z0-9]")
MARKS = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Half-width, lower-case, without tone marks; a space for everything but characters, a-z, 0-9."""
    return OTHER.sub(" ", MARKS.sub("", unicodedata.normalize("NFKD", text).lower()))


def is_han(run: str) -> bool:
    """Whether a run is of Chinese characters (else it is of Latin letters and digits)."""
    return run[0] > "z"


def pieces(run: str) -> list[str]:
    """A run of characters, cut at words that carry no meaning."""
    return [piece for piece in SILENT.split(run) if piece]


def count_terms(folded: str) -> dict[str, int]:
    """Every term that a text is found by, and how often it stands there.

    Terms are characters, pairs of neighbouring characters, Latin words, numbers.
    """
    told = SILENT.sub(" ", folded)
    found = Counter(WORD.findall(told))
    han = WORD.sub(" ", told)
    found.update(han)
    found.update(map(add, han, han[1:]))
    return {term: count for term, count in found.items() if " " not in term}


def is_faint(term: str) -> bool:
    """Whether a term is a pair of characters that tells half."""
    return len(term) == 2 and not FAINT.isdisjoint(term)


def pairs(piece: str) -> list[str]:
    """Every two neighbouring characters."""
    return [piece[at : at + 2] for at in range(len(piece) - 1)]
