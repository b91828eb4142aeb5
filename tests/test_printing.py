"""Printing is honest: what does not fit, what a font or the machine lacks, where a link leads on paper."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from generator.book.documents import Document
from generator.book.leaf import Press
from generator.book_binding import BindingError, bind
from generator.pages.code import public_address

ROOT = Path(__file__).resolve().parent.parent

ADDRESSES = [
    ("https://a.org/", "index.md", "https://a.org/"),
    ("https://a.org", "checklists/cl-pfa.md", "https://a.org/checklists/cl-pfa/"),
    ("https://a.org/shouce", "checklists/index.md", "https://a.org/shouce/checklists/"),
    ("https://a.org/shouce/", "/apply/volunteer", "https://a.org/apply/volunteer"),
]


@pytest.mark.parametrize(("site", "path", "address"), ADDRESSES)
def test_where_the_public_finds_a_page(site: str, path: str, address: str) -> None:
    """Pages lie below the site's address, the forms at the top of its host, as on the site itself."""
    assert public_address(site, path) == address


LINKS = [
    ("[甲](../checklists/cl-pfa.md)", 'href="#checklists-cl-pfa"'),
    ("[甲](../sources.md#c22)", 'href="https://a.org/sources/"'),
    ("[甲](#step-1)", 'href="#guidance-x--step-1"'),
    ("[甲](tel:120)", 'href="tel:120"'),
    ("[甲](/apply/volunteer)", 'href="https://a.org/apply/volunteer"'),
    ("[甲](../content/guidance/x.yml)", 'class="nowhere"'),
]


@pytest.mark.parametrize(("markdown", "attribute"), LINKS)
def test_a_link_leads_into_the_book_or_to_the_site(markdown: str, attribute: str) -> None:
    press = Press(["guidance/x.md", "checklists/cl-pfa.md"], "https://a.org/")
    assert f"<a {attribute}>甲</a>" in press.leaf("guidance/x.md", markdown).html


def test_a_sheet_that_cannot_fit_says_so() -> None:
    html = "<p>长</p>" * 200
    with pytest.raises(BindingError, match="排不进一页 A4"):
        bind(Document("清单/太长.pdf", html, one_page=True))


def test_a_sign_that_no_font_has_is_not_printed_as_a_box() -> None:
    with pytest.raises(BindingError, match="没有这些符号"):
        bind(Document("x.pdf", "<p>\U0001234f\ue000</p>"))


def generator(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", "book", str(folder)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )


LACKS = [
    ("raise ModuleNotFoundError('weasyprint')", "请运行 make book"),
    ("raise OSError('cannot load libpango')", "apt-get install libpango-1.0-0"),
]


@pytest.mark.parametrize(("weasyprint", "sentence"), LACKS)
def test_a_machine_that_cannot_print_says_what_is_missing(
    tmp_path: Path, weasyprint: str, sentence: str
) -> None:
    (tmp_path / "weasyprint.py").write_text(weasyprint)
    done = generator(tmp_path / "book", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("fonts", ["none", "Latin"])
def test_a_machine_without_a_chinese_font_prints_nothing(tmp_path: Path, fonts: str) -> None:
    """Rather than a book of empty boxes; and without any font pango would crash."""
    (tmp_path / "fonts").mkdir()
    if fonts == "Latin":
        latin_font(tmp_path / "fonts" / "latin.ttf")
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><dir>{tmp_path}/fonts</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    done = generator(tmp_path / "book", FONTCONFIG_FILE=str(tmp_path / "fonts.conf"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "没有中文字体" in done.stderr
    assert "apt-get install fonts-noto-cjk" in done.stderr
    assert "Traceback" not in done.stderr


def latin_font(file: Path) -> None:
    font = FontBuilder(1000, isTTF=True)
    names = [".notdef", "A"]
    font.setupGlyphOrder(names)
    font.setupCharacterMap({65: "A"})
    font.setupGlyf({name: Glyph() for name in names})
    font.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Latin", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(file)
