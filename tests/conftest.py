"""Fixtures of the intake tests, and what holds for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.intake_support import Intake, make_intake

settings.register_profile("any machine", deadline=None)  # a busy one is not a mistake
settings.load_profile("any machine")

DATABASES = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests that are about what is kept run on both databases alike."""
    if "dbms" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_databases")
        metafunc.parametrize("dbms", DATABASES if both else DATABASES[:1])


@pytest.fixture
def intake(tmp_path: Path, dbms: str) -> Iterator[Intake]:
    """An app with empty tables, and a visitor."""
    intake = make_intake(tmp_path, dbms=dbms)
    yield intake
    intake.engine.dispose()


@pytest.fixture
def desk(intake: Intake) -> Intake:
    """The same, logged in at the desk."""
    intake.log_in()
    return intake
