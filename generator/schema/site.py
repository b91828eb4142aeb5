"""The site itself: its name, its duty phone, and the situations that lead in from the home page."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints

from generator.schema.base import Audience, GuidanceId, Model, Slug, Text
from generator.schema.pointers import Ref, mistake
from generator.schema.reference import PhoneNumber


def _public(address: str) -> str:
    host = urlsplit(address).hostname or ""
    if host in ("localhost", "0.0.0.0") or host.startswith("127."):  # noqa: S104 - compared only
        raise mistake(
            f"“{host}”只有这台电脑自己打得开，印成二维码别人扫不开。请写公开网址，或整行删掉。"
        )
    return address


Address = Annotated[
    str, StringConstraints(pattern=r"^https?://[^/?#\s]+(/[^?#\s]*)?$"), AfterValidator(_public)
]
"""Where the public finds the site."""


class Situation(Model):
    """What has happened: a tile of the home page."""

    id: Slug
    """编号。"""
    title: Text
    """四五个字，说发生了什么。"""
    hint: Text
    """一句补充。"""
    glyph: Annotated[str, StringConstraints(pattern=r"^[\u4e00-\u9fff]$")]
    """方块里的那一个字。"""
    opens: GuidanceId
    """点开先看哪一页。"""


class Door(Model):
    """Who the reader is: a door of the home page."""

    audience: Audience
    """哪类读者。"""
    title: Text
    """怎么称呼。"""
    hint: Text
    """从哪里看起。"""
    opens: Annotated[str, Ref("addresses")]
    """点开哪一页：站内路径，如 roles 或 guidance/self-care。"""


class Site(Model):
    """Settings of the site that trainers may change."""

    name: Text
    """站名。"""
    tagline: Text
    """站名下的一句话。"""
    organisation: Text
    """由谁维护。"""
    duty_phone: PhoneNumber | None = None
    """本机构值班电话；没有人值班就不写，页面会如实说明。"""
    emergency: Annotated[list[Annotated[str, Ref("hotlines")]], Field(min_length=1)]
    """每页都出现的急救号码，写 hotlines.yml 里的编号。"""
    support: Annotated[str, Ref("hotlines")]
    """每页都出现的心理援助热线。"""
    address: Address | None = None
    """本站的公开网址，https:// 开头；写了，打印的清单和海报才有二维码。还没有就不写。"""
    edit_url: Text | None = None
    """仓库里编辑文件的地址前缀；没有就链接到站内的源文件。"""
    situations: Annotated[list[Situation], Field(min_length=1)]
    """首页的情境。"""
    doors: Annotated[list[Door], Field(min_length=1)]
    """首页的身份入口。"""
