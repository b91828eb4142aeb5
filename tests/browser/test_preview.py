"""Writing with the preview beside it: what is saved is on the screen, a mistake too, until it is mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import new_phone
from tests.preview import copy_project, previewing

pytestmark = pytest.mark.xdist_group("browser")
FILE, TITLE = "checklists/cl-pfa.yml", "title: "


def test_an_edit_a_mistake_and_its_mending_show_by_themselves(
    chromium: Browser, tmp_path: Path
) -> None:
    with previewing(copy_project(tmp_path)) as preview:
        context, phone = new_phone(chromium, preview.url)
        page = phone.open("/checklists/cl-pfa/")
        heading = page.get_by_role("heading", level=1)
        was = heading.inner_text()

        preview.edit(FILE, TITLE, f"{TITLE}新的")
        expect(heading).to_have_text(f"新的{was}")

        preview.edit(FILE, TITLE, "title：")
        expect(heading).to_have_text("有 1 处要改")
        problem = page.locator(".problems li")
        expect(problem.locator("code")).to_have_text("content/checklists/cl-pfa.yml:2:6")
        expect(problem.locator("mark")).to_have_text("：")
        expect(problem).to_contain_text("这里是全角冒号")

        preview.edit(FILE, "title：新的", TITLE)
        expect(heading).to_have_text(was)
        style = tmp_path / "docs/assets/handbook.css"  # a file in docs/ goes before the theme's
        style.parent.mkdir(exist_ok=True)
        style.write_text("h1 { text-transform: uppercase }", encoding="utf-8")
        expect(heading).to_have_css("text-transform", "uppercase")
        context.close()
        refused = [one for one in phone.complaints if "500" not in one and "ERR_" not in one]
        assert refused == []
