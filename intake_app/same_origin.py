"""Refuses posts that another site makes a browser send. No token, no cookie, no session."""

from __future__ import annotations

from flask import Request, abort, request


def refuse_cross_site() -> None:
    """Stop a post from elsewhere, before anything is read."""
    if request.method not in ("GET", "HEAD", "OPTIONS") and not is_same_origin(request):
        abort(403)


def is_same_origin(asked: Request) -> bool:
    """Browsers since 2023 say where a request comes from; older ones send an Origin with posts.

    A program that sends neither carries nobody's cookies along, so it is no cross-site request.
    """
    site = asked.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = asked.headers.get("Origin")
    return not origin or origin.partition("://")[2] == asked.host
