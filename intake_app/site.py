"""Serves the built handbook beside the forms, where no other web server does."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from flask import Blueprint, abort, redirect, request, send_file
from werkzeug.security import safe_join
from werkzeug.wrappers import Response as AnyResponse

mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("text/javascript", ".js")


def blueprint(folder: Path) -> Blueprint:
    """The pages of a folder: files, and `index.html` for folders."""
    folder = folder.resolve()
    site = Blueprint("site", __name__)

    @site.get("/", defaults={"path": ""})
    @site.get("/<path:path>")
    def page(path: str) -> AnyResponse:
        found = Path(safe_join(str(folder), path) or abort(404))
        if found.is_dir():
            if not request.path.endswith("/"):
                query = request.query_string.decode("latin-1")
                return redirect(f"{request.path}/" + (f"?{query}" if query else ""), code=308)
            found /= "index.html"
        if found.is_file():
            return send_file(found, conditional=True, etag=True)
        if not (folder / "404.html").is_file():
            abort(404)
        response = send_file(folder / "404.html", conditional=False, etag=False)
        response.status_code = 404
        return response

    return site
