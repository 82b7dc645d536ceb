"""A form of settings, made of their definitions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, Field, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from ...forms import Day, EmailAddress, OneLine
from ...rules.settings import DAY, DEFINITIONS, EMAIL, READ, TEXT, WHOLE, Definition
from .numbers import Between
from .why import WhyForm


def settings_form(group: str) -> type[WhyForm]:
    """The form of a group of settings."""
    return type("SettingsForm", (WhyForm,), {one.name.lower(): _field(one) for one in definitions(group)})


def definitions(group: str) -> list[Definition]:
    """The settings of a group in their order."""
    return [one for one in DEFINITIONS.values() if one.group == group]


def stamp_of(values: Mapping[str, Any]) -> str:
    """These values as a text that a form carries along: whoever saves them has seen what they would do."""
    return " ".join(f"{name}={value}" for name, value in sorted(values.items()))


def values_of_form(form: WhyForm, group: str) -> dict[str, Any]:
    """What was typed, by the names of the settings."""
    return {one.name: _tidy(one, form[one.name.lower()].data) for one in definitions(group)}


def fill(values: Mapping[str, Any], group: str) -> dict[str, Any]:
    """What the fields show."""
    return {one.name.lower(): _shown(one, values[one.name]) for one in definitions(group)}


def _tidy(one: Definition, data: Any) -> Any:
    if one.kind == DAY:
        return data.isoformat() if data else ""
    if one.kind == READ:
        # Kept is which words were read: those of a later release have to be read again.
        return one.most if data else 0
    return int(data) if one.kind in WHOLE else " ".join((data or "").split())


def _shown(one: Definition, value: Any) -> Any:
    if one.kind == DAY:
        return date.fromisoformat(value) if value else None
    return value == one.most if one.kind == READ else value


def _field(one: Definition) -> Field:
    if one.kind in WHOLE:
        span = f"{one.label}: from {one.least} to {one.most}."
        return IntegerField(one.label, [InputRequired(span), Between(one.least, one.most, span)], description=one.hint)
    if one.kind == DAY:
        return Day(one.label, validators=[MayBeEmpty()], description=one.hint)
    if one.kind == READ:
        return BooleanField(one.label, description=one.hint)
    needed = InputRequired(f"{one.label}: this is needed.") if one.least else MayBeEmpty()
    checks = [needed, Length(max=one.most, message=f"{one.label}: at most {one.most} characters.")]
    if one.kind == EMAIL:
        return StringField(one.label, [*checks, OneLine(), EmailAddress()], description=one.hint)
    if one.kind == TEXT:
        return TextAreaField(one.label, checks, description=one.hint, render_kw={"rows": 2})
    return StringField(one.label, [*checks, OneLine()], description=one.hint)
