"""Headers of every answer, set in one place and tested to the letter."""

from __future__ import annotations

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
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # `no-referrer` would turn the Origin of our own posts into null.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def set_headers(response: Response) -> Response:
    """Strict for the forms and the desk. The handbook's pages bring their theme's inline parts."""
    response.headers.update(ALWAYS)
    if request.blueprint == "site":
        response.headers["Content-Security-Policy"] = "frame-ancestors 'none'; base-uri 'self'"
        response.headers["Cache-Control"] = "no-cache"
        return response
    response.headers["Content-Security-Policy"] = "; ".join(f"{k} {v}" for k, v in CSP.items())
    style = request.endpoint in ("static", "public.stylesheet_of") and response.status_code < 400
    response.headers["Cache-Control"] = "no-cache" if style else "no-store"
    return response
