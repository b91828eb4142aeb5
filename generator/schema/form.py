"""An intake form as data: its questions, when each is asked, and how urgent the answers are.

The same model serves the web form, the validation, the desk and the rules of priority.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Annotated, Literal

from pydantic import Field as Constraint
from pydantic import StringConstraints

from generator.schema.base import Model, Page, Slug, Text
from generator.schema.field import Field, FieldId, When
from generator.schema.pointers import Ref
from generator.schema.priority import Priority, Rule
from generator.schema.problems import Path, nearest
from generator.schema.source import MOST

HotlineId = Annotated[str, Ref("hotlines")]


class Section(Model):
    """A part of the form under one heading."""

    id: Slug
    """编号。"""
    title: Text
    """标题。"""
    fold: bool = False
    """yes 表示折起来，想填的人再展开。"""


class Check(Model):
    """A combination of answers that cannot be accepted, with the reason."""

    id: Slug
    """编号。"""
    when: Annotated[When, Constraint(min_length=1)]
    """哪些选项碰到一起就不能提交。"""
    at: FieldId
    """提醒写在哪一题旁边。"""
    because: Text
    """为什么不能，怎么改。"""


class Callout(Model):
    """A block that appears the moment an answer calls for it, before anything is sent."""

    id: Slug
    """编号。"""
    when: Annotated[When, Constraint(min_length=1)]
    """选了哪些选项就立刻出现；出现在第一题的下面。"""
    tone: Literal["danger", "info"]
    """danger 红色大块，info 普通提示。"""
    title: Text
    """大字。"""
    text: Text
    """一两句话：现在做什么。"""
    call: list[HotlineId] = Constraint(default=[])
    """给出哪些拨号按钮，写 hotlines.yml 里的编号。"""


class Note(Model):
    """A remark for the desk that follows from the answers."""

    id: Slug
    """编号：随答案一起存下。"""
    when: Annotated[When, Constraint(min_length=1)]
    """选了哪些选项就记下。"""
    text: Text
    """给工作台看的一句话。"""


class Passage(Model):
    """A part of the notice."""

    title: Text
    """小标题。"""
    text: Text
    """正文，平实的话。"""


class Retention(Model):
    """How long submissions are kept."""

    days: Annotated[int, Constraint(ge=1)]
    """保存多少天。"""
    from_service: bool = False
    """yes 表示从最后一次改状态（核实、对接、完成）那天算起；不写就从收到那天算起。"""
    since: Text
    """从什么时候算起，说给填表的人听，如 从收到那天算起。"""
    then: Text
    """到期以后怎么处理。"""


class Link(Model):
    """A link on the receipt."""

    text: Text
    """链接文字。"""
    href: Annotated[str, StringConstraints(pattern=r"^(/|https://)\S*$")]
    """站内路径以 / 开头；站外以 https:// 开头。"""


class Receipt(Model):
    """What the applicant reads after sending."""

    next: Annotated[list[Text], Constraint(min_length=1)]
    """接下来会发生什么，按先后写。"""
    links: list[Link]
    """接下来可以看什么。"""
    withdraw: Text
    """怎么撤回或更正。"""


class Form(Page):
    """An intake form: questions, checks between answers, priority, notice and receipt."""

    lead: Text
    """表格开头的话：给谁用、要多久。"""
    submit: Text
    """提交按钮上的字，说清楚按了会怎样。"""
    applicant: FieldId
    """哪一题的号码认得出是同一个人。"""
    worked_by: Literal["coordinator", "supervisor"]
    """谁来办：coordinator 协调员，每位都看得到全部；supervisor 督导，各人只看自己接下或分到的。"""
    retention: Retention
    """保存多久。"""
    notice: Annotated[list[Passage], Constraint(min_length=1)]
    """个人信息处理说明：谁、为什么、收什么、给谁、多久、怎么撤回。"""
    sections: Annotated[list[Section], Constraint(min_length=1)]
    """分成几段。"""
    fields: Annotated[list[Field], Constraint(min_length=1)]
    """题目，按出现的先后写。"""
    checks: list[Check] = Constraint(default=[])
    """哪些答案不能同时出现。"""
    callouts: list[Callout] = Constraint(default=[])
    """哪些答案要立刻弹出提示。"""
    notes: list[Note] = Constraint(default=[])
    """哪些答案要给工作台留一句话。"""
    priority: Priority | None = None
    """怎么分级；不分级就不写。"""
    receipt: Receipt
    """回执。"""


Found = tuple[Path, str]
"""A mistake: where in the file, and the sentence that says what to do."""
RESERVED = ("token", "homepage")
"""Names that the web form itself posts beside the answers."""


def form_problems(form: Form) -> list[Found]:
    """Mistakes that show only when parts of a form are held against each other."""
    found = chain(
        _doubles(form),
        _fields(form),
        _conditions(form),
        _ends(form),
        _priority(form, form.priority) if form.priority else (),
    )
    return list(islice(found, MOST))


def _doubles(form: Form) -> Iterator[Found]:
    lists: dict[Path, Iterable[str]] = {
        (name,): [item.id for item in getattr(form, name)]
        for name in ("sections", "fields", "checks", "callouts", "notes")
    }
    for index, field in enumerate(form.fields):
        lists["fields", index, "options"] = field.choices
    if form.priority:
        lists["priority", "levels"] = [level.id for level in form.priority.levels]
        lists["priority", "rules"] = [rule.id for rule in form.priority.rules]
    for path, ids in lists.items():
        for id_, count in Counter(ids).items():
            if count > 1:
                yield path, f"编号“{id_}”用了 {count} 次。请改成唯一的编号。"


