"""QR codes on a page. The only place of the app that draws them."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr(text: str) -> Markup:
    """An inline picture: dark on white also where the page is dark, so that phones can read it."""
    code = segno.make_qr(text, error="m")
    return Markup(code.svg_inline(scale=4, border=2, light="#fff"))  # noqa: S704  # our own drawing
