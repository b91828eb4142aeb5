"""The preview's web server, for the machine that one writes on."""

from __future__ import annotations

import errno
import mimetypes
import os
import socketserver
import sys
import tempfile
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from generator.preview.pages import SettingsError
from generator.preview.site import Shown, Site

_HERE = Path(__file__).resolve().parent
_OWN = {f"__preview/{name}": _HERE / name for name in ("preview.js", "preview.css")}
_OWN["sw.js"] = _HERE / "sw.js"
_WAIT = "__preview/changed"
_SCRIPT = '<script defer src="/__preview/preview.js" data-mark="{}"></script>'
_OS_SENTENCES = {
    errno.EADDRINUSE: "{port} 端口已经有程序在用，也许是另一个预览。请停掉它，或换一个端口：make preview PORT=8011",
    errno.EACCES: "没有权限用 {port} 端口。请换 1024 以上的：make preview PORT=8011",
    errno.EADDRNOTAVAIL: "这台机器没有 {host} 这个地址。请用 HOST=127.0.0.1 或 HOST=0.0.0.0。",
}
mimetypes.add_type("text/javascript", ".js")  # Windows may say otherwise, and no script would run
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("text/plain", ".yml")


class Server(ThreadingHTTPServer):
    """Answers for one site."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], site: Site) -> None:
        self.site = site
        super().__init__(address, Handler)

    def server_bind(self) -> None:
        """Without asking the network for this machine's name, which can take seconds."""
        socketserver.TCPServer.server_bind(self)


class Handler(BaseHTTPRequestHandler):
    """One connection of a browser."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        address = unquote(asked.path).removeprefix("/")
        site = self.server.site
        if address == _WAIT:
            query = {name: values[0] for name, values in parse_qs(asked.query).items()}
            page = query.get("page", "/").removeprefix("/")
            new = site.changed(page, query.get("mark", ""))
            self._send(200 if new else 204, new.html if new else b"", "text/html; charset=utf-8")
        elif file := _OWN.get(address) or site.pages.file(address):
            self._send_file(file)
        elif address.startswith("search/") and (text := site.search(address)) is not None:
            self._send(200, text, _type(address))
        elif address and not address.endswith("/") and site.pages.has_page(address + "/"):
            self._send(301, b"", "text/plain", {"Location": f"{asked.path}/"})
        else:
            self._send_page(site.show(address))

    def _send_page(self, shown: Shown) -> None:
        before, end, after = shown.html.rpartition(b"</body>")
        script = _SCRIPT.format(shown.mark).encode()
        self._send(shown.status, before + script + end + after, "text/html; charset=utf-8")

    def _send_file(self, file: Path) -> None:
        try:
            stat = file.stat()
            tag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
            same = self.headers["If-None-Match"] == tag
            content = b"" if same else file.read_bytes()
        except FileNotFoundError:  # taken away a moment ago
            return self._send_page(self.server.site.show(unquote(self.path).removeprefix("/")))
        return self._send(304 if same else 200, content, _type(file.name), {"ETag": tag})

    def _send(
        self, status: int, content: bytes, type_: str, more: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        heads = {"Content-Type": type_, "Cache-Control": "no-cache", **(more or {})}
        if status not in (204, 304):
            heads["Content-Length"] = str(len(content))
        for name, value in heads.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_line: object) -> None:
        """A terminal is for what concerns the writer."""


def _type(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def main(config_file: Path) -> int:
    """Serve until told to stop; HOST and PORT come from the environment."""
    host = os.environ.get("HOST") or "127.0.0.1"
    written = os.environ.get("PORT") or "8001"
    port = int(written) if written.isascii() and written.isdigit() else -1
    if not 0 <= port < 65536:
        return _failed(f"PORT={written} 不是端口号。请写 1 到 65535 之间的数，例如 PORT=8011。")
    with tempfile.TemporaryDirectory() as folder:
        try:
            server = Server((host, port), Site(config_file, Path(folder)))
        except SettingsError as error:
            return _failed(f"MkDocs 读不懂 {config_file.name}：{error}")
        except OSError as error:
            sentence = _OS_SENTENCES.get(
                error.errno or 0, "HOST={host} PORT={port} 打不开：{error}。"
            )
            return _failed(sentence.format(host=host, port=port, error=error))
        shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - for the browser
        print(f"打开 http://{shown}:{server.server_address[1]}/  （停止：Ctrl-C）", flush=True)
        try:
            server.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            server.server_close()
    return 0


def _failed(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
