"""YAML guidance → pages of a static site. Doors: `mkdocs_hook` and `cli`; everything else is pure."""

import os

# pypinyin reads 47,000 phrases at import, a fifth of a second; characters one by one are enough here.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
