"""What a phone keeps of a built site, and what it does not."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path

import pytest

from generator.cli import main
from generator.offline import PACK, build, day_of, kept_files

DAY = datetime.date(2026, 11, 24)
SITE = {
    "index.html": b'<img src="assets/tree.png"><link href="assets/a.css">',
    "guidance/children/index.html": "孩子".encode(),
    "404.html": "没有这一页".encode(),
    "assets/a.css": b"url(leaf.svg)",
    "assets/a.js": b"import './b.js'",
    "assets/b.js": b"",
    "assets/leaf.svg": b"<svg/>",
    "assets/tree.png": b"\x89PNG",
    "search/core.json": b"{}",
    "search/yao.txt": "药".encode(),
}
NOT_KEPT = [
    "assets/a.js.map",
    "assets/nobody-names-me.png",
    "assets/other-variant.css",
    "assets/javascripts/lunr/min/lunr.zh.min.js",
    "assets/javascripts/workers/search.a7633da7.min.js",
    "assets/javascripts/LICENSE",
    "content/guidance/children.yml",
    "handbook.pdf",
    "search.json",
    "sitemap.xml",
    "sitemap.xml.gz",
    "sw.js",
    "build.json",
    "offline.json",
    "packs/0a1b2c3d.json",
]


def test_all_that_a_page_needs_is_kept_and_nothing_else() -> None:
    site = SITE | dict.fromkeys(NOT_KEPT, b"\x00")
    assert kept_files(site) == sorted(SITE)


def test_a_folder_stands_for_its_page_and_texts_come_first() -> None:
    addresses = list(build(SITE, DAY).files)
    assert "" in addresses
    assert "guidance/children/" in addresses
    assert addresses[-1] == "assets/tree.png"  # no text: not in a pack


def test_the_same_files_are_the_same_version_in_the_same_bytes() -> None:
    backwards = dict(reversed(list(SITE.items())))
    assert build(SITE, DAY).written() == build(backwards, DAY).written()


@pytest.mark.parametrize("path", SITE)
def test_every_change_is_another_version_and_changes_one_hash(path: str) -> None:
    before, after = build(SITE, DAY), build(SITE | {path: SITE[path] + b" "}, DAY)
    assert before.version != after.version
    changed = {a for a in before.files if before.files[a] != after.files[a]}
    assert changed == {path.removesuffix("index.html")}


def test_packs_hold_the_texts_in_the_order_of_the_list() -> None:
    site = SITE | {f"guidance/{n}/index.html": f"{n}".encode() * (PACK // 3) for n in range(10, 19)}
    kept = build(site, DAY)
    written = kept.written()
    listed = json.loads(written["offline.json"])
    assert len(listed["packs"]) > 3
    texts = [text for path, count in listed["packs"] for text in json.loads(written[path])]
    assert len(texts) == sum(count for _, count in listed["packs"])
    for (address, hash_), text in zip(listed["files"].items(), texts, strict=False):
        assert hashlib.sha256(text.encode()).hexdigest().startswith(hash_), address


@pytest.mark.parametrize(
    ("epoch", "day"),
    [(None, "2026-11-24"), ("", "2026-11-24"), ("0", "1970-01-01"), ("1796083200", "2026-12-01")],
)
def test_the_day_is_the_newest_review_or_what_the_builder_says(epoch: str, day: str) -> None:
    assert day_of([datetime.date(2025, 1, 1), DAY], epoch).isoformat() == day


def test_the_step_can_be_run_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path, content in SITE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    seen = []
    for _ in range(2):
        assert main(["offline", str(tmp_path)]) == 0
        seen.append({p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()})
    assert seen[0] == seen[1]
    assert (tmp_path / "sw.js").is_file()
    assert "10 个文件" in capsys.readouterr().out


def test_a_folder_without_a_site_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["offline", str(tmp_path)]) == 1
    assert "先生成网站" in capsys.readouterr().err
