"""A page's public address, and its QR code to print."""

from __future__ import annotations

import segno
from markupsafe import Markup


def public_address(site: str, path: str) -> str:
    """Where the public finds a page: its Markdown path, or a path of the server (`/apply/…`)."""
    if path.startswith("/"):
        return "/".join(site.split("/")[:3]) + path
    page = path.removesuffix("index.md")
    page = page.removesuffix(".md") + "/" if page.endswith(".md") else page
    return f"{site.rstrip('/')}/{page}"


def qr(address: str) -> Markup:
    """The address as an SVG of one path, with its quiet zone; a crease or a stain does no harm."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(border=4, light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return Markup(svg)  # noqa: S704 - numbers only: the address is not in it as text
