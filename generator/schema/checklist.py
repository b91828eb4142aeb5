"""A checklist: boxes to tick, each with one line of how."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from generator.schema.base import Audiences, Basis, GuidanceId, Line, Model, Page, Slug, mistake


class Item(Model):
    """One box to tick."""

    id: Slug
    """这一项的编号：勾选记录靠它，改措辞也不要改它。"""
    text: Line
    """做什么。"""
    how: Line
    """一行怎么做。"""
    basis: Basis | None = None
    """这一项依据不同的才写。"""


def unique_ids(items: list[Item]) -> list[Item]:
    """Refuse two items of one id: the ticks stored on phones could not tell them apart."""
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise mistake(f"编号“{item.id}”用了两次。每一项要有自己的编号。")
        seen.add(item.id)
    return items


class Checklist(Page):
    """A checklist that prints on one page."""

    audience: Audiences
    """给谁用。"""
    topics: Annotated[list[GuidanceId], Field(min_length=1)]
    """属于哪些指引。"""
    use_when: Line
    """什么时候打开这张清单。"""
    basis: Basis
    """各项共同的依据。"""
    items: Annotated[list[Item], Field(min_length=3, max_length=14), AfterValidator(unique_ids)]
    """要勾的各项，按先后排。"""
