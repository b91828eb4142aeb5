"""A new file is valid as it stands, explains itself, is never published by mistake, and replaces nothing."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.editors import schemas
from generator.pages.build import build
from generator.schema.library import KINDS, PAGE_KINDS, load
from generator.schema.problems import ContentError
from tests.test_cli import generator

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "content", tmp_path / "content")


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_is_valid_a_draft_and_explains_every_field(kind: str, content: Path) -> None:
    done = generator("--content", content, "new", kind, "just-begun")
    assert (done.returncode, done.stderr) == (0, "")
    text = (content / kind / "just-begun.yml").read_text("utf-8")

    library = load(content)

    assert "just-begun" not in getattr(library, kind)
    assert library.drafts == {f"{kind}/just-begun.yml": text.count("〔待填〕")}
    assert text.startswith(f"# yaml-language-server: $schema=../.schema/{kind}.json\n")
    schema = json.loads(schemas()[f"{kind}.json"])
    for name, part in schema["properties"].items():
        if name != "draft":
            assert f"# {part['description']}\n" in text or f"可以不写 {name}：" in text, name
    checked = generator("--content", content, "check")
    assert checked.returncode == 0
    assert f"草稿，不发布：content/{kind}/just-begun.yml，还有 " in checked.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_not_published_before_its_words_are_there(kind: str, content: Path) -> None:
    generator("--content", content, "new", kind, "just-begun")
    file = content / kind / "just-begun.yml"
    file.write_text(file.read_text("utf-8").replace("draft: yes\n", ""), encoding="utf-8")

    with pytest.raises(ContentError) as caught:
        load(content)

    assert {problem.file for problem in caught.value.problems} == {f"content/{kind}/just-begun.yml"}
    assert all("这里还写着“〔待填〕”" in problem.sentence for problem in caught.value.problems)


def test_a_preview_shows_drafts_and_says_so(content: Path) -> None:
    for kind in PAGE_KINDS:
        generator("--content", content, "new", kind, f"new-{kind}")
    pages = {page.path: page.markdown for page in build(load(content, drafts=True))}
    for kind in PAGE_KINDS:
        assert "**草稿**" in pages[f"{kind}/new-{kind}.md"]
    assert not any("**草稿**" in page.markdown for page in build(load(content)))


def test_no_page_leads_to_a_draft(content: Path) -> None:
    file = content / "guidance/children.yml"
    file.write_text("draft: yes\n" + file.read_text("utf-8"), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load(content)
    assert {problem.sentence.partition("同样")[0] for problem in caught.value.problems} == {
        "“children”还是草稿，读者打不开。请先发布它，或先不要写到它。"
    }


def test_a_draft_may_lead_to_another(content: Path) -> None:
    generator("--content", content, "new", "checklists", "aa-first")
    generator("--content", content, "new", "guidance", "aa-second")
    file = content / "guidance/aa-second.yml"
    text = file.read_text("utf-8").replace("checklists: []", "checklists: [aa-first]")
    file.write_text(text, encoding="utf-8")
    assert len(load(content).drafts) == 2


def test_nothing_is_written_over(content: Path) -> None:
    before = (content / "checklists/cl-pfa.yml").read_bytes()
    done = generator("--content", content, "new", "checklists", "cl-pfa")
    assert done.returncode == 1
    assert "checklists/cl-pfa.yml 已经有了。请换一个编号" in done.stderr
    assert (content / "checklists/cl-pfa.yml").read_bytes() == before


REFUSED = [
    ([], "没有说要写哪一种。可以写：guidance（指引）"),
    (["checklst"], "没有“checklst”这一种。您是不是想写“checklist”？"),
    (["checklists"], "没有写编号。"),
    (["checklists", "送水"], "“送水”不能做编号。编号只用小写字母、数字和短横"),
    (["checklists", "../water"], "“../water”不能做编号。"),
]


@pytest.mark.parametrize(("arguments", "sentence"), REFUSED)
def test_without_a_terminal_what_is_missing_is_told(
    arguments: list[str], sentence: str, content: Path
) -> None:
    done = generator("--content", content, "new", *arguments)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(list(content.rglob("*.yml"))) == len(list((ROOT / "content").rglob("*.yml")))


def at_a_terminal(content: Path, answers: bytes) -> tuple[int, str]:
    """Run `new` as somebody who sits before it, and what was seen there."""
    above, below = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "generator", "--content", str(content), "new"],
        cwd=ROOT,
        stdin=below,
        stdout=below,
        stderr=below,
    )
    os.close(below)
    os.write(above, answers)
    shown = b""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            shown += (more := os.read(above, 4096))
        except OSError:  # the other end is closed: it has gone
            break
        if not more:
            break
    os.close(above)
    return running.wait(timeout=60), shown.decode(errors="replace")


def test_at_a_terminal_what_is_missing_is_asked_for(content: Path) -> None:
    answers = "清单\n送水\ncl-water\n水\n停水时送水\n\n把水送到出不了门的人家里去。\n"
    code, shown = at_a_terminal(content, answers.encode())
    assert code == 0
    assert "要写哪一种？" in shown
    assert "“送水”不能做编号。" in shown
    assert "写了 1 个字，要 2 到 30 个。" in shown
    text = (content / "checklists/cl-water.yml").read_text("utf-8")
    assert "\ntitle: 停水时送水\n" in text
    assert "\ntitle_en: 〔待填〕\n" in text
    assert "\nsummary: 把水送到出不了门的人家里去。\n" in text
    assert load(content).drafts


def test_whoever_leaves_leaves_nothing_behind(content: Path) -> None:
    code, shown = at_a_terminal(content, "清单\ncl-water\n".encode() + b"\x04")
    assert code == 1
    assert "没有写任何文件" in shown
    assert not re.search("Traceback", shown)
    assert not (content / "checklists/cl-water.yml").exists()
