"""A question of an intake form: one model per type, and the condition under which it is asked."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Constraint
from pydantic import StringConstraints

from generator.schema.base import Model, Slug, Text

FieldId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
"""Name of a question and key of its answer in the database, so it never changes."""
When = dict[FieldId, Annotated[list[Slug], Constraint(min_length=1)]]
"""Holds when, for every question named, one of the listed options was chosen."""


class Option(Model):
    """One answer to choose."""

    id: Slug
    """选项编号：存进数据库的就是它，定了就不改。"""
    label: Text
    """选项文字，可以随时改。"""
    hint: Text | None = None
    """选项下面的一句小字。"""
    alone: bool = False
    """yes 表示和其他选项互斥，如“都没有”。"""


Options = Annotated[list[Option], Constraint(min_length=2)]


class BaseField(Model):
    """What every question carries."""

    id: FieldId
    """题目编号：存进数据库的就是它，定了就不改。"""
    section: Slug
    """放在哪一段，写上面 sections 里的编号。"""
    label: Text
    """问题。"""
    hint: Text | None = None
    """问题下面的一句小字：怎么填、为什么问。"""
    purpose: Text
    """为什么收这一项；写不出理由就不要问。"""
    required: bool = True
    """yes 为必填，no 为可不填。"""
    when: When = Constraint(default={})
    """选了哪些选项才问这一题；总是要问就不写。"""
    missing: Text | None = None
    """没填时怎么提醒；不写就用统一的句子。"""
    sensitive: bool = False
    """yes 表示敏感：导出表格时默认不带这一栏。"""

    @property
    def choices(self) -> list[str]:
        """The ids a condition may ask for."""
        return []


class TextField(BaseField):
    """One line of text."""

    type: Literal["text"]
    """题型：text 一行文字。"""
    min: Annotated[int, Constraint(ge=1)] = 1
    """最少几个字。"""
    max: Annotated[int, Constraint(ge=1, le=200)]
    """最多几个字。"""
    person: bool = False
    """yes 表示填的是姓名：只收文字、空格和姓名里的间隔号。"""
    autocomplete: Literal["name", "off"] = "off"
    """手机能不能自动填：name 为本人姓名，off 为不要。"""


class TelField(BaseField):
    """A phone number."""

    type: Literal["tel"]
    """题型：tel 电话号码。"""
    landline: bool = False
    """yes 表示座机也收。"""
    differs_from: FieldId | None = None
    """不能和哪一题的号码相同。"""
    autocomplete: Literal["tel", "off"] = "off"
    """手机能不能自动填：tel 为本人号码，off 为不要。"""


class TextareaField(BaseField):
    """Several lines of text."""

    type: Literal["textarea"]
    """题型：textarea 多行文字。"""
    min: Annotated[int, Constraint(ge=1)] = 1
    """最少几个字。"""
    max: Annotated[int, Constraint(ge=1, le=2000)]
    """最多几个字。"""


class DateField(BaseField):
    """A day from today on."""

    type: Literal["date"]
    """题型：date 日期，从今天起算。"""
    within_days: Annotated[int, Constraint(ge=1)]
    """最晚可以填到几天以后。"""


class RadioField(BaseField):
    """One choice."""

    type: Literal["radio"]
    """题型：radio 单选。"""
    options: Options
    """选项。"""

    @property
    def choices(self) -> list[str]:
        return [option.id for option in self.options]


class MultiField(BaseField):
    """Several choices."""

    type: Literal["multi"]
    """题型：multi 多选。"""
    options: Options
    """选项。"""
    at_most: Annotated[int, Constraint(ge=1)] | None = None
    """最多选几项；不限就不写。"""
    prefill: Slug | None = None
    """网址里哪个参数可以先替人选好，如 role 对应 ?role=role-phone。"""

    @property
    def choices(self) -> list[str]:
        return [option.id for option in self.options]


class CheckboxField(BaseField):
    """A statement to agree to. Never ticked beforehand; its answer is `yes` or absent."""

    type: Literal["checkbox"]
    """题型：checkbox 同意某句话，问题本身就是那句话。"""

    @property
    def choices(self) -> list[str]:
        return ["yes"]


Field = Annotated[
    TextField | TelField | TextareaField | DateField | RadioField | MultiField | CheckboxField,
    Constraint(discriminator="type"),
]
