"""What pages refer to: terms, hotlines, sources, and the elements of the guide."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, RootModel, StringConstraints

from generator.schema.base import Basis, Day, Line, Model, Slug, Status, Text, UniqueIds, no_repeats
from generator.schema.pointers import mistake

PhoneNumber = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9-]{2,14}$")]


class Term(Model):
    """A word of the trade, explained."""

    id: Slug
    """编号，也是术语页里的锚点。"""
    term: Text
    """术语。"""
    en: Text
    """英文。"""
    aliases: list[Text]
    """别的叫法：搜索时同样找得到。"""
    definition: Line
    """一句话解释。"""
    status: Status = "current"
    """historical 表示 2022 年的说法。"""
    basis: Basis
    """依据。"""


class Hotline(Model):
    """A number to call, with the day on which it was checked."""

    id: Slug
    """编号。"""
    number: PhoneNumber
    """号码，只写数字和短横。"""
    name: Text
    """名称。"""
    use: Line
    """什么情况打。"""
    hours: Text
    """什么时段有人接。"""
    kind: Literal["emergency", "psychological", "rights", "government", "health", "local"]
    """emergency 急救、psychological 心理、rights 维权、government 政务、health 健康、local 本地。"""
    basis: Basis
    """依据。"""
    checked: Day
    """核对日期。"""
    checked_by: Text
    """怎么核对的。"""
    note: Line | None = None
    """补充说明。"""


class Source(Model):
    """A source that statements rest on: what was read, and where."""

    id: Annotated[str, StringConstraints(pattern=r"^C\d\d[a-z]?$")]
    """编号，如 C42。"""
    title: Text
    """名称。"""
    publisher: Text
    """谁发布的。"""
    year: Text
    """哪一年。"""
    read: Text
    """在哪里读的、读了多少。"""
    says: Line
    """本手册用它支持什么。"""
    note: Line | None = None
    """许可或注意事项。"""


class Element(Model):
    """One of the 99 elements of the source article, in our own words."""

    id: Annotated[str, StringConstraints(pattern=r"^S\d\d$")]
    """编号，S01 到 S99。"""
    group: Text
    """属于哪一组。"""
    status: Status
    """historical 表示 2022 年的措施。"""
    text: Line
    """用我们自己的话写的一句。"""


def _unique_terms(terms: list[Term]) -> list[Term]:
    """No word is explained twice; an alias may be shared, a reader then finds both."""
    seen: dict[str, str] = {}
    for index, term in enumerate(terms):
        if other := seen.get(term.term):
            sentence = f"“{term.term}”在“{other}”那一条已经解释过。请合成一条，或改一个名字。"
            raise mistake(sentence, index, "term")
        seen[term.term] = term.id
    return terms


UniqueTerms = AfterValidator(_unique_terms)


class Glossary(RootModel[Annotated[list[Term], Field(min_length=1), UniqueIds, UniqueTerms]]):
    """All terms, in reading order."""


class Synonyms(
    RootModel[
        Annotated[
            list[
                Annotated[
                    list[Annotated[Text, StringConstraints(max_length=24)]],
                    Field(min_length=2),
                    AfterValidator(no_repeats),
                ]
            ],
            Field(min_length=1),
        ]
    ]
):
    """Groups of words that mean the same to somebody who searches."""


class Hotlines(RootModel[Annotated[list[Hotline], Field(min_length=1), UniqueIds]]):
    """All numbers, most urgent first."""


class Sources(RootModel[Annotated[list[Source], Field(min_length=1), UniqueIds]]):
    """All sources by code."""


class Elements(RootModel[Annotated[list[Element], Field(min_length=1), UniqueIds]]):
    """All elements by number."""
