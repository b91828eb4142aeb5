"""The twin of `foldSound` in theme/assets/search/pinyin.js."""

from __future__ import annotations

import re


def fold_sound(syllable: str) -> str:
    """A syllable without the differences that people's tongues and thumbs do not make.

    zh/z, ch/c, sh/s, l/n, ng/n. Also folds the beginning of a syllable that is still being typed.
    """
    folded = re.sub("^([zcs])h", r"\1", syllable.replace("v", "u"))
    return re.sub("ng$", "n", re.sub("^l", "n", folded))
