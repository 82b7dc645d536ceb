"""The base of all forms: text is cleaned of what no database or page can hold, choices are SelectChoice."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice

KEPT_CONTROLS = "\n\t"


class Form(FlaskForm):
    """A form whose text fields come back clean: NFC, no NUL or other controls, one kind of line end."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Adds the cleaning filter to every text field."""

        def bind_field(self, form: FlaskForm, unbound_field: object, options: dict[str, object]) -> Field:
            """Give text fields the filter without each form having to remember it."""
            filters = unbound_field.kwargs.get("filters", [])  # type: ignore[attr-defined]
            unbound_field.kwargs["filters"] = [f for f in filters if f is not clean] + [clean]  # type: ignore[attr-defined]
            return super().bind_field(form, unbound_field, options)


def clean(value: object) -> object:
    """Text as people see it: NFC, stripped, without control characters and lone surrogates. Other values pass."""
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = "".join(c for c in value if c in KEPT_CONTROLS or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", value).strip()


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Value and label pairs as WTForms wants them."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]
