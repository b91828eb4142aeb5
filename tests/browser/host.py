"""A plain web server in the test's hand: it counts, holds, refuses, and goes away."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Host:
    """Serves a folder. What a test sets holds for requests that come after."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.down = False
        """Whether every connection is cut without an answer."""
        self.refused: set[str] = set()
        """Paths that are cut."""
        self.open = threading.Event()
        """While it is not set, packs wait."""
        self.open.set()
        self.asked: list[str] = []
        """The paths of all requests that were answered, with their queries."""
        host = self

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, *_: Any) -> None: ...

            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                if "/packs/" in path:
                    host.open.wait()
                if host.down or path in host.refused:
                    self.close_connection = True
                    return
                host.asked.append(self.path)
                super().do_GET()

            def end_headers(self) -> None:
                self.send_header("Cache-Control", "no-cache")
                super().end_headers()

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def files_asked(self) -> list[str]:
        """What a worker fetched to keep: these requests carry the hash of the content."""
        kept = (
            p for p in self.asked if ("?v=" in p or "/packs/" in p) and "/offline.json" not in p
        )
        return sorted(path.partition("?")[0] for path in kept)

    def close(self) -> None:
        self.open.set()
        self._server.shutdown()
        self._server.server_close()
