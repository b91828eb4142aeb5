"""Fixtures of the intake tests, and what holds for all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests.intake_support import Intake, make_intake

settings.register_profile("any machine", deadline=None)  # a busy one is not a mistake
settings.load_profile("any machine")


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    """An app with empty tables, and a visitor."""
    return make_intake(tmp_path)


@pytest.fixture
def desk(intake: Intake) -> Intake:
    """The same, logged in at the desk."""
    intake.log_in()
    return intake
