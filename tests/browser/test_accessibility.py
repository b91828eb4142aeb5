"""What a machine can see of accessibility, on every page of the site and in every view of it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import Served, new_phone

pytestmark = pytest.mark.xdist_group("browser")


@pytest.mark.parametrize("view", ["light", "dark", "large"])
def test_no_page_has_a_violation(chromium: Browser, served: Served, view: str) -> None:
    """Every page in light; in the other views one page of each kind, for they differ in style alone.

    Folds are opened first: what is folded away is read as well.
    """
    site = served.data.parent / "site"
    pages = sorted(file.parent.relative_to(site).as_posix() for file in site.rglob("index.html"))
    assert len(pages) > 80
    if view != "light":
        pages = [*{page.partition("/")[0]: page for page in pages}.values()]
        assert len(pages) > 8
    context, phone = new_phone(chromium, served.url, scheme="dark" if view == "dark" else "light")
    axe = Axe()
    wrong = []
    for path in pages:
        page = phone.open(f"/{path}/".replace("/./", "/"))
        if view == "large":
            page.evaluate("document.documentElement.dataset.size = 'large'")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found = axe.run(page)
        wrong += [
            f"{path}: {one['id']}: {one['nodes'][0]['html']}"
            for one in found.response["violations"]
        ]
    assert wrong == []
    context.close()


@pytest.mark.parametrize("query", ["督导", "qqqqqq"])
def test_the_search_has_none_with_results_and_without(
    chromium: Browser, served: Served, query: str
) -> None:
    context, phone = new_phone(chromium, served.url)
    page = phone.open(f"/?q={query}")
    page.locator(f'[data-search-results][data-query="{query}"]').wait_for(state="attached")
    assert Axe().run(page).response["violations"] == []
    context.close()
