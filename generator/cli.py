"""Door 2: check the content, write the pages to a folder, make a built site keep itself on phones."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from generator import offline
from generator.arguments import Parser
from generator.editors import write_schemas
from generator.new import new
from generator.pages.build import build, navigation, site_facts
from generator.printing import print_documents
from generator.reports import lines_of, report
from generator.schema.library import Library, load, read_sources
from generator.schema.placing import KIND_NAMES
from generator.schema.problems import ContentError
from generator.search.explain import explain
from generator.search.index import search_files
from generator.search.shelves import Shelves
from generator.style import advice, summary

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code is 1 when the content has problems."""
    parser = Parser(prog="python -m generator", description="五社手册：检查和生成")
    parser.add_argument(
        "--content", type=Path, default=ROOT / "content", metavar="文件夹", help="内容文件夹"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    check = commands.add_parser("check", help="检查全部内容，列出每一处要改的地方")
    check.add_argument("--style", action="store_true", help="再看写得好不好：只提醒，不拦")
    write = commands.add_parser("write", help="把页面写成 Markdown，供别的生成器使用")
    write.add_argument(
        "folder", type=Path, metavar="文件夹", help="写到哪个文件夹（会先清空它的 docs 和 theme）"
    )
    keep = commands.add_parser("offline", help="让生成好的网站能存进手机，没网也能看")
    keep.add_argument(
        "folder", type=Path, metavar="文件夹", help="生成好的网站在哪个文件夹，比如 site"
    )
    book = commands.add_parser("book", help="做成 PDF：整本手册、清单、讲义、海报（用 make book）")
    book.add_argument("folder", type=Path, metavar="文件夹", help="放到哪个文件夹")
    search = commands.add_parser("search", help="查一查：排出先后，说明理由")
    search.add_argument("query", metavar="要查的话", help="要查的话，照手机上会打的写")
    schema = commands.add_parser("schema", help="生成编辑器用的 JSON Schema")
    schema.add_argument(
        "folder", type=Path, metavar="文件夹", nargs="?", help="默认 content/.schema"
    )
    fresh = commands.add_parser("new", help="新写一页：先给一个样子，照着填")
    fresh.add_argument("kind", nargs="?", metavar="种类", help="、".join(KIND_NAMES.values()))
    fresh.add_argument("id", nargs="?", metavar="编号", help="文件名，也是网址")
    chosen = parser.parse_args(arguments)
    if chosen.command == "schema":
        return write_schemas(chosen.folder or chosen.content / ".schema")
    today = datetime.datetime.now(datetime.UTC).date()
    if chosen.command == "new":
        return new(chosen.content, chosen.kind, chosen.id, today)
    try:
        library = load(chosen.content, today)
    except ContentError as error:
        lines = lines_of(chosen.content.parent, error.problems)
        print(report(error.problems, lines), file=sys.stderr)
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
    for file, missing in library.drafts.items():
        print(f"草稿，不发布：{chosen.content.name}/{file}，还有 {missing} 处〔待填〕。")
    if overdue := sum(page.review.next < today for _, _, page in library.pages()):
        print(f"过了复核日期的有 {overdue} 页：check --style 会说是哪几页。")
    if chosen.style:
        found = advice(library, read_sources(chosen.content), today)
        print(report(found, lines_of(chosen.content.parent, found), closing="条提醒。"))
        print(summary(found))
    return 0


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
