"""Library → pages of Markdown. Pure: no disk but the package's own templates, no clock, no MkDocs."""
