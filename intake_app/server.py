"""One process with threads. The only module that knows waitress."""

from __future__ import annotations

import signal

from flask import Flask
from waitress import create_server

THREADS = 8


def run(app: Flask, host: str, port: int, *, behind_proxy: bool) -> None:
    """Serve until told to stop; the address is printed when requests are taken.

    Raises:
        OSError: when the address cannot be had.
    """
    server = create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident="",  # do not tell strangers what to attack
        clear_untrusted_proxy_headers=not behind_proxy,
        # Above our own limit, whose page is friendlier; this one only bounds the disk buffer.
        max_request_body_size=8 * 1024 * 1024,
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop as on Ctrl-C
    print(f"打开 http://{host}:{server.effective_port}/  （停止：Ctrl-C）", flush=True)
    server.run()
