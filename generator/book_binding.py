"""HTML → PDF. The only module that imports weasyprint, which `make book` installs on demand."""

from __future__ import annotations

import unicodedata

from weasyprint import CSS, HTML
from weasyprint.document import Document as Rendered

from generator.book.documents import Document

SIZES = (12, 11.5, 11, 10.5, 10, 9.5, 9)
"""Points of the text on a sheet, largest first: the largest that stays on one page is taken."""


class BindingError(Exception):
    """A document that cannot be printed as it should; the sentence says what to do."""


def can_draw(text: str) -> bool:
    """Whether the fonts of this machine have every sign of a text."""
    return not _drawn(HTML(string=f"<p>{text}").render())[1]


def bind(document: Document) -> bytes:
    """The document as a PDF with bookmarks, its words selectable."""
    html = HTML(string=document.html)
    pdf, missing = _drawn(_on_one_page(html, document.file) if document.one_page else html.render())
    if missing:
        raise BindingError(
            f"这台电脑的字体里没有这些符号：{' '.join(sorted(missing))}。请换个写法，或装上有它们的字体。"
        )
    return pdf


def _on_one_page(html: HTML, file: str) -> Rendered:
    for points in SIZES:
        size = CSS(string=f"body {{ font-size: {points}pt }}")
        if len((rendered := html.render(stylesheets=[size])).pages) == 1:
            return rendered
    raise BindingError(
        f"“{file}”用 {SIZES[-1]} 号字也排不进一页 A4。请把清单写短一些，或拆成两张。"
    )


def _drawn(rendered: Rendered) -> tuple[bytes, set[str]]:
    """The PDF, and the signs that it shows as empty boxes for want of a font."""
    pdf: bytes = rendered.write_pdf()
    signs = {chr(code) for font in rendered.fonts.values() for code in font.missing}
    return pdf, {sign for sign in signs if unicodedata.category(sign)[0] not in "CZ"}
