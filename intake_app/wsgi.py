"""The app for a WSGI server; settings come from the environment."""

from __future__ import annotations

import os

from generator.schema.library import load
from generator.schema.problems import ContentError
from intake_app import create_app
from intake_app.config import ROOT, ConfigError, from_environment
from intake_app.migrations import upgrade
from intake_app.storage.engine import StorageError, open_engine

try:
    config = from_environment(os.environ)
    upgrade(open_engine(config.database_url))
    app = create_app(config, load(ROOT / "content"))
except (ConfigError, StorageError, ContentError) as error:
    raise SystemExit(str(error)) from None
