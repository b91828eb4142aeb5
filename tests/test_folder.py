"""A content folder as it lies on a disk: links, folders, files that cannot be read, several files at once."""

from __future__ import annotations

import datetime
import os
import re
import shutil
from pathlib import Path

import pytest

from generator.schema.library import load
from generator.schema.problems import ContentError, Problem

ROOT = Path(__file__).resolve().parent.parent
PFA = "checklists/cl-pfa.yml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "content", tmp_path / "content")


def problems_of(content: Path, today: datetime.date | None = None) -> list[Problem]:
    with pytest.raises(ContentError) as caught:
        load(content, today)
    return list(caught.value.problems)


def test_a_link_is_no_file(content: Path) -> None:
    """Whoever unpacks the repository elsewhere would have half a handbook."""
    (content / "checklists/link.yml").symlink_to(content / PFA)
    (content / "checklists/nowhere.yml").symlink_to("gone.yml")
    (content / "more").symlink_to(content / "checklists")

    problems = problems_of(content)

    names = ["checklists/link.yml", "checklists/nowhere.yml", "more"]
    assert [problem.file for problem in problems] == [f"content/{name}" for name in names]
    assert all("快捷方式" in problem.sentence for problem in problems)


def test_a_folder_with_the_name_of_a_file_is_told(content: Path) -> None:
    (content / "checklists/water.yml").mkdir()
    (problem,) = problems_of(content)
    assert problem.file == "content/checklists/water.yml"
    assert "这是一个文件夹" in problem.sentence


def test_a_pipe_is_not_read(content: Path) -> None:
    os.mkfifo(content / "checklists/pipe.yml")
    (problem,) = problems_of(content)
    assert "这不是普通的文件" in problem.sentence


def test_a_file_that_cannot_be_read_is_told(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refused(path: Path, mode: str = "r") -> object:
        if path.name == "cl-pfa.yml":
            raise PermissionError
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", refused)
    (problem,) = problems_of(content)
    assert (problem.file, "打不开" in problem.sentence) == (f"content/{PFA}", True)


def test_of_a_huge_file_only_the_beginning_is_read(content: Path) -> None:
    with (content / "checklists/huge.yml").open("wb") as file:
        file.truncate(10**12)  # takes no room on the disk
    (problem,) = problems_of(content)
    assert "最多 512 KB" in problem.sentence


def test_hidden_files_are_left_alone(content: Path) -> None:
    (content / ".DS_Store").write_bytes(b"\x00")
    (content / "checklists/.cl-pfa.yml.swp").write_bytes(b"\x00")
    load(content)


def change(content: Path, name: str, old: str, new: str) -> None:
    file = content / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_two_pages_of_a_kind_never_have_one_title(content: Path) -> None:
    change(content, PFA, "title: 心理急救（看、听、联）", "title: 自杀危机处置")
    (problem,) = problems_of(content)
    assert str(problem) == (
        "content/checklists/cl-suicide.yml:2:8 标题“自杀危机处置”和 content/checklists/cl-pfa.yml "
        "的一样，读者分不清。请改一个。"
    )


def test_nobody_has_reviewed_a_page_tomorrow(content: Path) -> None:
    change(content, PFA, "last: 2026-11-24", "last: 2027-01-03")
    (problem,) = problems_of(content, datetime.date(2027, 1, 1))
    assert "最近一次核对写的是 2027-01-03，今天才 2027-01-01" in problem.sentence
    assert problem.file == f"content/{PFA}"
    load(content, datetime.date(2027, 1, 2))  # already the 3rd in some part of the world
    load(content)  # a build asks no clock


def test_what_many_places_have_lost_is_one_problem(content: Path) -> None:
    """A source taken away, a page renamed: the reason is one, so the report is one."""
    change(content, "sources.yml", "id: C22\n", "id: C99\n")
    (content / "guidance/children.yml").rename(content / "guidance/child.yml")

    problems = problems_of(content)

    lost, renamed, link = sorted(problems, key=lambda one: one.sentence)
    assert "依据“C22”在 sources.yml 里没有" in lost.sentence
    assert "同样的共有" in lost.sentence
    assert re.search(
        r"；training/tm-08\.yml:\d+、\d+；", lost.sentence
    )  # a file once, its lines after it
    assert "链接“[[children]]”指向的页不存在。您是不是想写“child”？" in link.sentence
    assert "没有编号为“children”的指引。您是不是想写“child”？" in renamed.sentence