def _fields(form: Form) -> Iterator[Found]:
    sections = [section.id for section in form.sections]
    tels = [field.id for field in form.fields if field.type == "tel"]
    for index, field in enumerate(form.fields):
        path: Path = ("fields", index)
        if field.section not in sections:
            yield _unknown((*path, "section"), "段", field.section, sections)
        if field.id in RESERVED:
            yield (*path, "id"), f"“{field.id}”是网页自己用的名字。请换一个编号。"
        if field.type in ("text", "textarea") and field.min > field.max:
            yield (*path, "min"), f"最少 {field.min} 字比最多 {field.max} 字还多。请改其中一个。"
        if field.type == "multi" and field.at_most and field.at_most > len(field.options):
            yield (*path, "at_most"), f"只有 {len(field.options)} 个选项。请改小，或不写这一项。"
        if field.type == "tel" and field.differs_from and field.differs_from not in tels:
            yield _unknown((*path, "differs_from"), "电话题", field.differs_from, tels)
    if form.applicant not in tels:
        yield _unknown(("applicant",), "电话题", form.applicant, tels)
    used = {field.section for field in form.fields}
    for index, section in enumerate(form.sections):
        if section.id not in used:
            yield ("sections", index), f"“{section.title}”这一段没有题目。请加题，或删掉它。"


def _conditions(form: Form) -> Iterator[Found]:
    """Every `when` names questions that stand before it, are always asked, and have the option."""
    everything = range(len(form.fields))
    for index, field in enumerate(form.fields):
        yield from _condition(form, ("fields", index, "when"), field.when, range(index))
    for name in ("checks", "callouts", "notes"):
        for index, item in enumerate(getattr(form, name)):
            yield from _condition(form, (name, index, "when"), item.when, everything)
    for index, rule in enumerate(form.priority.rules if form.priority else []):
        yield from _condition(form, ("priority", "rules", index, "when"), rule.when, everything)


def _condition(form: Form, path: Path, when: When, allowed: range) -> Iterator[Found]:
    choices = {form.fields[index].id: form.fields[index].choices for index in allowed}
    asked_sometimes = {field.id for field in form.fields if field.when}
    for name, values in when.items():
        here = (*path, name)
        if name not in choices:
            where = "题" if len(allowed) == len(form.fields) else "在它前面的题"
            yield _unknown(here, where, name, choices)
        elif not choices[name]:
            yield here, f"“{name}”没有选项，不能拿来做条件。请改用单选、多选或勾选题。"
        elif path[0] == "fields" and name in asked_sometimes:
            yield here, f"“{name}”自己也有条件。请直接写它的条件，不要一环套一环。"
        else:
            for index, value in enumerate(values):
                if value not in choices[name]:
                    yield _unknown((*here, index), f"“{name}”的选项", value, choices[name])


def _ends(form: Form) -> Iterator[Found]:
    """References that are not conditions, and what the law wants of every form."""
    names = [field.id for field in form.fields]
    for index, check in enumerate(form.checks):
        if check.at not in names:
            yield _unknown(("checks", index, "at"), "题", check.at, names)
    if not any(field.type == "checkbox" and field.required for field in form.fields):
        yield ("fields",), "没有必须勾选的同意项。请加一题，请人读过说明再提交。"


def _priority(form: Form, priority: Priority) -> Iterator[Found]:
    levels = [level.id for level in priority.levels]
    rules = {rule.id: rule for rule in priority.rules}
    radios = [field for field in form.fields if field.type == "radio" and field.required]
    for index, rule in enumerate(priority.rules):
        path: Path = ("priority", "rules", index)
        if [rule.set, rule.raise_by, rule.at_least].count(None) != 2:
            yield path, "set、raise_by、at_least 三样里要写一样，也只能写一样。"
        if rule.never_above and not rule.raise_by:
            yield (*path, "never_above"), "never_above 只和 raise_by 一起用。请删掉它。"
        for key in ("set", "never_above", "at_least"):
            if (value := getattr(rule, key)) and value not in levels:
                yield _unknown((*path, key), "级别", value, levels)
    if not any(_covers(priority.rules, field.id, field.choices) for field in radios):
        sentence = "有的答案一条规则也碰不上，说不出为什么是这一级。"
        advice = "请让 set 规则管到某道必答单选题的每个选项。"
        yield ("priority", "rules"), sentence + advice
    order = priority.order
    if order.earliest not in (ids := [field.id for field in radios]):
        yield _unknown(("priority", "order", "earliest"), "必答的单选题", order.earliest, ids)
    if order.most not in rules:
        yield _unknown(("priority", "order", "most"), "规则", order.most, rules)
    elif len(rules[order.most].when) != 1:
        sentence = f"规则“{order.most}”不是只看一道题，数不出选了几项。请换一条。"
        yield ("priority", "order", "most"), sentence


def _covers(rules: Iterable[Rule], field: str, choices: list[str]) -> bool:
    """Whether every option of a question leads to a rule that sets the level."""
    setting = [rule.when for rule in rules if rule.set]
    covered = {value for when in setting if set(when) == {field} for value in when[field]}
    return {} in setting or covered >= set(choices)


def _unknown(path: Path, what: str, word: str, known: Iterable[str]) -> Found:
    known = list(known)
    offer = nearest(word, known) or f"可以写：{'、'.join(known)}。"
    return path, f"没有编号为“{word}”的{what}。{offer}"
