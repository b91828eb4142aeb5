"""One MkDocs build with a stop watch around its parts; prints seconds a part as JSON.

    python bench/phases.py STARTED

`STARTED` is the parent's `perf_counter` in seconds: the clock is the machine's, so that the start
of Python counts. A part's time leaves out the parts that run inside it.
"""

from __future__ import annotations

import functools
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from typing import Any

PARTS = (
    ("generator.schema.library", "load", "YAML"),
    ("generator.pages.build", "build", "make Markdown"),
    ("markdown", "Markdown.convert", "Markdown to HTML"),
    ("mkdocs.structure.pages", "Page.render", "links and headings"),
    ("mkdocs.commands.build", "_build_page", "templates"),
    ("mkdocs.commands.build", "_build_theme_template", "templates"),
    ("generator.mkdocs_hook", "search_files", "search index"),
    ("material.plugins.search.plugin", "SearchPlugin.on_page_context", "search: read HTML"),
    ("material.plugins.search.plugin", "SearchPlugin.on_post_build", "search: write index"),
    ("material.plugins.search.plugin", "SearchIndex._segment_chinese", "search: segment words"),
    ("mkdocs.utils", "write_file", "write"),
    ("mkdocs.structure.files", "File.copy_file", "write"),
)
"""Module, function, and the part that its time is booked to."""


class Watch:
    """A stop watch with one hand: at any moment exactly one part is running."""

    def __init__(self, started: float) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.since = started
        self.running = ["start"]

    def book(self) -> None:
        """Book the time since the last booking to the part that is running."""
        now = time.perf_counter()
        self.seconds[self.running[-1]] += now - self.since
        self.since = now

    def around(self, function: Callable[..., Any], part: str) -> Callable[..., Any]:
        """The same function, timed."""

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self.book()
            self.running.append(part)
            try:
                return function(*args, **kwargs)
            finally:
                self.book()
                self.running.pop()

        return timed


def main(started: float) -> None:
    """Build the project of the working folder into its `site`."""
    watch = Watch(started)
    for module, name, part in PARTS:
        owner, _, last = name.rpartition(".")
        place: Any = import_module(module)
        place = getattr(place, owner) if owner else place
        setattr(place, last, watch.around(getattr(place, last), part))
    config = import_module("mkdocs.config").load_config()
    config.plugins.on_startup(command="build", dirty=False)
    watch.book()
    watch.running = ["rest of MkDocs"]
    import_module("mkdocs.commands.build").build(config)
    watch.book()
    print(json.dumps(watch.seconds))


if __name__ == "__main__":
    main(float(sys.argv[1]))
