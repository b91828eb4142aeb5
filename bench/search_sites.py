"""The same pages, built for every engine that is measured."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bench.build import MKDOCS, ROOT, ZENSICAL, run
from bench.search_engines import ENGINES

PAGEFIND = [sys.executable, "-m", "pagefind", "--silent", "--force-language", "zh"]
PAGE = """<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pagefind</title>
<link href="data:," rel="icon">
<link href="/pagefind/pagefind-ui.css" rel="stylesheet">
<div id="search"></div>
<script src="/pagefind/pagefind-ui.js"></script>
<script>
  const size = Number(new URLSearchParams(location.search).get("size"))
  new PagefindUI({ element: "#search", ...(size && { pageSize: size }) })
</script>
"""
"""Pagefind's own UI with its defaults; `?size=10` shows ten results at once instead of five."""


def build(folder: Path, pages: int, engines: Iterable[str]) -> dict[str, Path]:
    """Engine → built site. The content is multiplied up to `pages` pages; 0 leaves it as it is."""
    script = [sys.executable, "-m", "bench.multiply", str(ROOT), str(folder), str(pages)]
    subprocess.run(script, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    sites = {}
    for name in engines:
        project = folder / ENGINES[name].project
        if name == "pagefind":
            _without_search(folder / "stock-prune", project)
        run(ZENSICAL if name == "zensical" else MKDOCS, project)
        if name == "pagefind":
            _index(project / "site")
        sites[name] = project / "site"
    return sites


def _without_search(stock: Path, project: Path) -> None:
    """A stock project whose search plugin is off."""
    shutil.copytree(stock / "docs", project / "docs")
    config = json.loads((stock / "mkdocs.yml").read_text(encoding="utf-8"))
    text = json.dumps({**config, "plugins": []}, ensure_ascii=False)
    (project / "mkdocs.yml").write_text(text, encoding="utf-8")


def _index(site: Path) -> None:
    """Pagefind's index of what is written on the pages: no header, no menus, no error page."""
    (site / "404.html").unlink()
    command = [*PAGEFIND, "--root-selector", "article", "--site", str(site)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (site / "find").mkdir()
    (site / "find" / "index.html").write_text(PAGE, encoding="utf-8")
