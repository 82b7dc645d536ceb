"""What somebody had typed into a form of ours, in the words that stood beside its fields."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask import current_app, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from wtforms import BooleanField, Field, FieldList, FormField
from wtforms.csrf.core import CSRFTokenField
from wtforms.fields.choices import SelectFieldBase
from wtforms.widgets import HiddenInput

from .forms import Form, clean
from .login import signed_out

log = logging.getLogger(__name__)

# Shorter values of fields without a label are what buttons send.
LONGEST_OF_BUTTONS = 20
LONGEST_KEPT = 20_000


def rows(path: str, fields: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """Labels and words of everything that was filled in, in the order of the form that `path` shows.

    What no form of that page declares comes last, under its name, where it is long enough to have been typed.
    """
    sent: MultiDict[str, str] = MultiDict((name, value) for name, value in fields)
    declared = list(_fields(_form(path, sent)))
    return _rows(declared, sent, shorts_too=not declared)


def plain(name: str) -> str:
    """A name from the inside of the program as words."""
    said = name.replace("_", " ").replace("-", " ")
    return said[:1].upper() + said[1:]


def typed(most: int) -> list[tuple[str, str]]:
    """What the person had typed and chosen in the first `most` fields of this request, without secrets, to show again.

    For error pages, which must come whatever was sent: where a form cannot be made of it, fields stand by their names.
    """
    if request.method != "POST":
        return []
    try:
        fields = list(request.form.items(multi=True))[:most]
    except HTTPException:
        return []
    sent: MultiDict[str, str] = MultiDict(
        (str(clean(name)), str(clean(value[:LONGEST_KEPT])))
        for name, value in fields
        if name != signed_out.FIELD and not signed_out.is_secret(name)
    )
    try:
        return _rows(list(_fields(_filled_in(sent) or _form(request.path, sent))), sent)
    except Exception as error:
        log.info("no labels for what was sent: %s", type(error).__name__)
        return _rows([], sent)


def _rows(declared: Sequence[Field], sent: MultiDict[str, str], *, shorts_too: bool = False) -> list[tuple[str, str]]:
    known = {field.name for field in declared}
    labelled = [(field.label.text, _words(field, sent.getlist(field.name))) for field in declared if not _unseen(field)]
    others = [
        (plain(name), value.strip())
        for name, value in sent.items(multi=True)
        if name not in known and (shorts_too or len(value) > LONGEST_OF_BUTTONS or " " in value)
    ]
    return [row for row in (*labelled, *others) if row[1]]


def _filled_in(sent: MultiDict[str, str]) -> Iterable[Field]:
    """The form that the view of this request made of most of what was sent, with all it offered; empty without one."""
    names = set(sent)
    filled: Sequence[Form] = g.get("filled_in", ())
    best = max(filled, key=lambda one: len(names & {field.name for field in _fields(one)}), default=None)
    return best if best is not None and names & {field.name for field in _fields(best)} else ()


def _form(path: str, sent: MultiDict[str, str]) -> Iterable[Field]:
    """The form of the view at this path that shares most fields with what was sent, filled in; empty if none does."""
    try:
        endpoint, values = current_app.url_map.bind("").match(path.partition("?")[0], method="POST")
    except HTTPException:
        return ()
    module = sys.modules[current_app.view_functions[endpoint].__module__]
    forms = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Form)]
    names = {name.partition("-")[0] for name in sent}
    best = max(forms, key=lambda one: len(names & _declared(one)), default=None)
    return best.as_sent(sent, values) if best is not None and names & _declared(best) else ()


def _declared(form: type[Form]) -> set[str]:
    return {name for name in dir(form) if hasattr(getattr(form, name), "_formfield")}


def _fields(form: Iterable[Field]) -> Iterator[Field]:
    """The fields of a form and of the rows inside it."""
    for field in form:
        if isinstance(field, FieldList | FormField):
            yield from _fields(field)
        else:
            yield field


def _unseen(field: Field) -> bool:
    return isinstance(field, CSRFTokenField) or isinstance(field.widget, HiddenInput)


def _words(field: Field, values: Sequence[str]) -> str:
    if isinstance(field, BooleanField):
        return "Yes" if any(values) else ""
    if not isinstance(field, SelectFieldBase):
        return ", ".join(value.strip() for value in values if value.strip())
    # Some choices are known to the view alone, such as the reasons of a decision: their names are words of ours. The
    # number of a row says nothing to anybody.
    labels: Mapping[str, Any] = {str(one.value): one.label for one in field.choices or ()}
    said = [value for value in values if value.strip() and (value in labels or not value.isdecimal())]
    return ", ".join(str(labels.get(value) or plain(value)).strip() for value in said)
