"""Who may import whom, read from the code itself."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 300
"""Lines; a file that grows beyond hides a second concept."""

ONLY_DOOR = {
    "yaml": ["generator/schema/source.py"],
    "mkdocs": ["generator/mkdocs_hook.py", "generator/preview/pages.py"],
    "weasyprint": ["generator/book_binding.py"],
    "segno": ["generator/pages/code.py", "intake_app/qr.py"],
    "markdown": ["generator/book/leaf.py"],
    "pypinyin": ["generator/search/sounds.py"],
    "opencc": ["generator/search/sounds.py"],
    "sqlalchemy": ["intake_app/storage/", "intake_app/migrations/"],
    "alembic": ["intake_app/migrations/"],
    "argon2": ["intake_app/accounts.py"],
    "cryptography": [
        "intake_app/sealing.py",
        "intake_app/desk_key.py",
        "intake_app/second_factor.py",
    ],
    "waitress": ["intake_app/server.py"],
}
"""Outside library → the only places that may import it."""

MAY_IMPORT = {
    "generator/schema/": {"pydantic", "pydantic_core", "yaml", "generator.schema"},
    "generator/pages/": {"jinja2", "markupsafe", "segno", "generator.schema", "generator.pages"},
    "generator/book/": {
        "jinja2",
        "markupsafe",
        "markdown",
        "generator.schema",
        "generator.pages",
        "generator.book",
    },
    "generator/search/": {"pypinyin", "opencc", "generator.schema", "generator.search"},
}
"""Folder → all that its files may import beside the standard library."""

NEVER = [
    ("generator/", "intake_app"),
    ("generator/pages/", "datetime"),
    ("generator/search/", "datetime"),
    ("generator/book/", "datetime"),
    *(
        (f"intake_app/{public}.py", forbidden)
        for public in ("public", "applicant", "parts", "sealing")
        for forbidden in ("intake_app.desk", "intake_app.desk_key", "intake_app.export")
    ),
    ("intake_app/storage/", "intake_app.sealing"),
    ("intake_app/storage/", "flask"),
]
"""(place, what nothing there may import)."""

PURE = [
    "generator/pages/",
    "generator/book/",
    "generator/search/",
    "generator/offline.py",
    "intake_app/answers.py",
    "intake_app/triage.py",
    "intake_app/casework.py",
    "intake_app/permissions.py",
    "intake_app/second_factor.py",
    "intake_app/archive.py",
    "intake_app/retention.py",
    "intake_app/private_words.py",
]
DOORS_TO_THE_WORLD = {"os", "io", "pathlib", "shutil", "subprocess", "socket", "time", "random"}
DOORS_TO_THE_WORLD |= {"secrets", "flask", "urllib", "sqlite3", "tempfile"}
"""Disk, clock, network, chance: pure modules import none of these."""

FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("generator", "intake_app")
    for path in (ROOT / folder).rglob("*.py")
)


def tree(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


def imported(file: str) -> Iterator[str]:
    """Every module that a file imports, as written; `from a import b` gives a and a.b."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import hides where things come from"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def test_there_is_something_to_read() -> None:
    assert "generator/schema/source.py" in FILES
    assert "intake_app/public.py" in FILES


def test_the_rules_speak_of_what_is_there() -> None:
    """Every door does import its library, and every other rule finds files to hold for."""
    for library, doors in ONLY_DOOR.items():
        importers = [f for f in FILES if any(within(m, library) for m in imported(f))]
        assert [d for d in doors if not any(f.startswith(d) for f in importers)] == [], library
    for place in [*MAY_IMPORT, *PURE, *(place for place, _ in NEVER)]:
        assert any(file.startswith(place) for file in FILES), place


@pytest.mark.parametrize("file", FILES)
def test_each_outside_library_has_one_door(file: str) -> None:
    for library, doors in ONLY_DOOR.items():
        if not file.startswith(tuple(doors)):
            assert not any(within(module, library) for module in imported(file)), library


@pytest.mark.parametrize("file", FILES)
def test_arrows_point_inward(file: str) -> None:
    modules = list(imported(file))
    for place, allowed in MAY_IMPORT.items():
        if file.startswith(place):
            outside = {m for m in modules if m.partition(".")[0] not in sys.stdlib_module_names}
            assert [m for m in outside if not any(within(m, a) for a in allowed)] == []
    for place, forbidden in NEVER:
        if file.startswith(place):
            assert not any(within(module, forbidden) for module in modules), forbidden
    if file.startswith("intake_app/"):
        of_generator = {module for module in modules if within(module, "generator")}
        assert all(within(module, "generator.schema") for module in of_generator)


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith(tuple(PURE))])
def test_pure_modules_touch_no_disk_clock_network_or_chance(file: str) -> None:
    roots = {module.partition(".")[0] for module in imported(file)}
    assert roots & DOORS_TO_THE_WORLD == set()
    called = {
        node.func.attr
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert called & {"now", "today", "utcnow"} == set()


@pytest.mark.parametrize("file", FILES)
def test_no_import_hides_in_a_function_and_no_file_grows_too_long(file: str) -> None:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
            assert inner == [], node.name
    assert len((ROOT / file).read_text(encoding="utf-8").splitlines()) <= LONGEST
