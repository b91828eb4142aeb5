"""Door 2: check the content, write the pages to a folder, make a built site keep itself on phones."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from generator import offline
from generator.pages.build import build, navigation, site_facts
from generator.printing import print_documents
from generator.schema.library import KINDS, SINGLES, Library, load
from generator.schema.problems import ContentError, Problem
from generator.search.explain import explain
from generator.search.index import search_files
from generator.search.shelves import Shelves

ROOT = Path(__file__).resolve().parent.parent
_WIDTH = 90
"""Characters of a line that a report shows."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code is 1 when the content has problems."""
    parser = argparse.ArgumentParser(prog="python -m generator", description="五社手册：检查和生成")
    parser.add_argument("--content", type=Path, default=ROOT / "content", help="内容文件夹")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    commands.add_parser("check", help="检查全部内容，列出每一处要改的地方")
    write = commands.add_parser("write", help="把页面写成 Markdown，供别的生成器使用")
    write.add_argument("folder", type=Path, help="写到哪个文件夹（会先清空它的 docs 和 theme）")
    keep = commands.add_parser("offline", help="让生成好的网站能存进手机，没网也能看")
    keep.add_argument("folder", type=Path, help="生成好的网站在哪个文件夹，比如 site")
    book = commands.add_parser("book", help="做成 PDF：整本手册、清单、讲义、海报（用 make book）")
    book.add_argument("folder", type=Path, help="放到哪个文件夹")
    search = commands.add_parser("search", help="查一查：排出先后，说明理由")
    search.add_argument("query", help="要查的话，照手机上会打的写")
    schema = commands.add_parser("schema", help="生成编辑器用的 JSON Schema")
    schema.add_argument("folder", type=Path, nargs="?", default=None, help="默认 content/.schema")
    chosen = parser.parse_args(arguments)
    if chosen.command == "schema":
        return write_schemas(chosen.folder or chosen.content / ".schema")
    try:
        library = load(chosen.content)
    except ContentError as error:
        print(
            report(error.problems, _lines(chosen.content.parent, error.problems)), file=sys.stderr
        )
        return 1
    if chosen.command == "search":
        print(explain(chosen.query, Shelves(search_files(library, _written_pages()))))
        return 0
    if chosen.command == "offline":
        return write_worker(library, chosen.folder)
    if chosen.command == "write":
        return write_pages(library, chosen.content, chosen.folder)
    if chosen.command == "book":
        return print_documents(library, _written_pages(), chosen.folder)
    count = sum(1 for _ in library.pages())
    print(f"没有问题：{count} 页，{len(library.glossary)} 个术语，{len(library.forms)} 份表单。")
    if not library.site.address:
        print(
            "content/site.yml 里没有写 address（本站的公开网址），所以打印的清单没有二维码，也不做海报。"
        )
    return 0


def report(problems: Sequence[Problem], lines: Mapping[str, Sequence[str]]) -> str:
    """Every problem with its place, the line itself and a mark under the place.

    Args:
        problems: in the order in which they are shown.
        lines: file, as the problems name it → its lines, where they can be read.
    """
    blocks = []
    for problem in problems:
        block = _visible(str(problem))
        written = lines.get(problem.file, ())[problem.line - 1 : problem.line]
        if written and written[0].strip():
            start = max(0, problem.column - _WIDTH // 2) if len(written[0]) > _WIDTH else 0
            shown = _visible(written[0].rstrip()[start : start + _WIDTH])
            before = shown[: problem.column - 1 - start]
            indent = sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in before)
            block += f"\n    {shown}\n    {' ' * indent}^"
        blocks.append(block)
    return "\n".join([*blocks, f"共 {len(problems)} 处要改。"])


def _visible(text: str) -> str:
    """A tab, a full-width space, a control character: what is wrong is often what one cannot see."""
    return "".join(sign if sign.isprintable() else "□" for sign in text)


def _lines(root: Path, problems: Sequence[Problem]) -> dict[str, list[str]]:
    """The lines of the files that have problems, as far as they are text."""
    found = {}
    for file in {problem.file for problem in problems}:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            found[file] = (root / file).read_bytes().decode().split("\n")
    return found


