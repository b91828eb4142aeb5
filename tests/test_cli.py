"""The generator's commands at the desk, run as a trainer runs them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator.editors import schemas

ROOT = Path(__file__).resolve().parent.parent


def generator(
    *arguments: str | Path, cwd: Path = ROOT, seed: int = 0
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {"PYTHONHASHSEED": str(seed)},
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
    assert "没有写 address（本站的公开网址）" in done.stdout


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
    assert "content/checklists/cl-pfa.yml:2:6 这里是全角冒号" in done.stderr
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


def test_a_folder_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    done = generator("--content", tmp_path / "contents", "check")
    assert done.returncode == 1
    assert "contents/site.yml:1:1 缺少这个文件。" in done.stderr
    assert "Traceback" not in done.stderr


def written(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_content_is_written_in_the_same_bytes(content: Path, tmp_path: Path) -> None:
    """Whatever order Python's sets have in a run."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for seed, folder in enumerate(folders, 1):
        assert generator("--content", content, "write", folder, seed=seed).returncode == 0
    one, two = map(written, folders)
    assert len(one) > 150
    assert one == two


def test_what_is_written_needs_no_hook(content: Path, tmp_path: Path) -> None:
    """A project of its own: pages, sources, theme, and settings with the navigation in them."""
    assert generator("--content", content, "write", tmp_path / "out").returncode == 0

    files = written(tmp_path / "out")
    settings = yaml.safe_load(files["mkdocs.yml"])
    assert "hooks" not in settings
    assert {"theme/main.html", "docs/about.md", "docs/guidance/children.md"} <= set(files)
    assert files["docs/content/hotlines.yml"] == (content / "hotlines.yml").read_bytes()
    assert settings["theme"]["custom_dir"] == "theme"
    assert settings["extra"]["emergency"][0] == {"number": "110", "name": "报警"}
    assert all(f"docs/{path}" in files for entry in settings["nav"] for path in entry.values())


@pytest.mark.parametrize("folder", [".", "docs", "generator", "content/more"])
def test_writing_never_wipes_the_handbook_itself(folder: str, tmp_path: Path) -> None:
    for own in ("docs", "generator", "content"):
        shutil.copytree(ROOT / own, tmp_path / own, ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(ROOT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    before = written(tmp_path)

    done = generator("write", folder, cwd=tmp_path)

    assert done.returncode == 1
    assert "请换一个文件夹" in done.stderr
    after = {name: text for name, text in written(tmp_path).items() if "__pycache__" not in name}
    assert after == before


WRONG_CALLS = [
    ([], "还缺少：命令。"),
    (["chek"], "不认识“chek”。您是不是想写“check”？"),
    (["write"], "还缺少：文件夹。"),
    (["check", "--stile"], "不认识“--stile”。"),
    (["--content"], "“--content”后面要写一个值。"),
    (["check", "a", "b"], "不认识“a b”。"),
]


@pytest.mark.parametrize(("arguments", "sentence"), WRONG_CALLS)
def test_a_wrong_call_explains_the_right_one(arguments: list[str], sentence: str) -> None:
    done = generator(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("用法：python -m generator")
    assert sentence in done.stderr
    assert done.stderr.endswith("加 -h 看说明。\n")


@pytest.mark.parametrize("command", [[], *([name] for name in ("check", "write", "schema"))])
def test_help_is_chinese(command: list[str]) -> None:
    shown = generator(*command, "-h").stdout
    assert "显示这份说明" in shown
    assert not re.search("usage|options|arguments|show", shown)


def test_the_schemas_in_the_repository_are_what_the_models_say() -> None:
    """Renew them with `python -m generator schema`."""
    kept = {p.name: p.read_text("utf-8") for p in (ROOT / "content/.schema").glob("*.json")}
    assert kept == schemas()


def test_an_editor_agrees_with_check_and_speaks_chinese() -> None:
    """An editor reads YAML 1.2, where `yes` is a text; its tooltips are the fields' sentences."""

    def parts(part: object) -> list[dict[str, object]]:
        if isinstance(part, list):
            return [found for item in part for found in parts(item)]
        if not isinstance(part, dict):
            return []
        return [part, *(found for value in part.values() for found in parts(value))]

    described = 0
    for name, text in schemas().items():
        for part in parts(json.loads(text)):
            assert part.get("type") != "boolean", name
            assert not isinstance(part.get("default"), bool), name
            for key in ("title", "description"):
                if isinstance(shown := part.get(key), str):
                    assert re.search("[\u4e00-\u9fff]", shown), shown
                    assert key == "description"
                    described += 1
    assert described > 120
