"""Door 1: MkDocs (or ProperDocs) builds the pages. The only module that imports mkdocs."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from generator.pages.build import build, navigation, site_facts
from generator.schema.library import load
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
    for page in build(library):
        files.append(File.generated(config, page.path, content=page.markdown))
        if page.source:
            origin = content.parent / page.source
            if not files.get_file_from_path(page.source):
                files.append(File.generated(config, page.source, abs_src_path=str(origin)))
    written = {
        file.src_uri: file.content_string
        for file in files.documentation_pages()
        if not file.generated_by
    }
    for path, text in search_files(library, written).items():
        files.append(File.generated(config, path, content=text))
    config.site_name = library.site.name
    config.nav = navigation()
    config.extra.update(site_facts(library))
    return files


def on_page_markdown(markdown: str, *, page: Page, **_event: object) -> str:
    """Let go of a source once it is read: a thousand pages would be kept twice until the end."""
    if page.file.generated_by:
        page.file.content_string = ""
    return markdown
