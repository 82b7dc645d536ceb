"""Forms of imports and exports: the file and its consent, which column is which, what becomes of known people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from ..forms import Form, choices
from ..models import SOURCE_LENGTH, Twins
from . import cells
from .columns import BY_NAME, NEEDED, match, offered
from .reader import NOTE_LENGTH
from .runs import Wishes
from .sheets import ENCODINGS, SEPARATORS

TWINS = {
    Twins.SKIP.value: "Leave them out",
    Twins.NEW.value: "Take them in as listings of their own",
}
DONE_BY = {"": "Find out", **ENCODINGS}
KINDS = {
    "csv": "What visitors see, as a table for a spreadsheet (CSV)",
    "jsonl": "Everything about every listing, for another directory of this kind (JSON lines)",
    "zip": "Both in one ZIP file",
}


class UploadForm(Form):
    """A file, where it comes from, and the consent of those whose line says nothing about it."""

    file = FileField(
        "File", validators=[FileRequired("Choose a file.")], render_kw={"accept": ".csv,.tsv,.txt,.json,.jsonl"}
    )
    source = StringField(
        "Where the facts come from",
        description="Visitors read it: “from …”. For lines that say nothing about it themselves.",
        validators=[Length(max=SOURCE_LENGTH, message=f"Shorten this to {SOURCE_LENGTH} characters.")],
    )
    consent_note = TextAreaField(
        "How these people agreed to be listed",
        description="For lines that say nothing about it themselves. Without consent nobody is listed.",
        validators=[Length(max=NOTE_LENGTH, message=f"Shorten this to {NOTE_LENGTH:,} characters.")],
        render_kw={"rows": "3"},
    )
    consented_on = StringField(
        "Day of that consent", description="For example 2026-03-31.", render_kw={"autocomplete": "off"}
    )
    encoding = SelectField("How the file writes its letters", choices=choices(DONE_BY.items()), default="")
    trusted = BooleanField(
        "This is an export of this product, and I trust where it comes from",
        description="Its listings then become public at once, as a moderator approved them there. Otherwise each waits "
        "for a moderator.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most, days = (current_app.config[f"IMPORT_{name}"] for name in ("MEGABYTES", "KEPT_DAYS"))
        self.file.description = f"CSV, JSON or JSON lines, {most} MB at most. It is deleted after {days} days."

    def validate_consented_on(self, field: StringField) -> None:
        """A day that can be read in one way."""
        try:
            self.day = cells.day(field.data or "", "The day")
        except ValueError as unreadable:
            raise ValidationError(str(unreadable)) from None

    def wishes(self) -> Wishes:
        """What was typed."""
        return Wishes(
            trusted=bool(self.trusted.data),
            source=self.source.data or "",
            consent_note=self.consent_note.data or "",
            consented_on=self.day,
        )


class MappingForm(Form):
    """Which column of the file is which of ours. Made for one file by `of`."""

    encoding = SelectField("How the file writes its letters", choices=choices(ENCODINGS.items()))
    separator = SelectField("What stands between its cells")

    @classmethod
    def of(cls, columns: Sequence[str], mapping: Mapping[str, str], encoding: str, separator: str) -> Any:
        """The form for these columns, filled in with what is known about them."""
        understood = match(columns, mapping).columns
        said = choices([("", "Leave this column out"), *((name, name.replace("_", " ")) for name in offered())])
        fields = {
            f"column_{place}": SelectField(name, choices=said, validate_choice=True)
            for place, name in enumerate(columns)
        }
        data = {f"column_{place}": mapping.get(name, understood.get(name, "")) for place, name in enumerate(columns)}
        made = type(cls.__name__, (cls,), fields)(data={**data, "encoding": encoding, "separator": separator})
        # A first line of the file may name one that is not offered; it stays chosen, and nothing else is taken.
        made.separator.choices = choices({**SEPARATORS, separator: SEPARATORS.get(separator, separator)}.items())
        made.names = list(columns)
        return made

    def column_fields(self) -> list[SelectField]:
        """The choice for each column of the file."""
        return [self[f"column_{place}"] for place in range(len(self.names))]

    def mapping(self) -> dict[str, str]:
        """What was chosen, by the names of the file."""
        return {name: str(field.data or "") for name, field in zip(self.names, self.column_fields(), strict=True)}

    def validate(self, extra_validators: Any = None) -> bool:
        """Each column of ours once."""
        alone: bool = super().validate(extra_validators)
        seen: set[str] = set()
        for field in self.column_fields():
            if field.data and field.data in seen:
                field.errors = [f"Two columns of the file cannot both be {field.data.replace('_', ' ')}."]
                alone = False
            seen.add(field.data or "")
        return alone

    @property
    def missing(self) -> list[str]:
        """Columns without which lines are refused, unless what they say was typed for all lines."""
        chosen = {field.data for field in self.column_fields()}
        return [BY_NAME[name].label for name in NEEDED if name not in chosen]


class StartForm(Form):
    """What becomes of lines that look like somebody who is listed already."""

    twins = RadioField(
        "Lines that look like somebody who is listed already", choices=choices(TWINS.items()), default=Twins.SKIP.value
    )


class ChoiceForm(Form):
    """What becomes of one such line."""

    choice = SelectField("This line", choices=choices([("", "As for all"), *TWINS.items()]))


class ExportForm(Form):
    """Which file."""

    kind = RadioField("What the file holds", choices=choices(KINDS.items()), default="csv")


class ButtonForm(Form):
    """A button alone."""
