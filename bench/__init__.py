"""Measurements: how long the build takes and how much memory it needs, beside other tools."""
