"""The base of all forms: text is cleaned of what no database or page can hold, choices are SelectChoice."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice

KEPT_CONTROLS = "\n\t"


class Form(FlaskForm):
    """A form that reads clean text: NFC, no NUL or other controls, one kind of line end."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Cleans what came before any field sees it, so that fields which show raw input again are safe too."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> MultiDict[str, str] | None:
            """The values of the request, cleaned."""
            came = super().wrap_formdata(form, formdata)
            if came is None:
                return None
            return MultiDict((name, str(clean(value))) for name, value in came.items(multi=True))


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
