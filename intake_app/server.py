"""One process with threads. The only module that knows waitress."""

from __future__ import annotations

import gc
import logging
import signal
from collections.abc import Callable
from threading import Thread
from time import sleep

from flask import Flask
from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

from intake_app.config import ConfigError
from intake_app.storage.engine import StorageError

THREADS = 4
"""More stand in each other's way: one at a time runs Python, the others only wait for the disk."""
CONNECTIONS = 1000
"""At once. Each costs a few KiB and a file handle."""
SILENCE = 60
"""Seconds after which a connection that says nothing is closed."""
TIDY_EVERY = 3600
"""Seconds."""


def keep_tidy(tidy: Callable[[], object]) -> None:
    """Do it now, and then every hour for as long as this process lives."""
    tidy()

    def again() -> None:
        while True:
            sleep(TIDY_EVERY)
            try:
                tidy()
            except StorageError as error:
                logging.error("%s", error)

    Thread(target=again, daemon=True).start()


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection that the main thread leaves alone while another thread answers on it.

    Waitress lets the main thread try again and again to send what the other one is sending, which
    takes more processor than the answer. Only what is too much for the other is left to it.
    """

    def writable(self) -> bool:
        """Whether the main thread has something to send or to close."""
        most = self.adj.outbuf_high_watermark if self.requests else 0
        return bool(self.total_outbufs_len > most or self.will_close or self.close_when_flushed)


def run(app: Flask, host: str, port: int, *, behind_proxy: bool) -> None:
    """Serve until told to stop; the address is printed when requests are taken.

    Raises:
        ConfigError: when there is no such address.
        OSError: when it cannot be had.
    """
    BaseWSGIServer.channel_class = Channel
    try:
        server = create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            # Who sends slowly holds a connection, never a thread; a thousand of them leave room.
            connection_limit=CONNECTIONS,
            asyncore_use_poll=True,
            channel_timeout=SILENCE,
            ident="",  # do not tell strangers what to attack
            clear_untrusted_proxy_headers=not behind_proxy,
            # Above our own limit, whose page is friendlier; this one only bounds the disk buffer.
            max_request_body_size=8 * 1024 * 1024,
        )
    except ValueError:
        raise ConfigError(f"没有地址 {host}。请用 --host 127.0.0.1 或 0.0.0.0。") from None
    # What was made until now stays: sweeping it again and again would hold everybody up.
    gc.collect()
    gc.freeze()
    # One line for every request that waits a moment would bury what matters.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop as on Ctrl-C
    print(f"打开 http://{host}:{server.effective_port}/  （停止：Ctrl-C）", flush=True)
    server.run()
