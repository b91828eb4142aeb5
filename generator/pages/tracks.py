"""Who takes which modules: a track is a list of module ids in the order of the modules."""

from __future__ import annotations

from generator.schema.library import Library


def of_audience(library: Library, audience: str) -> list[str]:
    """The modules that are meant for an audience."""
    return [id_ for id_, module in library.training.items() if audience in module.audience]


def of_every_post(library: Library) -> list[str]:
    """The modules that every volunteer takes, whatever the post."""
    posts = [set(role.training) for role in library.roles.values()]
    return [id_ for id_ in library.training if posts and all(id_ in post for post in posts)]


def of_rapid(library: Library) -> list[str]:
    """The modules that the 60-minute rapid track takes a part of."""
    return [id_ for id_, module in library.training.items() if module.rapid]
