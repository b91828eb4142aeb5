"""An editor with a YAML language server helps in every content file, and never contradicts `check`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from generator.editors import modeline, schemas
from generator.schema.library import KINDS, SINGLES

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
FILES = sorted(path.relative_to(CONTENT).as_posix() for path in CONTENT.rglob("*.yml"))
SCHEMAS = {name: Draft202012Validator(json.loads(text)) for name, text in schemas().items()}


class Yaml12(yaml.SafeLoader):
    """YAML as editors read it: `yes` and 2026-11-24 are texts, 18 is a number."""


Yaml12.yaml_implicit_resolvers = {}
for tag, shape, first in [
    ("bool", "true|false", "tf"),
    ("null", "null|~|", "n~"),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]*\.[0-9]+", "-+.0123456789"),
]:
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{shape})$"), first)


def as_an_editor(text: str) -> Any:
    return yaml.load(text, Loader=Yaml12)  # noqa: S506 - a SafeLoader


def kind_of(file: str) -> str:
    return file.partition("/")[0].removesuffix(".yml")


@pytest.mark.parametrize("file", FILES)
def test_a_file_names_its_schema_in_its_first_line(file: str) -> None:
    """`python -m generator new` writes it; a copied file has it already."""
    first = (CONTENT / file).read_text("utf-8").partition("\n")[0]
    assert first == modeline(file)
    named = first.partition("$schema=")[2]
    assert (CONTENT / file).parent.joinpath(named).resolve().is_file()


@pytest.mark.parametrize("file", FILES)
def test_an_editor_underlines_nothing_that_check_accepts(file: str) -> None:
    data = as_an_editor((CONTENT / file).read_text("utf-8"))
    found = SCHEMAS[f"{kind_of(file)}.json"].iter_errors(data)
    assert [f"{error.json_path}: {error.message}" for error in found] == []


def test_what_looks_like_a_number_is_a_text_where_check_takes_it_for_one() -> None:
    text = (CONTENT / "checklists/cl-pfa.yml").read_text("utf-8")
    numbered = re.sub("^title: .*", "title: 2022", text, flags=re.MULTILINE)
    assert SCHEMAS["checklists.json"].is_valid(as_an_editor(numbered))


BROKEN = [
    "unknown-key",
    "missing-key",
    "unknown-option",
    "list-where-text",
    "text-where-list",
    "too-long",
    "too-short-list",
    "bad-id",
]


@pytest.mark.parametrize("mistake", BROKEN)
def test_an_editor_underlines_what_check_refuses(mistake: str) -> None:
    text = (ROOT / f"tests/broken/checklists/{mistake}.yml").read_text("utf-8")
    assert not SCHEMAS["checklists.json"].is_valid(as_an_editor(text))


def test_the_settings_of_the_repository_name_every_schema() -> None:
    """For a new file, before its first line is there."""
    settings = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))
    wanted = {f"./content/.schema/{kind}.json": f"content/{kind}/*.yml" for kind in KINDS}
    wanted |= {f"./content/.schema/{name}.json": f"content/{name}.yml" for name in SINGLES}
    assert settings["yaml.schemas"] == wanted
    advice = json.loads((ROOT / ".vscode/extensions.json").read_text("utf-8"))
    assert "redhat.vscode-yaml" in advice["recommendations"]
