"""What somebody at the desk does, as an event under their name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g

from intake_app.casework import Event, Kind
from intake_app.parts import Parts

WORDS = 500
"""Longest note or reason."""


def my_act(parts: Parts, kind: Kind, facts: Mapping[str, Any] | None = None) -> Event:
    """The event, by whoever is logged in, now."""
    return Event(kind, parts.clock(), g.account.name, facts or {})
