"""The four engines: where each one's field is, and how its page says that results are complete.

The expressions are JavaScript: `value` is a query, `probe` what search_probe.js knows, `root` the
element of the results. Only pages that use a worker of Material's kind need `probe.shown`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROBE = (Path(__file__).parent / "search_probe.js").read_text(encoding="utf-8")
GUIDANCE = "guidance/children/"
"""The page that a reader has open."""


@dataclass(frozen=True)
class Engine:
    """One search as a user meets it, and as the bench reads it."""

    title: str
    project: str
    """Folder of the project that is built."""
    field: str
    """Selector of the field that is typed into."""
    opener: str = ""
    """Selector of what a user taps to get the field; empty where it is in sight."""
    page: str = GUIDANCE
    """The page with the search, as its default settings make it."""
    ten: str = GUIDANCE
    """The same page, showing ten results at once."""
    event: str = "input"
    """What the page listens to: the clock of a keystroke starts there."""
    root: str = "document"
    """The element whose changes are watched."""
    first: str = "probe.shown === value"
    """True as soon as the first result of this query is shown, or that there is none."""
    complete: str = "probe.shown === value"
    """True when all of them are."""
    links: str = ""
    """The links of the results in their order."""
    scroll: str = ""
    """Scrolls the results to their end, where more of them come by scrolling."""
    ready: str = "true"
    """True when nothing is on its way after the page has loaded."""
    own: str = "search"
    """Part of the address of every file that only search needs."""
    anchors: bool = False
    """Results lead to one term or number; where false, the page that has it is right, too."""

    def script(self) -> str:
        """What runs in every page before the page's own scripts."""
        return f"""window.ENGINE = {{
            event: "{self.event}",
            root: () => {self.root},
            first: (value) => {self.first},
            complete: (value) => {self.complete},
            links: () => [...{self.links}].map((link) => link.href),
            scroll: () => {{ {self.scroll} }},
            ready: () => {self.ready},
        }};
        {PROBE}"""


_OURS = "document.querySelector('[data-search-results]')"
_MATERIAL = "document.querySelector('[data-md-component=search-result]')"
_ZENSICAL = "[...document.body.children].find((one) => one.shadowRoot).shadowRoot"
_MESSAGE = "document.querySelector('.pagefind-ui__message')?.textContent ?? ''"
_PAGEFIND = (
    f"[`未找到 ${{value}} 的相关结果`, `个 ${{value}} 的相关结果`].some((said) => ({_MESSAGE})"
    ".replace(/^找到 [\\d,]+ /, '') === said)"
)

ENGINES = {
    "ours": Engine(
        "ours",
        "ours",
        "input[type=search]",
        "[data-search-open]:visible",
        first=f"{_OURS}?.getAttribute('data-query') === value",
        complete=f"{_OURS}?.getAttribute('data-query') === value",
        links=f"{_OURS}.querySelectorAll('a[href]')",
        anchors=True,
    ),
    "material": Engine(
        "mkdocs-material, jieba",
        "stock-prune",
        "[data-md-component=search-query]",
        "header label[for=__search]:visible",
        event="keyup",
        root=_MATERIAL,
        links=f"{_MATERIAL}.querySelectorAll('.md-search-result__link')",
        ready="probe.ready",
    ),
    "pagefind": Engine(
        "Pagefind",
        "pagefind",
        ".pagefind-ui__search-input",
        page="find/",
        ten="find/?size=10",
        first=f"{_PAGEFIND} && (document.querySelector('.pagefind-ui__result') === null || "
        "document.querySelector('.pagefind-ui__result-link') !== null)",
        complete=f"{_PAGEFIND} && document.querySelector('.pagefind-ui__loading') === null",
        links="document.querySelectorAll('.pagefind-ui__result-link')",
        own="/pagefind/",
    ),
    "zensical": Engine(
        "Zensical",
        "zensical-prune",
        "[role=combobox]",
        "header label[for=__search]:visible, header .md-search__button:visible",
        root=_ZENSICAL,
        links=f"{_ZENSICAL}.querySelectorAll('[role=option]')",
        scroll=f"const list = {_ZENSICAL}.querySelector('ol').parentElement;"
        "list.scrollTop = list.scrollHeight",
        ready="probe.ready",
    ),
}
