"""The commands, one file a family; each adds its own part to the parser."""
