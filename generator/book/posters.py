"""What stands on the posters for a gate: few words, large, and where the code leads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Poster:
    """One A4 sheet that is read from three metres."""

    name: str
    colour: str
    headline: str
    line: str
    points: tuple[str, ...]
    scan: str
    path: str


POSTERS = (
    Poster(
        name="志愿者报名",
        colour="brand",
        headline="来搭把手",
        line="邻居有难处，您能帮上忙",
        points=("先培训，再上岗", "自己选做什么", "不收身份证号"),
        scan="扫码报名，两分钟填完",
        path="/apply/volunteer",
    ),
    Poster(
        name="督导求助",
        colour="warm",
        headline="别一个人扛",
        line="社工、志愿者：拿不准、撑不住，找督导",
        points=("可以用化名", "先看有没有危险", "不写居民的姓名"),
        scan="扫码求助，三五分钟填完",
        path="/apply/supervision",
    ),
    Poster(
        name="手册",
        colour="brand",
        headline="出事怎么办",
        line="一步步照着做，都在手机里",
        points=("先做什么，怎么说", "边做边勾的清单", "该打哪个电话"),
        scan="扫码打开手册，不用登录",
        path="index.md",
    ),
)
