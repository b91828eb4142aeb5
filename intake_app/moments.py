"""Time where the people are: shown and counted in Beijing time, kept in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

# A fixed offset, because slim machines have no time zone database and China keeps one all year.
BEIJING = timezone(timedelta(hours=8), "北京时间")


def clock() -> datetime:
    """The one place that asks what time it is."""
    return datetime.now(UTC)


def shown(moment: datetime) -> str:
    """A moment as people read it."""
    local = moment.astimezone(BEIJING)
    return f"{local.month} 月 {local.day} 日 {local:%H:%M}"
