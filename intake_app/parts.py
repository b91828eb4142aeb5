"""What the views work with, made once and handed to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from generator.schema.library import Library
from generator.schema.reference import Hotline
from intake_app.archive import Paper, Reading
from intake_app.casework import Case
from intake_app.config import Config
from intake_app.limits import Limits
from intake_app.sealing import Lock
from intake_app.storage.casebook import Casebook
from intake_app.tokens import Tokens


@dataclass(frozen=True)
class Parts:
    """The parts of one running app."""

    config: Config
    library: Library
    papers: dict[str, Paper]
    """Form id → the form as it is kept."""
    casebook: Casebook
    limits: Limits
    tokens: Tokens
    clock: Callable[[], datetime]

    def hotlines(self, ids: list[str]) -> list[Hotline]:
        """Numbers to call, by their ids."""
        return [self.library.hotlines[id_] for id_ in ids]

    def reading(self, case: Case, lock: Lock) -> Reading:
        """The answers that hold today, with the form as it was when they were given.

        Raises:
            SealError: when they do not open.
        """
        body = lock.read(case.answers)
        ours = {paper.hash: paper.definition for paper in self.papers.values()}
        definition = ours.get(case.definition) or self.casebook.definition(case.definition)
        return Reading.of(definition, body)
