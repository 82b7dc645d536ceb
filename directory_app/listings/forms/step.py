"""What the forms of all steps share: what they held when they were opened, and fields as people write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import Any

from wtforms import Field, FieldList, HiddenField, RadioField, StringField
from wtforms.validators import Length, ValidationError

from ...drafts import fingerprint
from ...forms import Form, choices
from ...models import NAME_LENGTH

YES_NO = {"yes": "Yes", "no": "No", "": "I leave this open"}
TRUTH: dict[str, bool | None] = {"": None, "yes": True, "no": False}
WORDS: dict[bool | None, str] = {value: key for key, value in TRUTH.items()}
NOT_SHOWN = frozenset({"HiddenField", "CSRFTokenField"})


class Step(Form):
    """A step that remembers what it held when it was opened, so that a second tab is noticed."""

    opened = HiddenField()

    @classmethod
    def showing(cls, facts: Any) -> Any:
        """The form filled in with what is stored; on POST with what was typed."""
        return cls(data={**cls.filled(facts), "opened": fingerprint(facts)})

    @classmethod
    def showing_with(cls, facts: Any, values: Mapping[str, Any]) -> Any:
        """The form filled in with `values`, opened while `facts` were stored."""
        return cls(data={**values, "opened": fingerprint(facts)})

    @classmethod
    def filled(cls, facts: Any) -> Mapping[str, Any]:
        """The values of the fields for what is stored."""
        return vars(facts)

    def understood(self) -> list[str]:
        """What was read into words that could be meant otherwise, to be shown back; empty where nothing was guessed."""
        return []

    def saved_meanwhile(self, facts: Any) -> list[tuple[str, str]]:
        """What is stored by now in the fields where something else was typed, as labels and words.

        From now on the form counts as opened after that was stored: saving it again keeps what was typed.
        """
        stored = type(self)(formdata=None, data=self.filled(facts))
        self.opened.data = fingerprint(facts)
        return [row for field, other in zip(self, stored, strict=True) for row in _rows(field, other)]

    def optional(self, field: Field) -> str:
        """The text of a field, empty rather than None."""
        return str(field.data or "")


class Written(StringField):
    """A line that people write in many ways: read by `reader`, and shown back as it was understood.

    Where several lines are alike, `named` puts the label before a message.
    """

    def __init__(
        self, label: str, reader: Callable[[str], Any], length: int = 80, *, named: bool = False, **kwargs: Any
    ) -> None:
        self.reader = reader
        self.length = length
        self.named = _plain(label)
        self.prefix = f"{self.named}: " if named else ""
        super().__init__(label, **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Turn what cannot be read into a message; what is too long is not even tried."""
        typed = self.data or ""
        if len(typed) > self.length:
            raise ValidationError(f"{self.named}: Shorten this to {self.length} characters; it has {len(typed)}.")
        try:
            self.understood = self.reader(typed)
        except ValueError as unreadable:
            raise ValidationError(f"{self.prefix}{unreadable}") from None


def limit(length: int, label: str = "") -> Length:
    """At most so many characters; `label` names the field where the message stands among others."""
    named = f"{_plain(label)}: " if label else ""
    return Length(max=length, message=f"{named}Shorten this to {length:,} characters; it has %(length)d.")


def short(label: str, length: int = NAME_LENGTH, description: str = "", **attributes: str) -> StringField:
    """A line of text of limited length; `attributes` go into its HTML."""
    return StringField(label, description=description, validators=[limit(length, label)], render_kw=attributes)


def _plain(label: str) -> str:
    return label.removesuffix(" (optional)")


def yes_no(label: str) -> RadioField:
    """A plain fact that may be left open."""
    return RadioField(label, choices=choices(YES_NO.items()), default="")


def _rows(typed: Field, stored: Field) -> list[tuple[str, str]]:
    """Labels and stored words of a field that differs, or of those inside it; rows that only one side has count too."""
    if isinstance(typed, FieldList):
        pairs = zip_longest(typed.entries, stored.entries)
        return [row for mine, theirs in pairs for row in _parts(mine, theirs, typed.entries[0])]
    if typed.type in NOT_SHOWN or not _differs(typed, stored):
        return []
    return [(typed.label.text, _words(typed, stored.data))]


def _parts(typed: Any, stored: Any, any_row: Any) -> list[tuple[str, str]]:
    """The fields of one row that differ. A row that one side lacks is empty there."""
    labels = [part for part in any_row.form if part.type not in NOT_SHOWN]
    mine, theirs = (
        {part.short_name: part.data for part in row.form} if row is not None else {} for row in (typed, stored)
    )
    return [
        (part.label.text, str(theirs.get(part.short_name) or ""))
        for part in labels
        if (mine.get(part.short_name) or "") != (theirs.get(part.short_name) or "")
    ]


def _differs(typed: Field, stored: Field) -> bool:
    """A list to choose from always sends something, even where nothing was stored."""
    left_open = typed.type == "SelectField" and stored.data is None
    return not left_open and (typed.data or "") != (stored.data or "")


def _words(field: Field, value: Any) -> str:
    if getattr(field, "choices", None):
        labels = {choice.value: choice.label for choice in field.choices}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(labels.get(one or "", one)) for one in chosen)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value or "")
