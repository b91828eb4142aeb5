"""The forms as `make serve` runs them, in a process of their own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.build import ROOT


@contextmanager
def forms(site: Path) -> Iterator[str]:
    """The address of a running app with the site beside the forms, data in a temporary folder."""
    with tempfile.TemporaryDirectory() as data:
        command = ["-m", "intake_app", "serve", "--port", "0", "--site", str(site), "--data", data]
        with subprocess.Popen(
            [sys.executable, "-u", *command],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as server:
            said = ""
            for said in server.stdout or ():
                if "http://" in said:
                    yield "http://" + said.split("http://")[1].split()[0].rstrip("/") + "/"
                    break
            else:
                raise SystemExit(f"the forms did not start: {said}")
            server.terminate()
