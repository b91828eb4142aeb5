"""Reading a PDF back as the person does who holds the paper: its pages, its words, its QR code."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import zxingcpp


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    yield document
    document.close()


def page_count(pdf: bytes) -> int:
    with opened(pdf) as document:
        return len(document)


def words(text: str) -> str:
    """Without white space, which a line break on paper adds, and in the usual form of each sign."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_words(pdf: bytes) -> list[str]:
    """The words of each page."""
    with opened(pdf) as document:
        return [words(page.get_textpage().get_text_bounded()) for page in document]


def scan(pdf: bytes, page: int = 0, dots_per_inch: int = 150) -> list[str]:
    """What a phone reads from the QR codes of a page."""
    with opened(pdf) as document:
        picture = document[page].render(scale=dots_per_inch / 72).to_pil()
        return [found.text for found in zxingcpp.read_barcodes(picture)]
