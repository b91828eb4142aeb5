"""Fixtures of the intake tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake_support import Intake, make_intake


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    """An app with empty tables, and a visitor."""
    return make_intake(tmp_path)


@pytest.fixture
def desk(intake: Intake) -> Intake:
    """The same, logged in at the desk."""
    intake.log_in()
    return intake
