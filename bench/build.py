"""Clean build time and peak memory: ours, stock mkdocs-material, Zensical, on the same pages.

    python -m bench.build [--pages 300 1000] [--runs 3]

Prints Markdown. Fails when a build fails or leaves out a page; says nothing about what time is
good. Only ratios of one run mean something: machines differ, and so do their other tenants.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean"]
ZENSICAL = [sys.executable, "-m", "zensical", "build", "--clean"]
ROWS = {
    "ours": ("ours", MKDOCS),
    "stock": ("mkdocs-material, search with jieba", MKDOCS),
    "stock-prune": ("the same with navigation.prune", MKDOCS),
    "zensical": ("Zensical", ZENSICAL),
    "zensical-prune": ("Zensical with navigation.prune", ZENSICAL),
}
"""Project folder → name of the row and its command."""
PACKAGES = ["mkdocs", "mkdocs-material", "jieba", "zensical", "markdown", "jinja2", "pydantic"]


@dataclass(frozen=True)
class Run:
    """One build in a process of its own."""

    wall: float
    """Seconds from the start of the process to its end."""
    cpu: float
    """Seconds of processor time, of all threads and children: neighbours disturb it less."""
    peak: float
    """MiB of resident memory at most, of the process or of its largest child."""
    pages: int
    """HTML pages in the output (the error page left out)."""


def run(command: list[str], project: Path) -> Run:
    """Build a project from nothing; leave when it fails or when a page is missing."""
    for left in ("site", ".cache"):
        shutil.rmtree(project / left, ignore_errors=True)
    log = project / "build.log"
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=project, stdout=output, stderr=output, env=environment(project)
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        text = log.read_text(encoding="utf-8", errors="replace")
        raise SystemExit(f"{project.name}: the build failed\n{text[-2000:]}")
    peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)  # bytes or KiB
    return Run(wall, usage.ru_utime + usage.ru_stime, peak, count(project))


def environment(project: Path) -> dict[str, str]:
    """Ours uses the generator of its project folder: nobody edits that one during a run."""
    return {**os.environ, "PYTHONPATH": str(project), "NO_MKDOCS_2_WARNING": "1"}


def count(project: Path) -> int:
    """Pages in the output; leave when there is none for one of the Markdown files."""
    docs, site = project.parent / "written" / "docs", project / "site"
    wanted = {page(file.relative_to(docs)) for file in docs.rglob("*.md")}
    built = {file.relative_to(site) for file in site.rglob("*.html")} - {Path("404.html")}
    empty = {file for file in built if "</html>" not in (site / file).read_text(encoding="utf-8")}
    if missing := sorted(map(str, wanted - built | empty)):
        raise SystemExit(f"{project.name}: {len(missing)} pages are missing, such as {missing[0]}")
    return len(built)


def page(file: Path) -> Path:
    """The output of a Markdown file: `a/b.md` → `a/b/index.html`."""
    return (file.parent if file.stem == "index" else file.with_suffix("")) / "index.html"


def table(results: Mapping[str, list[Run]]) -> str:
    """Medians, smallest..largest, and the median of the ratios to stock in the same round."""
    titles = "| build | wall s | ratio | CPU s | ratio | peak MiB | ratio | pages |"
    lines = [titles, "| --- " * 8 + "|"]
    for key, runs in results.items():
        cells = [ROWS[key][0]]
        for what, digits in (("wall", 1), ("cpu", 1), ("peak", 0)):
            values = [getattr(one, what) for one in runs]
            base = [getattr(one, what) for one in results["stock"]]
            low, high = f"{min(values):.{digits}f}", f"{max(values):.{digits}f}"
            ratio = median(value / other for value, other in zip(values, base, strict=True))
            cells += [f"{median(values):.{digits}f} [{low}..{high}]", f"{ratio:.2f}"]
        lines.append(f"| {' | '.join(cells)} | {runs[0].pages:,} |")
    return "\n".join(lines)


def phases(project: Path) -> str:
    """Where the time of one more build goes, in seconds; it is not counted in the table."""
    script = [sys.executable, str(ROOT / "bench" / "phases.py"), repr(time.perf_counter())]
    done = subprocess.run(
        script, cwd=project, env=environment(project), check=True, stdout=subprocess.PIPE
    )
    parts: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    named = ", ".join(f"{part} {spent:.1f}" for part, spent in parts.items() if spent >= 0.05)
    return f"One more build of {project.name}, {sum(parts.values()):.1f} s in all: {named}."


def measure(folder: Path, pages: int, runs: int) -> str:
    """The report of one size; the builds take turns, so that a busy minute falls on all."""
    script = [sys.executable, "-m", "bench.multiply", str(ROOT), str(folder), str(pages)]
    subprocess.run(script, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    results: dict[str, list[Run]] = {key: [] for key in ROWS}
    for _ in range(runs):
        for key, (_, command) in ROWS.items():
            results[key].append(run(command, folder / key))
    parts = [phases(folder / key) for key in ("ours", "stock")]
    return "\n\n".join([f"### {pages:,} pages, {runs} rounds", table(results), *parts])


def main() -> None:
    """Measure every size and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[300, 1000])
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    print(f"{machine}, Python {platform.python_version()}; {packages}\n", flush=True)
    for pages in chosen.pages:
        with tempfile.TemporaryDirectory() as folder:
            print(measure(Path(folder), pages, chosen.runs) + "\n", flush=True)


if __name__ == "__main__":
    main()
