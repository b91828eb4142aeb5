"""The authors' manual says what the models say, of every kind, with an example that is real."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from generator.pages import example, manual
from generator.pages.build import build
from generator.schema.field import MultiField, RadioField, TelField, TextField
from generator.schema.library import KINDS, PAGE_KINDS, SINGLES, load, parse
from tests.test_mistakes import REAL
from tests.test_schema import models_in

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = load(ROOT / "content")
PAGES = {page.path: page.markdown for page in build(LIBRARY)}
EVERY = {**KINDS, **SINGLES}


@pytest.mark.parametrize("kind", EVERY)
def test_every_key_of_every_mapping_is_explained(kind: str) -> None:
    text = PAGES[f"authors/{kind}.md"]
    for model in models_in(EVERY[kind]):
        for name, field in model.model_fields.items():
            if name != "root":
                assert f"| `{name}`" in text, name
                assert (field.description or "").split("；")[0] in text, name


@pytest.mark.parametrize("kind", EVERY)
def test_no_row_of_a_table_is_torn(kind: str) -> None:
    rows = [line for line in PAGES[f"authors/{kind}.md"].splitlines() if line.startswith("|")]
    assert all(row.count("|") == 3 and row.endswith("|") for row in rows)


RULES = [
    ("checklists", "", "title", "标题，2 到 30 个字。", ""),
    ("checklists", "", "items", "要勾的各项，按先后排。", "3 到 14 项"),
    ("guidance", "", "checklists", "相关清单。", "每项写清单的编号"),
    ("roles", "", "min_age", "最低年龄（周岁）。", "16 到 60"),
    ("roles", "", "risk", "风险：", "可以写 low、low-medium"),
    ("training", "quiz", "safety", "yes 表示安全题", "写 yes 或 no"),
    ("forms", "fields（每种题型）", "purpose", "为什么收这一项", ""),
    ("forms", "fields（type: tel）", "landline", "yes 表示座机也收。", "写 yes 或 no"),
    ("forms", "priority.levels", "id", "级别编号", "P0、P1"),
]


@pytest.mark.parametrize(("kind", "at", "name", "says", "rule"), RULES)
def test_a_key_is_told_with_its_rule(kind: str, at: str, name: str, says: str, rule: str) -> None:
    (table,) = (table for table in manual.tables(kind) if table.at == at)
    (key,) = (key for key in table.keys if key.name == name)
    assert says in key.says
    assert rule in key.rule


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_an_example_is_valid_where_nothing_is_left_out(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written out whole, it is a file that says the same as the one it was taken from."""
    monkeypatch.setattr(example, "_FEW", 10**6)
    file, text = example.example(kind, LIBRARY)
    again = parse(REAL | {file: text.encode()})
    id_ = file.partition("/")[2].removesuffix(".yml")
    assert getattr(again, kind)[id_] == getattr(LIBRARY, kind)[id_]


@pytest.mark.parametrize("kind", ["forms", *SINGLES])
def test_other_examples_too(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(example, "_FEW", 10**6)
    file, text = example.example(kind, LIBRARY)
    again = parse(REAL | {file: text.encode()})
    assert getattr(again, kind) == getattr(LIBRARY, kind)


def test_the_manual_leads_to_every_kind_and_readers_find_none_of_it() -> None:
    text = (ROOT / "docs/authors.md").read_text("utf-8")
    assert "\nsearch: no\n" in text
    assert set(re.findall(r"\(authors/(\w+)\.md\)", text)) == set(EVERY)
    assert "authors.md" in PAGES["guidance/children.md"]


def test_a_type_of_question_is_told_its_own_keys_and_no_other() -> None:
    told = {table.at: {key.name for key in table.keys} for table in manual.tables("forms")}
    shared = told["fields（每种题型）"]
    for model in (TextField, TelField, RadioField, MultiField):
        (type_,) = get_args(model.model_fields["type"].annotation)
        assert told[f"fields（type: {type_}）"] | shared == set(model.model_fields)
