"""The preview shows what a clean build would, or in its place what `check` would print."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.preview import QUIET, Preview, built, copy_project, previewing

SCRIPT = re.compile(rb'<script defer src="/__preview/preview.js" data-mark="[^"]*"></script>')
NOT_IN_A_PREVIEW = {"sitemap.xml", "sitemap.xml.gz"}
CHILDREN = "guidance/children/"


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with previewing(copy_project(tmp_path)) as running:
        yield running


def differences(preview: Preview, site: Path) -> list[str]:
    """The files that the preview does not show as a clean build of the same project has them."""
    files = built(preview.project, site)
    assert len(files) > 300
    return [
        path
        for path, content in files.items()
        if path not in NOT_IN_A_PREVIEW
        and SCRIPT.sub(b"", preview.get(path.removesuffix("index.html"))[1]) != content
    ]


def test_every_file_is_that_of_a_clean_build_also_after_edits(
    preview: Preview, tmp_path: Path
) -> None:
    """Edits that other pages show: a title, an emergency line, a new page, one that is gone."""
    assert differences(preview, tmp_path / "first") == []

    preview.edit("guidance/children.yml", "title: 儿童与监护缺失", "title: 没人照看的孩子")
    preview.edit("hotlines.yml", "name: ", "name: 新的")
    preview.edit("glossary.yml", "definition: ", "definition: 也就是说，")
    content = preview.project / "content"
    case = (content / "cases/case-runze.yml").read_text(encoding="utf-8")
    (content / "cases/case-new.yml").write_text(
        case.replace("title: ", "title: 又一个", 1), encoding="utf-8"
    )
    about = preview.project / "docs/about.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n又一句。\n", encoding="utf-8")
    assert "没人照看的孩子" in preview.get("guidance/")[1].decode()
    assert differences(preview, tmp_path / "second") == []

    (content / "cases/case-new.yml").unlink()
    assert preview.get("cases/case-new/")[0] == 404
    assert differences(preview, tmp_path / "third") == []


MISTAKES = [
    # edit, what the page says, the place it names
    (("title: ", "title："), "这里是全角冒号", "content/guidance/children.yml:"),
    (("audience:", "audiense:"), "您是不是想写“audience”？", "content/guidance/children.yml:"),
]


@pytest.mark.parametrize(("edit", "says", "place"), MISTAKES)
def test_a_mistake_stands_in_the_page_until_it_is_mended(
    edit: tuple[str, str], says: str, place: str, preview: Preview
) -> None:
    before = preview.get(CHILDREN)[1]
    preview.edit("guidance/children.yml", *edit)

    status, body = preview.get(CHILDREN)
    checked = subprocess.run(
        [sys.executable, "-m", "generator", "--content", preview.project / "content", "check"],
        env=QUIET,
        capture_output=True,
        text=True,
    )

    page = body.decode()
    assert status == 500
    assert says in page
    found = re.findall(r"^(content/\S+:\d+:\d+) (.*)$", checked.stderr, re.MULTILINE)
    assert found
    for where, sentence in found:
        assert where.startswith(place)
        assert f"<code>{where}</code>" in page
        assert sentence in page
    assert "<mark>" in page
    assert "有危险先打" in page  # the frame stays
    preview.edit("guidance/children.yml", edit[1], edit[0])
    assert preview.get(CHILDREN) == (200, before)


def test_whatever_the_bytes_a_preview_starts_and_says_what_is_wrong(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    broken = project / "content/guidance/children.yml"
    good = broken.read_bytes()
    broken.write_bytes("标题".encode("gbk") + b"\x00<script>\n" * 3)
    with previewing(project) as preview:
        assert "不是 UTF-8" in preview.get("")[1].decode()
        broken.write_bytes(b"title: '<script>'")
        assert b"&lt;script&gt;" in preview.get("")[1]
        broken.write_bytes(good)
        assert preview.get(CHILDREN)[0] == 200
        about = project / "docs/about.md"
        written = about.read_bytes()
        about.write_bytes("# 关于".encode("gbk"))
        assert "docs/about.md:1:1" in preview.get("about/")[1].decode()
        about.write_bytes(written)
        settings = project / "mkdocs.yml"
        kept = settings.read_text(encoding="utf-8")
        settings.write_text(kept + "nonsense: [", encoding="utf-8")
        assert "MkDocs 读不懂它" in preview.get("")[1].decode()
        settings.write_text(kept, encoding="utf-8")
        assert preview.get("about/")[0] == 200


def test_a_waiting_page_hears_of_its_own_changes_only(preview: Preview) -> None:
    """The answer comes when the page would look different; another page's edit is not one."""
    marks = {
        address: re.search(rb'data-mark="([^"]+)"', preview.get(address)[1])
        for address in (CHILDREN, "hotlines/")
    }
    preview.edit("hotlines.yml", "use: ", "use: 现在")

    for address, told in [("hotlines/", True), (CHILDREN, False)]:
        shown = re.search(rb'data-mark="([^"]+)"', preview.get(address)[1])
        assert shown
        assert (shown[1] != marks[address][1]) is told, address  # type: ignore[index]
    old = marks["hotlines/"][1].decode()  # type: ignore[index]
    assert preview.get(f"__preview/changed?page=/hotlines/&mark={old}")[0] == 200


def test_the_forms_say_where_they_are(preview: Preview) -> None:
    status, body = preview.get("apply/volunteer")
    assert (status, "make serve" in body.decode()) == (200, True)


def test_no_file_of_the_machine_is_served(preview: Preview) -> None:
    for address in ("../mkdocs.yml", "%2e%2e/mkdocs.yml", "/etc/passwd", "assets/../../mkdocs.yml"):
        assert preview.get(address)[0] == 404


SETTINGS = [
    ({"PORT": "abc"}, "PORT=abc 不是端口号"),
    ({"PORT": "70000"}, "PORT=70000 不是端口号"),
    ({"HOST": "203.0.113.9"}, "这台机器没有 203.0.113.9 这个地址"),
]


@pytest.mark.parametrize(("settings", "says"), SETTINGS)
def test_a_wrong_setting_is_a_sentence(settings: dict[str, str], says: str) -> None:
    assert says in failed(settings)


def test_a_port_that_is_taken_is_a_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"{port} 端口已经有程序在用" in failed({"PORT": str(port)})


def failed(settings: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "generator.preview"],
        env=QUIET | settings,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr
