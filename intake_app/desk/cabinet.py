"""The cabinet: opens submissions with the private key."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from intake_app.casework import Case
from intake_app.desk_key import DeskKey
from intake_app.parts import Parts
from intake_app.sealing import Lock, SealError
from intake_app.storage.casebook import Submission

TWIN_SPAN = timedelta(hours=24)
"""Within which a second submission from one number is pointed out."""


@dataclass(frozen=True)
class Entry:
    """A line of the list."""

    submission: Submission
    case: Case
    rank: list[int]
    whole: bool
    """Whether the seal opened."""
    twins: list[str]
    """References of earlier ones of the form from the same number within a day."""

    @property
    def urgency(self) -> tuple[object, ...]:
        """Level, then the order inside it, then who came first."""
        case = self.case
        return (case.level is None, case.level or "", self.rank, case.received_at)


class Cabinet:
    """Opens submissions with the private key."""

    def __init__(self, parts: Parts, key: DeskKey) -> None:
        self._parts = parts
        self._key = key
        self._pepper = secrets.token_bytes(32)
        self._known: dict[int, tuple[list[int], bytes | None]] = {}

    def lock(self, submission: Submission) -> Lock | None:
        """The lock; nothing where the applicant took the key away.

        Raises:
            SealError: when it was sealed to another key.
        """
        sealed = submission.keys.for_desk if submission.keys else None
        return self._key.lock(submission.form, submission.locator, sealed) if sealed else None

    def entries(self) -> list[Entry]:
        """All that the desk may open, as the list needs it. Shows no answer, so it is no look."""
        found: list[Entry] = []
        of_caller: dict[object, list[Entry]] = {}
        for submission in self._parts.casebook.live():
            if submission.keys and submission.keys.for_desk:
                rank, caller = self._seen(submission)
                case, key = submission.case, (submission.form, caller or submission.id)
                before = of_caller.setdefault(key, [])
                twins = [
                    one.submission.reference
                    for one in before
                    if case.received_at - one.case.received_at < TWIN_SPAN
                ]
                before.append(Entry(submission, case, rank, caller is not None, twins))
                found.append(before[-1])
        return found

    def _seen(self, submission: Submission) -> tuple[list[int], bytes | None]:
        """Rank, and the number hashed under a key that this process drew and never writes; read
        once for each set of answers."""
        case = submission.case
        if case.answers.id not in self._known:
            try:
                lock = self.lock(submission)
                reading = self._parts.reading(case, lock) if lock else None
            except SealError:
                reading = None
            if not reading:
                return [], None  # one that was tampered with must not hide the others
            caller = blake2b(reading.applicant.encode(), key=self._pepper).digest()
            self._known[case.answers.id] = reading.rank, caller
        return self._known[case.answers.id]
