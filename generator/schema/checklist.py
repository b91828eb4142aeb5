"""A checklist: boxes to tick, each with one line of how."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.schema.base import Audiences, Basis, GuidanceId, Line, Model, Page, Slug, UniqueIds


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
    items: Annotated[list[Item], Field(min_length=3, max_length=14), UniqueIds]
    """要勾的各项，按先后排。"""