def write_pages(library: Library, content: Path, folder: Path) -> int:
    """A project that builds without our hook: docs, theme, and mkdocs.yml with its navigation."""
    here = folder.resolve()
    if here == ROOT or any(
        here.is_relative_to(ROOT / own) for own in ("docs", "generator", "content")
    ):
        print(f"{folder} 里是手册自己的源文件，写进去会盖掉它们。请换一个文件夹。", file=sys.stderr)
        return 1
    docs = folder / "docs"
    for part in (docs, folder / "theme"):
        shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(ROOT / "docs", docs)
    shutil.copytree(ROOT / "generator" / "theme", folder / "theme")
    index = search_files(library, _written_pages())
    made = {page.path: page.markdown for page in build(library)} | index
    for path, text in made.items():
        target = docs / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for source in {page.source for page in build(library) if page.source}:
        copy = docs / source
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(content.parent / source, copy)
    (folder / "mkdocs.yml").write_text(_standalone(library), encoding="utf-8")
    print(f"写好了：{folder}（在那里运行 zensical build 或 mkdocs build）")
    return 0


def write_worker(library: Library, site: Path) -> int:
    """The last step after any door: the worker, and the list of the files that lie in the folder."""
    if not (site / "index.html").is_file():
        print(f"{site} 里没有 index.html：先生成网站，再做这一步。", file=sys.stderr)
        return 1
    files = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }
    reviews = [page.review.last for _, _, page in library.pages()]
    day = offline.day_of(reviews, os.environ.get("SOURCE_DATE_EPOCH"))
    build_ = offline.build(files, day)
    shutil.rmtree(site / offline.PACKS, ignore_errors=True)
    (site / offline.PACKS).mkdir()
    for path, text in build_.written().items():
        (site / path).write_text(text, encoding="utf-8")
    parts = [(ROOT / "generator" / "worker" / name).read_text("utf-8") for name in offline.WORKER]
    (site / "sw.js").write_text("\n".join(parts), encoding="utf-8")
    print(f"存进手机的有 {len(build_.files)} 个文件，版本 {build_.version}，内容到 {day} 为止。")
    return 0


def _written_pages() -> dict[str, str]:
    """The hand-written pages: path in docs/ → Markdown."""
    return {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}


def _standalone(library: Library) -> str:
    """Our mkdocs.yml without the hook. JSON is YAML, so what the hook computes is appended as such."""
    own = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("generator/theme", "theme")
    kept = [line for line in own.splitlines() if not line.startswith(("hooks:", "watch:", "# "))]
    extra = json.dumps({"generator": False, **site_facts(library)}, ensure_ascii=False)
    kept = [
        f"site_name: {library.site.name}" if line.startswith("site_name:") else line
        for line in kept
    ]
    text = "\n".join(kept).replace("extra:\n  generator: false", f"extra: {extra}")
    return f"{text}\nnav: {json.dumps(navigation(), ensure_ascii=False)}\n"


def write_schemas(folder: Path) -> int:
    """One JSON Schema a kind, derived from the models, for editors with a YAML language server."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"写好了：{folder}")
    return 0


def schemas() -> dict[str, str]:
    """File name → JSON Schema text, for every kind and every single file."""
    return {
        f"{name}.json": json.dumps(_for_editors(model), ensure_ascii=False, indent=1) + "\n"
        for name, model in {**KINDS, **SINGLES}.items()
    }


def _for_editors(model: type[BaseModel]) -> Any:
    """The derived schema as an editor needs it, which reads YAML 1.2: there `yes` is a text."""

    def mended(part: Any, name: str = "") -> Any:
        if isinstance(part, list):
            return [mended(item) for item in part]
        if isinstance(part, bool) and name == "default":
            return "yes" if part else "no"
        if not isinstance(part, dict):
            return part
        if part.get("type") == "boolean":
            part = {**part, "type": "string", "enum": ["yes", "no"]}
        # Titles and the docstrings of models are English; tooltips show the Chinese of the fields.
        english = ("title", "description") if "properties" in part or part is whole else ("title",)
        return {
            key: mended(value, key)
            for key, value in part.items()
            if not (key in english and isinstance(value, str))
        }

    whole = model.model_json_schema()
    return mended(whole)
