"""YAML guidance → pages of a static site. Doors: `mkdocs_hook` and `cli`; everything else is pure."""
