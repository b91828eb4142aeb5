"""Finds in free text what must not stand there: identity numbers, phone numbers, doors."""

from __future__ import annotations

import re
import unicodedata

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# A lookahead finds overlapping candidates: a house number just before the identity number must
# not hide it. Spaces and dashes between the digits are how people break it up.
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(?=((?:[0-9][ -]?){17}[0-9Xx])(?![0-9A-Za-z]))")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")
_NUMBER = "[0-9一二三四五六七八九十百]+"
_DOOR = re.compile(
    f"{_NUMBER}\\s*(号楼|号院|栋|幢|单元)|[0-9]{{3,4}}\\s*[室户]|[0-9]+-[0-9]+-[0-9]{{3,4}}"
)


def has_identity_number(text: str) -> bool:
    """Whether an 18-character identity number with a valid check character stands in the text."""
    return any(_checksum_holds(found[1]) for found in _IDENTITY.finditer(_plain(text)))


def has_contact_or_door(text: str) -> bool:
    """Whether a mobile number or the number of a building or flat stands in the text."""
    plain = _plain(text)
    return bool(_MOBILE.search(plain) or _DOOR.search(plain))


def _checksum_holds(written: str) -> bool:
    number = re.sub("[ -]", "", written).upper()
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == number[17]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
