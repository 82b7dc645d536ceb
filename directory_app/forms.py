"""The base of all forms: text is cleaned of what no database or page can hold, choices are SelectChoice.

Forms that anybody may send hold a trap for programs, and their lines refuse what could become a header of a letter.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import current_app, g
from flask_wtf import FlaskForm
from itsdangerous import BadData, URLSafeTimedSerializer
from jinja2.utils import urlize
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import DateField, FileField, HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import ValidationError

from .keys import timed_sealer
from .models import Reason

KEPT_CONTROLS = "\n"
# What word processors put between words or lines, as plain characters.
PLAIN = {
    **dict.fromkeys(map(chr, (0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)), " "),
    # Quotation marks and dashes of Windows where they came as control characters.
    "\x85": "…", "\x91": "‘", "\x92": "’", "\x93": "“", "\x94": "”", "\x95": "•", "\x96": "–", "\x97": "—",
}  # fmt: skip
# Seen by nobody: soft hyphens, marks of width zero, and those that turn the direction of what follows. The two joiners
# stay, since emoji and several scripts need them.
_UNSEEN = (0xAD, 0x34F, 0x180E, 0x200B, *range(0x2060, 0x2065), 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
UNSEEN = frozenset(map(chr, _UNSEEN))
# Bullets at the start of a line, also those that only a symbol font shows as such.
BULLET = re.compile(r"^[ ]*(?:[•◦▪▫■□●○‣⁃∙·\uf0b7\uf0a7\uf0d8]|o(?=\t))[ \t]*(?=\S)", re.MULTILINE)
# Ends of lines of all kinds: word processors break a line with U+000B, web pages with U+2028.
BREAKS = re.compile("\r\n|[\r\v\f\u2028\u2029]")
LINE_ENDS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|%0[ad]", re.IGNORECASE)
HEADER = re.compile(r"\b(b?cc|to|from|subject|reply-to|content-[a-z-]+|mime-version)\s*:", re.IGNORECASE)
DAY_FORMATS = ["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y"]
# Letters that speak of a note ("the note below says which part") must not go out without one.
SPEAKS_OF_NOTE = re.compile(r"\bnote\b", re.IGNORECASE)
NOTE_MISSING = "The letter of this reason speaks of a note. Write the note."
# Nobody reads a form, fills it in and sends it in less.
LEAST_SECONDS = 3
LONGEST_TOKEN = 300

# The largest number that a column holds; one beyond is nobody's.
LARGEST_NUMBER = 2**31 - 1


class Form(FlaskForm):
    """A form that reads clean text: NFC, no NUL or other controls, one kind of line end."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Cleans what came before any field sees it, so that fields which show raw input again are safe too."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> MultiDict[str, Any] | None:
            """The values of the request, cleaned; files as they came."""
            came = super().wrap_formdata(form, formdata)
            if came is None:
                return None
            # `uninvited` notes who sends what no form of the request declares.
            g.declared = g.get("declared", frozenset()) | set(form._fields)
            # `sent` shows what was chosen in the words that the view offered, should the request fail.
            g.filled_in = [*g.get("filled_in", ()), form]
            return MultiDict((name, clean(value)) for name, value in came.items(multi=True) if _fits(form, name, value))

    @classmethod
    def as_sent(cls, sent: MultiDict[str, str], values: Mapping[str, Any]) -> Any:
        """The form holding what was `sent` to an address with these `values`, to be read and not to be saved."""
        return cls(sent)


def _fits(form: FlaskForm, name: str, value: object) -> bool:
    """Whether a field takes what came: a file sent in the place of words says none."""
    return not isinstance(value, FileStorage) or isinstance(form._fields.get(name), FileField)


class Day(DateField):
    """A day as calendars and people write it."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{"format": DAY_FORMATS, **kwargs})

    def process_formdata(self, valuelist: list[str]) -> None:
        """Say in words what a day looks like."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError("Write the day such as 2027-01-31 or 31 January 2027.") from None


def clean(value: object) -> object:
    """Text as people see it: NFC, stripped, without control characters, lone surrogates and what nobody sees.

    What comes from a word processor becomes plain text: one kind of space, a hyphen for a bullet. Other values pass.
    """
    if not isinstance(value, str):
        return value
    if value.isascii() and value.isprintable():
        # Most of what people write; the rest of this is for everything else.
        return value.strip()
    value = BULLET.sub("- ", BREAKS.sub("\n", value).replace("\xa0", " "))
    value = "".join(PLAIN.get(c, c) for c in value if c not in UNSEEN)
    value = "".join(c for c in value if c in KEPT_CONTROLS or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", value).strip()


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Value and label pairs as WTForms wants them."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def offer_reasons(field: SelectField, reasons: Iterable[Reason]) -> frozenset[str]:
    """Fill in a list of reasons; return those whose letters speak of a note."""
    offered = list(reasons)
    field.choices = choices([("", "No reason chosen"), *((one.slug, one.label) for one in offered)])
    return frozenset(one.slug for one in offered if SPEAKS_OF_NOTE.search(one.letter))


class VisitorForm(Form):
    """A form that anybody may send, with a trap for programs: a field that people do not see, and the time it takes.

    Whatever springs the trap, what was typed stays in the form: a person only has to press the button again.
    """

    homepage = StringField("Leave this empty", render_kw={"tabindex": "-1", "autocomplete": "off"})
    opened_token = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opened = _unsealed(self.opened_token.data or "")
        # A form from the future tells of a clock that was set back, not of a program.
        self.is_trapped = opened is None or 0 <= opened[1] < LEAST_SECONDS or bool(self.homepage.data)
        self.key = opened[0] if opened else secrets.token_hex(16)
        self.homepage.data = ""
        if opened is None:
            self._seal()

    def begin_anew(self) -> None:
        """Make it another form with the same words: the one that came was sent already."""
        self.key = secrets.token_hex(16)
        self._seal()

    def _seal(self) -> None:
        self.opened_token.data = _sealer().dumps(self.key)


class OneLine:
    """A validator: one line of text, without what could become a header of a letter."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse line ends, also coded ones, and names of headers."""
        typed = field.data or ""
        if LINE_ENDS.search(typed):
            raise ValidationError("Write this on one line.")
        if HEADER.search(typed):
            raise ValidationError("Leave out words such as “cc:” or “subject:”; letters use them for something else.")


class NoAddress:
    """A validator: a name that letters say in a sentence of ours holds nothing that they would make a link of."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse what letters make links of."""
        if "<a " in urlize(field.data or ""):
            raise ValidationError("Write a name without a web or e-mail address.")


class EmailAddress:
    """A validator: an address that could receive a letter, which then stands in the field in its usual spelling."""

    def __call__(self, form: Any, field: Any) -> None:
        """Nothing typed passes: whether an address is needed is another question."""
        if not field.data:
            return
        try:
            field.data = str(validate_email(field.data, check_deliverability=False).normalized)
        except EmailNotValidError:
            raise ValidationError("Write an e-mail address such as name@example.org.") from None


def _sealer() -> URLSafeTimedSerializer:
    return timed_sealer(current_app.config, "a form that anybody may send")


def _unsealed(token: str) -> tuple[str, float] | None:
    """The key in a token and how many seconds ago it was sealed; None for a token that is not ours."""
    try:
        key, sealed_at = _sealer().loads(token[:LONGEST_TOKEN], return_timestamp=True)
    except BadData:
        return None
    return str(key), (datetime.now(UTC) - sealed_at).total_seconds()
