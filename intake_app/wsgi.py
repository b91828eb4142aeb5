"""The app for a WSGI server; settings come from the environment."""

from __future__ import annotations

import os

from generator.schema.library import load
from generator.schema.problems import ContentError
from intake_app import create_app
from intake_app.config import ROOT, ConfigError, from_environment
from intake_app.migrations import upgrade
from intake_app.moments import clock
from intake_app.retention import tidy
from intake_app.storage.casebook import Casebook
from intake_app.storage.engine import StorageError, open_engine

try:
    config, library = from_environment(os.environ), load(ROOT / "content")
    engine = open_engine(config.database_url)
    upgrade(engine)
    tidy(Casebook(engine), library, clock())
    app = create_app(config, library)
except (ConfigError, StorageError, ContentError) as error:
    raise SystemExit(str(error)) from None
