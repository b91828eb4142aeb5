"""From saving a file to the new text in Chromium: ours, `mkdocs serve` with Material, `zensical serve`.

    python -m bench.preview [--pages 90 1000] [--edits 5]

The projects are those of `bench.build`; the first edit warms up and is not counted. Prints Markdown.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from bench.build import ROOT, environment

PATIENCE = 600
"""Seconds that a tool may take to start or to show an edit."""
ADDRESS = "checklists/cl-pfa/"
ROWS = {
    "ours": ("ours, `make preview`", "content/checklists/cl-pfa.yml"),
    "stock": ("mkdocs-material, `mkdocs serve`", "docs/checklists/cl-pfa.md"),
    "stock-prune": ("the same with navigation.prune", "docs/checklists/cl-pfa.md"),
    "zensical": ("Zensical, `zensical serve`", "docs/checklists/cl-pfa.md"),
}
"""Project folder → name of the row, and the file that is edited."""


def command(key: str, project: Path, port: int) -> list[str]:
    """How a tool serves a project while it is written."""
    place = f"127.0.0.1:{port}"
    if key == "ours":
        return [sys.executable, "-m", "generator.preview", str(project)]
    tool = "zensical" if key == "zensical" else "mkdocs"
    return [sys.executable, "-m", tool, "serve", "--dev-addr", place]


def measure(key: str, project: Path, browser: Browser, edits: int) -> list[float]:
    """Seconds of each edit."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    file = project / ROWS[key][1]
    text = file.read_text(encoding="utf-8")
    old = next(
        line for line in text.splitlines() if line.startswith("title: " if key == "ours" else "# ")
    )
    with (project / "serve.log").open("wb") as log:
        server = subprocess.Popen(
            command(key, project, port),
            cwd=project,
            env=environment(project) | {"PORT": str(port)},
            stdout=log,
            stderr=log,
        )
    try:
        url = f"http://127.0.0.1:{port}/{ADDRESS}"
        wait_for(url, server)
        page = browser.new_page()
        page.goto(url, timeout=PATIENCE * 1000)
        spent = []
        for number in range(edits + 1):
            word = f"改动{number}号"
            began = time.perf_counter()
            file.write_text(text.replace(old, f"{old}{word}", 1), encoding="utf-8")
            page.get_by_text(word).first.wait_for(timeout=PATIENCE * 1000)
            spent.append(time.perf_counter() - began)
            page.wait_for_timeout(1000)  # let the reload end
        page.close()
        return spent[1:]
    finally:
        file.write_text(text, encoding="utf-8")
        server.terminate()
        server.wait()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the page is served."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE):  # noqa: S310 - our own
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise SystemExit(f"{server.args!r} does not serve {url}")


def main() -> None:
    """Measure every size and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[90, 1000])
    parser.add_argument("--edits", type=int, default=5)
    chosen = parser.parse_args()
    chromium = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    print(
        "| pages | preview | seconds: median [smallest..largest] | load |\n| --- | --- | --- | --- |"
    )
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for pages in chosen.pages:
            with tempfile.TemporaryDirectory() as folder:
                script = [sys.executable, "-m", "bench.multiply", str(ROOT), folder, str(pages)]
                subprocess.run(script, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
                for key, (name, _) in ROWS.items():
                    spent = measure(key, Path(folder) / key, browser, chosen.edits)
                    cell = f"{median(spent):.2f} [{min(spent):.2f}..{max(spent):.2f}]"
                    print(f"| {pages:,} | {name} | {cell} | {os.getloadavg()[0]:.1f} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
