"""A form for an entry of a list, made of the columns of its table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from ...forms import OneLine, choices
from .. import vocabularies
from ..vocabularies import Part, Vocabulary
from .numbers import Between
from .why import WhyForm

KEY = "entry_key"
MOST_LINES = 200
SOURCE = ("citation", "as_of", "note")
LONGEST_SOURCE = 600
# Columns by what forms call them.
COLUMNS = {label.casefold(): column for column, label in vocabularies.LABELS.items()}


class Pattern:
    """A validator: the whole text is of one form, or empty."""

    def __init__(self, pattern: re.Pattern[str], message: str) -> None:
        self.pattern, self.message = pattern, message

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse everything else."""
        if field.data and not self.pattern.fullmatch(field.data):
            raise ValidationError(self.message)


def entry_form(which: Vocabulary, parts: Sequence[Part], *, is_new: bool) -> type[WhyForm]:
    """The form of an entry of a list; a new one also asks for its key."""
    fields: dict[str, Any] = {}
    if is_new:
        fields[KEY] = StringField(
            "Code" if which.key == "code" else "Short name",
            [
                InputRequired("Give it a code." if which.key == "code" else "Give it a short name."),
                Length(max=40, message="Keep it under 40 characters."),
                Pattern(which.key_pattern, f"That is not of the right form. {which.key_hint}"),
            ],
            description=which.key_hint,
        )
    fields |= {f"part_{part.name}": _field(part) for part in parts}
    return type("EntryForm", (WhyForm,), fields)


def fill(form: WhyForm, parts: Sequence[Part], values: dict[str, Any]) -> WhyForm:
    """Show what an entry holds."""
    for part in parts:
        value = values.get(part.name)
        form[f"part_{part.name}"].data = _shown(part, value)
    return form


def values_of_form(form: WhyForm, parts: Sequence[Part], nullable: set[str]) -> dict[str, Any]:
    """What was typed, as the columns hold it."""
    return {part.name: _value(part, form[f"part_{part.name}"].data, part.name in nullable) for part in parts}


def _shown(part: Part, value: Any) -> Any:
    if part.kind == vocabularies.LINES:
        return "\n".join(map(str, value or []))
    if part.kind == vocabularies.SOURCES:
        rows = (value or {}).items()
        return "\n".join(_source_line(rule, one) for rule, one in rows)
    return value


def _value(part: Part, data: Any, nullable: bool) -> Any:
    if part.kind == vocabularies.LINES:
        return [line.strip() for line in (data or "").split("\n") if line.strip()]
    if part.kind == vocabularies.SOURCES:
        return _sources(data or "")
    if part.kind in {vocabularies.LINE, vocabularies.TEXT}:
        return data or (None if nullable else "")
    if part.kind == vocabularies.TICKS:
        return list(data or [])
    return data


def _source_line(rule: str, source: dict[str, str]) -> str:
    named = [vocabularies.LABELS.get(rule, rule), *(source.get(name) or "" for name in SOURCE)]
    return " | ".join(named).rstrip(" |")


def _sources(typed: str) -> dict[str, dict[str, str | None]]:
    """The source of each rule by its column, as the table holds it: what is not known is None, a note may be missing.

    Raises ValueError for a line without a rule, or with nothing behind it.
    """
    found = {}
    for line in filter(str.strip, typed.split("\n")):
        rule, citation, *more = [one.strip() for one in line.split("|", 3)]
        month, note = [*more, "", ""][:2]
        if not rule or not (citation or note):
            raise ValueError(line)
        source = {"citation": citation or None, "as_of": month or None}
        found[COLUMNS.get(rule.casefold(), rule)] = {**source, "note": note} if note else source
    return found


def _field(part: Part) -> Field:
    needed = [InputRequired(f"{part.label}: this is needed.")] if part.needed else [MayBeEmpty()]
    hint = part.hint
    if part.kind == vocabularies.TICK:
        return BooleanField(part.label, description=hint)
    if part.kind == vocabularies.NUMBER:
        return IntegerField(
            part.label,
            [
                InputRequired(f"{part.label}: write a whole number."),
                Between(0, 9999, f"{part.label}: from 0 to 9,999."),
            ],
            description=hint,
        )
    if part.kind == vocabularies.CHOICE:
        return SelectField(part.label, choices=choices(part.choices), validators=needed, description=hint)
    if part.kind == vocabularies.TICKS:
        return SelectMultipleField(
            part.label,
            choices=choices(part.choices),
            validators=[InputRequired(f"{part.label}: tick one at least.")],
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
            description=hint,
        )
    if part.kind == vocabularies.SOURCES:
        return TextAreaField(part.label, [Sources(), MayBeEmpty()], description=hint, render_kw={"rows": 6})
    if part.kind == vocabularies.LINES:
        return TextAreaField(part.label, [Lines(), MayBeEmpty()], description=hint, render_kw={"rows": 4})
    short = [*needed, Length(max=part.longest, message=f"{part.label}: at most {part.longest} characters.")]
    if part.kind == vocabularies.TEXT:
        return TextAreaField(part.label, short, description=hint, render_kw={"rows": 4})
    if part.pattern is not None:
        short.append(Pattern(part.pattern, f"{part.label}: write it {hint[:1].lower()}{hint[1:]}"))
    return StringField(part.label, [*short, OneLine()], description=hint)


class Sources:
    """A validator: each line names a field of the form, a citation or a note, and a month that can be one."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse what cannot be taken apart."""
        try:
            found = _sources(field.data or "")
        except ValueError:
            raise ValidationError("Write each line as: what it is called above | citation | month | note.") from None
        unknown = [rule for rule in found if f"part_{rule}" not in form]
        if unknown:
            raise ValidationError(f"Nothing above is called “{unknown[0][:60]}”.")
        months = [one["as_of"] for one in found.values()]
        wrong = [one for one in months if one and not vocabularies.MONTH.fullmatch(one)]
        if wrong:
            raise ValidationError(f"Write “{wrong[0][:40]}” as a month such as 2026-11, or leave it out.")
        if any(len(line) > LONGEST_SOURCE for line in (field.data or "").split("\n")):
            raise ValidationError("At most 600 characters a line.")


class Lines:
    """A validator: not too many lines, none of them long."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse what no page could show."""
        lines = (field.data or "").split("\n")
        if len(lines) > MOST_LINES or any(len(line) > 80 for line in lines):
            raise ValidationError("At most 200 lines, of 80 characters each.")
