"""Door 1: MkDocs (or ProperDocs) builds the pages. What a build and the preview both do stands here."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from generator.offline import day_of
from generator.pages.build import Page as Written
from generator.pages.build import build, navigation, site_facts
from generator.schema.library import Library, load
from generator.schema.problems import ContentError
from generator.search.index import search_files

_preview = False


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001 - MkDocs calls by name
    """Whoever previews wants to see what is still a draft."""
    global _preview
    _preview = command == "serve"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add every generated page; MkDocs computes the navigation only after this event."""
    content = Path(config.config_file_path).parent / "content"
    try:
        library = load(content, drafts=_preview)
    except ContentError as error:
        count = len(error.problems)
        raise PluginError(f"content/ 里有 {count} 处要改：\n{error}") from None
    add_pages(files, config, library, build(library))
    for path, text in search_files(library, by_hand(files)).items():
        files.append(File.generated(config, path, content=text))
    return files


def add_pages(
    files: Files, config: MkDocsConfig, library: Library, pages: Iterable[Written]
) -> None:
    """The generated pages with the YAML they come from, the navigation, and what the theme shows."""
    root = Path(config.config_file_path).parent
    for page in pages:
        files.append(File.generated(config, page.path, content=page.markdown))
        if page.source and not files.get_file_from_path(page.source):
            origin = str(root / page.source)
            files.append(File.generated(config, page.source, abs_src_path=origin))
    config.site_name = library.site.name
    config.nav = navigation()
    config.extra.update(site_facts(library), day=day(library))


def by_hand(files: Files) -> dict[str, str]:
    """The hand-written pages: path in docs/ → Markdown."""
    return {
        file.src_uri: file.content_string
        for file in files.documentation_pages()
        if not file.generated_by
    }


def day(library: Library) -> str:
    """The day that the content is of."""
    reviews = (page.review.last for _, _, page in library.pages())
    return day_of(reviews, os.environ.get("SOURCE_DATE_EPOCH")).isoformat()


def on_page_markdown(markdown: str, *, page: Page, **_event: object) -> str:
    """Let go of a source once it is read: a thousand pages would be kept twice until the end."""
    if page.file.generated_by:
        page.file.content_string = ""
    return markdown


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """The site map is of the content's day: the same content gives the same bytes tomorrow."""
    for file in files.documentation_pages():
        if file.page:
            file.page.update_date = config.extra["day"]
    return env
