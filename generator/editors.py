"""What editors are told of the content: one JSON Schema a kind, and the line that names it in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from generator.schema.library import KINDS, SINGLES


def write_schemas(folder: Path) -> int:
    """One JSON Schema a kind, derived from the models, for editors with a YAML language server."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"写好了：{folder}")
    return 0


def schemas() -> dict[str, str]:
    """File name → JSON Schema text, for every kind and every single file."""
    return {
        f"{name}.json": json.dumps(_for_editors(model), ensure_ascii=False, indent=1) + "\n"
        for name, model in {**KINDS, **SINGLES}.items()
    }


def _for_editors(model: type[BaseModel]) -> Any:
    """The derived schema as an editor needs it, which reads YAML 1.2: there `yes` is a text."""

    def mended(part: Any, name: str = "") -> Any:
        if isinstance(part, list):
            return [mended(item) for item in part]
        if isinstance(part, bool) and name == "default":
            return "yes" if part else "no"
        if not isinstance(part, dict):
            return part
        if part.get("type") == "boolean":
            part = {**part, "type": "string", "enum": ["yes", "no"]}
        elif part.get("type") == "string" and not {"enum", "const"} & part.keys():
            part = {**part, "type": ["string", "number"]}  # `year: 2022` is a text to us
        # Titles and the docstrings of models are English; tooltips show the Chinese of the fields.
        english = ("title", "description") if "properties" in part or part is whole else ("title",)
        return {
            key: mended(value, key)
            for key, value in part.items()
            if not (key in english and isinstance(value, str))
        }

    whole = model.model_json_schema()
    return mended(whole)


def modeline(name: str) -> str:
    """The first line of a content file, by which an editor finds its schema.

    Args:
        name: of the file inside the content folder, e.g. `guidance/children.yml`.
    """
    folder = name.rpartition("/")[0]
    kind = folder or name.removesuffix(".yml")
    return f"# yaml-language-server: $schema={'../' if folder else ''}.schema/{kind}.json"
