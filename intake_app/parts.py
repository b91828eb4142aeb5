"""What the views work with, made once and handed to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from generator.schema.library import Library
from generator.schema.reference import Hotline
from intake_app.config import Config
from intake_app.limits import Limits
from intake_app.storage.casebook import Casebook
from intake_app.tokens import Tokens


@dataclass(frozen=True)
class Parts:
    """The parts of one running app."""

    config: Config
    library: Library
    casebook: Casebook
    limits: Limits
    tokens: Tokens
    clock: Callable[[], datetime]

    def hotlines(self, ids: list[str]) -> list[Hotline]:
        """Numbers to call, by their ids."""
        return [self.library.hotlines[id_] for id_ in ids]
