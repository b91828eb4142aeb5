"""The least that could keep a form: Flask, one INSERT, committed as durably as ours."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from typing import Any

import psycopg
from flask import Flask, redirect, request
from waitress import create_server
from werkzeug.wrappers import Response

TABLE = "CREATE TABLE IF NOT EXISTS kept (id {}, body TEXT NOT NULL)"
here = threading.local()
app = Flask(__name__)
url = os.environ["DATABASE_URL"]


def connection() -> Any:
    """One for each thread, as a pool would give."""
    if not hasattr(here, "connection"):
        if url.startswith("sqlite"):
            here.connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=15)
            here.connection.execute("PRAGMA journal_mode=WAL")
            here.connection.execute("PRAGMA synchronous=FULL")
        else:
            here.connection = psycopg.connect(url)
    return here.connection


@app.post("/")
def keep() -> Response:
    """Keep what was posted."""
    body = str(request.form.to_dict(flat=False))
    mark = "?" if url.startswith("sqlite") else "%s"
    db = connection()
    db.execute(f"INSERT INTO kept (body) VALUES ({mark})", (body,))  # noqa: S608  # our own word
    db.commit()
    return redirect("/receipt", code=303)


if __name__ == "__main__":
    serial = "INTEGER PRIMARY KEY" if url.startswith("sqlite") else "SERIAL PRIMARY KEY"
    connection().execute(TABLE.format(serial))
    connection().commit()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # as ours does
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=4)
    print(server.effective_port, flush=True)
    server.run()
