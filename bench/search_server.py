"""A small static server that gzips, and remembers how many bytes it put on the wire."""

from __future__ import annotations

import gzip
import mimetypes
import threading
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import inf
from pathlib import Path
from types import TracebackType
from typing import Self, cast
from urllib.parse import unquote, urlsplit

SLOW_WORKER = (Path(__file__).parent / "search_slow_worker.js").read_bytes()
"""Put before a worker's own script while the machine plays a slow one."""


class Site(ThreadingHTTPServer):
    """One built site on a free port of this machine.

    Bodies go out as `gzip -9` makes them, or as they are when that is smaller. A browser may keep
    them for ten minutes, as GitHub Pages says.
    """

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder.resolve()
        self.url = f"http://127.0.0.1:{self.server_port}/"
        self.log: list[tuple[str, int, float]] = []
        """Path, body bytes and time (s since 1970) of every answer since the last reset."""
        self.slow = False
        """Workers get the script that slows them down."""
        self.slowed = 0
        """How many did."""
        self.body = cache(self._body)

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()
        self.server_close()

    def reset(self) -> None:
        """Forget what was sent."""
        self.log = []

    def sent(self, part: str = "", until: float = inf) -> int:
        """Bytes since the reset, of the answers whose path contains `part`, begun by a time."""
        return sum(size for path, size, at in self.log if part in path and at <= until)

    def file(self, path: str) -> Path | None:
        """The file behind a path of the site, if there is one."""
        found = (self.folder / unquote(path).lstrip("/")).resolve()
        found = found / "index.html" if found.is_dir() else found
        return found if found.is_relative_to(self.folder) and found.is_file() else None

    def _body(self, file: Path, slow_worker: bool) -> tuple[bytes, bool]:
        raw = (SLOW_WORKER if slow_worker else b"") + file.read_bytes()
        small = gzip.compress(raw, 9, mtime=0)
        return (small, True) if len(small) < len(raw) else (raw, False)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site = cast(Site, self.server)
        path = urlsplit(self.path).path
        file = site.file(path)
        if file is None:
            body, packed, status = b"not found", False, 404
        else:
            worker = site.slow and self.headers["Sec-Fetch-Dest"] in ("worker", "sharedworker")
            site.slowed += worker
            (body, packed), status = site.body(file, worker), 200
        kind = mimetypes.guess_type(file or "")[0] or "application/octet-stream"
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "text" in kind else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        site.log.append((path, len(body), time.time()))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the log is in `Site.log`."""
