"""The generator's commands at the desk, run as a trainer runs them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import schemas

ROOT = Path(__file__).resolve().parent.parent


def generator(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "content", tmp_path / "content")


def test_check_passes_on_the_real_content() -> None:
    done = generator("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("没有问题：78 页")


def test_check_lists_every_problem_of_every_file_and_fails(content: Path) -> None:
    for name, old, new in [
        ("guidance/children.yml", "audience:", "audiense:"),
        ("checklists/cl-pfa.yml", "title:", "title："),
        ("roles/role-med.yml", "min_age: 18", "min_age: 十八"),
    ]:
        file = content / name
        file.write_text(file.read_text("utf-8").replace(old, new, 1), encoding="utf-8")

    done = generator("--content", content, "check")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "content/checklists/cl-pfa.yml:1:6 这里是全角冒号" in done.stderr
    assert "您是不是想写“audience”？" in done.stderr
    assert "“十八”不是整数" in done.stderr
    assert done.stderr.index("cl-pfa.yml") < done.stderr.index("children.yml")
    assert done.stderr.index("children.yml") < done.stderr.index("role-med.yml")
    assert done.stderr.rstrip().endswith("处要改。")


def test_a_broken_page_stops_the_site_with_a_sentence(content: Path) -> None:
    """MkDocs prints every problem, exits 1, and shows no traceback."""
    file = content / "guidance/children.yml"
    file.write_text("title: [", encoding="utf-8")
    project = content.parent
    shutil.copytree(ROOT / "docs", project / "docs")
    (project / "generator").symlink_to(ROOT / "generator")
    shutil.copy(ROOT / "mkdocs.yml", project / "mkdocs.yml")

    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=project,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1", "LANG": "C.UTF-8"},
    )

    assert done.returncode == 1
    assert "content/guidance/children.yml:1:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "site" / "index.html").exists()


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["write"]])
def test_a_wrong_call_explains_the_right_one(arguments: list[str]) -> None:
    done = generator(*arguments)
    assert done.returncode == 2
    assert "usage: python -m generator" in done.stderr


def test_the_schemas_in_the_repository_are_what_the_models_say() -> None:
    """Renew them with `python -m generator schema`."""
    kept = {p.name: p.read_text("utf-8") for p in (ROOT / "content/.schema").glob("*.json")}
    assert kept == schemas()
