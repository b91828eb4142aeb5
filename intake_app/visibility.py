"""Which questions and call-outs show: a form → style rules and words. Pure.

The rules need no script: `:has()` looks at what is chosen. Where a browser lacks it everything
shows, each conditional question with the words that say when to answer it.
"""

from __future__ import annotations

from generator.schema.field import When
from generator.schema.form import Callout, Form


def stylesheet(form: Form) -> str:
    """Hide what is not called for, at once and without a script."""
    shown = {f"q-{field.id}": field.when for field in form.fields if field.when}
    shown |= {f"callout-{callout.id}": callout.when for callout in form.callouts}
    rules = [
        f"#{id_} {{ display: none; }}\nform{_chosen(when)} #{id_} {{ display: block; }}"
        for id_, when in shown.items()
    ]
    return "@supports selector(:has(a)) {\n" + "\n".join(rules) + "\n}\n"


def _chosen(when: When) -> str:
    """A selector part for: of every question named, one of the options is chosen."""
    return "".join(
        ":has(" + ", ".join(f'[name="{name}"][value="{value}"]:checked' for value in values) + ")"
        for name, values in when.items()
    )


def when_words(form: Form, when: When) -> str:
    """The condition in words, for browsers that always show the question."""
    labels = {
        (field.id, option.id): option.label
        for field in form.fields
        if field.type in ("radio", "multi")
        for option in field.options
    }
    choices = (
        "或".join(f"“{labels.get((name, value), '同意')}”" for value in values)
        for name, values in when.items()
    )
    return f"选了{'，并且选了'.join(choices)}才填。"


def callouts_after(form: Form) -> dict[str, list[Callout]]:
    """Question → the call-outs that stand under it."""
    first = [(next(iter(callout.when)), callout) for callout in form.callouts]
    return {field.id: [c for name, c in first if name == field.id] for field in form.fields}
