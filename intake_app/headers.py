"""Headers of every answer, set in one place and tested to the letter."""

from __future__ import annotations

import gzip

from flask import Response, request

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
SITE_CSP = CSP | {
    "img-src": "'self' data:",  # icons and codes that stand in styles and pages
    "worker-src": "'self'",
    "manifest-src": "'self'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # `no-referrer` would turn the Origin of our own posts into null.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

TEXTUAL = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
WORTHWHILE = 1000
"""Bytes below which squeezing saves less than it costs."""


def compress(response: Response) -> Response:
    """Squeeze texts for phones that say they can read it.

    A page that mixes a secret with what a stranger wrote could be guessed at by its length; none
    does, since a post from another site is refused before it is read.
    """
    partial_or_empty = response.status_code in (206, 304)
    if partial_or_empty or not (response.mimetype or "").startswith(TEXTUAL):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] and request.method != "HEAD":
        response.direct_passthrough = False  # a file is read as a whole; the largest has 2 MB
        if len(body := response.get_data()) >= WORTHWHILE:
            response.set_data(gzip.compress(body, compresslevel=6, mtime=0))
            response.content_encoding = "gzip"
            if (tag := response.get_etag()[0]) is not None:
                response.set_etag(tag, weak=True)  # the same text, other bytes
    return response


def set_headers(response: Response) -> Response:
    """Nothing inline and nothing from elsewhere. Only the handbook's own files may be kept."""
    response.headers.update(ALWAYS)
    site = request.blueprint == "site"
    policy = SITE_CSP if site else CSP
    response.headers["Content-Security-Policy"] = "; ".join(f"{k} {v}" for k, v in policy.items())
    style = request.endpoint in ("static", "public.stylesheet_of") and response.status_code < 400
    response.headers["Cache-Control"] = "no-cache" if site or style else "no-store"
    return response
