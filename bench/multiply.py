"""The real content, multiplied to N pages, as one project folder for each tool that is measured.

Called by `bench.build` in a process of its own, so that the timing process stays small: Linux
counts the memory of a parent at the moment of the fork into the peak of its child.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator import cli
from generator.pages.build import KIND_TITLES, build, navigation
from generator.schema.library import Library, load

FEATURES = (
    "navigation.indexes",
    "navigation.top",
    "navigation.footer",
    "toc.follow",
    "search.highlight",
)
TITLE_LIMIT = 30
"""Characters that the check allows a title."""
TITLE = re.compile(r"""^title: (["']?)(.*?)\1 *$""", re.MULTILINE)
LINK = re.compile(r"(?<=\[\[)[a-z0-9-]+(?=\]\])")
LIST = re.compile(
    r"^(?:checklists|modules|related|roles|topics|training):.*\n(?:[ -].*\n)*", re.MULTILINE
)
"""Lists of page ids, in one line or several. One that is not known here keeps the originals."""
LIST_ID = re.compile(r"[a-z0-9-]+(?![a-z0-9:-])")


def multiply(content: Path, library: Library, pages: int) -> Mapping[str, str]:
    """Copies of real pages, `pages` of them: name in the content folder → YAML text.

    A copy of round k has the id `<id>-<k>`; what it refers to is the copy of the same round where
    there is one, else the original. The last round takes files at even distances, so that the
    mixture of kinds stays the same.
    """
    originals = [(folder, id_) for folder, id_, _ in library.pages()]
    made: dict[str, str] = {}
    for start in range(0, pages, len(originals)):
        count = min(pages - start, len(originals))
        number = start // len(originals) + 2
        chosen = [originals[index * len(originals) // count] for index in range(count)]
        renamed = {id_: f"{id_}-{number}" for _, id_ in chosen}
        for folder, id_ in chosen:
            text = (content / folder / f"{id_}.yml").read_text(encoding="utf-8")
            made[f"{folder}/{renamed[id_]}.yml"] = _copy(text, renamed, f" {number}")
    return made


def _copy(text: str, renamed: Mapping[str, str], suffix: str) -> str:
    def new_id(found: re.Match[str]) -> str:
        return renamed.get(found[0], found[0])

    def new_title(found: re.Match[str]) -> str:
        return f"title: {found[1]}{found[2][: TITLE_LIMIT - len(suffix)]}{suffix}{found[1]}"

    text = TITLE.sub(new_title, text, count=1)
    text = LIST.sub(lambda found: LIST_ID.sub(new_id, found[0]), text)
    return LINK.sub(new_id, text)


def sections(docs: Path) -> list[dict[str, Any]]:
    """A navigation that lists every page, in the sections that ours names."""
    entries = [(title, path) for entry in navigation() for title, path in entry.items()]
    named = {path for _, path in entries}
    nav: list[dict[str, Any]] = []
    for title, path in entries:
        folder = path.partition("/")[0]
        pages = sorted((docs / folder).glob("*.md")) if title == KIND_TITLES.get(folder) else []
        listed = [(_title(page), page.relative_to(docs).as_posix()) for page in pages]
        below = [{name: page} for name, page in listed if page not in named]
        nav.append({title: [path, *below] if below else path})
    return nav


def _title(page: Path) -> str:
    found = re.search(r'^title: (".*")$', page.read_text(encoding="utf-8"), re.MULTILINE)
    return str(json.loads(found[1])) if found else page.stem


def stock(prune: bool, nav: list[dict[str, Any]]) -> str:
    """A plain mkdocs.yml (JSON is YAML), with the two extensions that the pages are written in."""
    features = [*FEATURES, *(["navigation.prune"] if prune else [])]
    config = {
        "site_name": "五社手册",
        "theme": {"name": "material", "language": "zh", "font": False, "features": features},
        "plugins": ["search"],
        "markdown_extensions": ["attr_list", "md_in_html"],
        "nav": nav,
    }
    return json.dumps(config, ensure_ascii=False)


def main(root: Path, folder: Path, pages: int) -> None:
    """Write `folder`/ours, /written (its Markdown) and /{stock,zensical}[-prune]."""
    ours = folder / "ours"
    for part in ("generator", "docs", "content"):
        shutil.copytree(root / part, ours / part)
    shutil.copyfile(root / "mkdocs.yml", ours / "mkdocs.yml")
    library = load(root / "content")
    more = pages - len(build(library)) - len([*(root / "docs").rglob("*.md")])
    for name, text in multiply(root / "content", library, more).items():
        (ours / "content" / name).write_text(text, encoding="utf-8")
    written = folder / "written"
    if cli.main(["--content", str(ours / "content"), "write", str(written)]):
        raise SystemExit("the multiplied content has problems")
    nav = sections(written / "docs")
    for name in ("stock", "stock-prune", "zensical", "zensical-prune"):
        shutil.copytree(written / "docs", folder / name / "docs")
        (folder / name / "mkdocs.yml").write_text(stock("prune" in name, nav), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path, help="the repository")
    parser.add_argument("folder", type=Path, help="an empty folder for the projects")
    parser.add_argument("pages", type=int, help="pages of the site, those under docs/ included")
    chosen = parser.parse_args()
    main(chosen.root, chosen.folder, chosen.pages)
