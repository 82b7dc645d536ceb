"""Filters and globals of templates: how names, distances, dates and money are written."""

from __future__ import annotations

import re
import zlib
from collections.abc import MutableMapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask
from flask.templating import Environment
from markupsafe import Markup, escape

from . import versions, warning_signs
from .choices import ACTORS, DEEDS, FLAGS, LEVELS, LEVELS_PLAIN, STATES, flag_place, opening_lines
from .confirming import FACTS
from .customs import SYMBOLS
from .jurisdictions import RULES, rule_words, source_of
from .models import now
from .places.distance import KM_PER_MILE
from .scorekeeping import QUESTIONS, in_plain_words

HUES = 8
ADDRESS_PARTS = re.compile(r"(?=[@.])")


class Templates(Environment):
    """The environment of all templates. Their globals are one dictionary, not one chained before it for each of them:
    looking for what a page adds to them, at every import of a macro, took a twelfth of a page of results.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals themselves for a template without any of its own."""
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Register every filter below."""
    for function in (
        initials, hue_index, distance_words, day_words, long_date, short_date, money, level_name, whole, paragraphs,
        state_words, opening_lines, level_plain, flag_words, flag_place, month_words, question_title, clock,
        part_words, month_of, capitalised, grouped, licence_words, breakable, deed_words, actor_words,
        in_plain_words,
    ):  # fmt: skip
        app.add_template_filter(function)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["client_facts"] = FACTS
    app.jinja_env.globals["rule_names"] = RULES
    app.jinja_env.globals["warning_signs"] = warning_signs
    app.add_template_global(rule_words)
    app.add_template_global(source_of, "rule_source")
    app.add_template_global(app.config["ENVIRONMENT"] != "production", "in_development")


def initials(name: str) -> str:
    """First letters of the first and the last word: "Ana María Ruiz" is AR."""
    words = [word for word in name.split() if word[0].isalpha()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [words[0][0]] if words else ["·"]
    return "".join(letters).upper()


def hue_index(name: str) -> int:
    """A number from 0 to 7 that stays with a name."""
    return zlib.crc32(name.encode()) % HUES


def distance_words(km: float, unit: str = "mi", *, about: bool = False) -> str:
    """Distance in `unit` (mi or km), one decimal below ten.

    With `about`, in whole ones: between middles of towns and postal codes no decimal is known.
    """
    value = km / KM_PER_MILE if unit == "mi" else km
    if about:
        return f"under 1 {unit}" if value < 1 else f"about {value:,.0f} {unit}"
    if value < 0.1:
        return f"under 0.1 {unit}"
    return f"{value:.1f} {unit}" if value < 9.95 else f"{value:,.0f} {unit}"


def day_words(when: datetime | date | None) -> str:
    """How long ago a day was, in words people use."""
    if when is None:
        return "at an unknown time"
    day = when.date() if isinstance(when, datetime) else when
    days = (now().date() - day).days
    if days < 0:
        return f"on {long_date(day)}"
    if days < 2:
        return ("today", "yesterday")[days]
    if days < 60:
        return f"{days} days ago"
    return f"{round(days / 30.44)} months ago" if days < 730 else f"{round(days / 365.25)} years ago"


def long_date(when: datetime | date | None) -> str:
    """A date with the month in letters: 3 March 2026."""
    return "" if when is None else f"{when.day} {when:%B %Y}"


def licence_words(until: datetime | date | None, checked: bool = True) -> str:
    """What we know of a licence and the day on which that ends, in the words of every page that shows one."""
    known, valid = (
        ("Checked by a moderator", ", until") if checked else ("As stated, not checked by us", "; valid until")
    )
    return f"{known}{valid} {long_date(until)}" if until else known


def short_date(when: datetime | date) -> str:
    """A day of this year or the last in little room: 3 Mar."""
    return f"{when.day} {when:%b}"


def money(amount: Decimal | float | None, currency: str | None) -> str:
    """An amount with its sign, without cents where there are none."""
    if amount is None:
        return ""
    sign = SYMBOLS.get(currency or "", f"{currency} ")
    value = Decimal(str(amount))
    return f"{sign}{value:,.0f}" if value == value.to_integral_value() else f"{sign}{value:,.2f}"


def grouped(number: int) -> str:
    """A number with its thousands set apart: 12,345."""
    return f"{number:,}"


def level_name(level: str) -> str:
    """The name of an evidence level."""
    return LEVELS.get(level, level)


def level_plain(level: str) -> str:
    """What an evidence level means for somebody who looks for a therapist."""
    return LEVELS_PLAIN.get(level, "")


def flag_words(kind: str) -> str:
    """What an integrity flag noticed, in plain words."""
    return FLAGS.get(str(kind), str(kind))


def question_title(question_id: str) -> str:
    """The short name of a question."""
    return next((one.title for one in QUESTIONS if one.id == question_id), question_id)


def part_words(key: str) -> str:
    """A part of a version in words."""
    return versions.part_of(key).label


def clock(when: datetime) -> str:
    """A time of day for whoever works now: 14:05 UTC, with the day where that was not today."""
    time = f"{when:%H:%M} UTC"
    return time if when.date() == now().date() else f"{short_date(when)}, {time}"


def month_words(when: date) -> str:
    """A month without its day: March 2026."""
    return f"{when:%B %Y}"


def month_of(written: str) -> str:
    """A month as rules are dated, 2026-11, in words; as it is where it is written otherwise."""
    year, _, month = written.partition("-")
    known = year.isdigit() and month[:2].isdigit() and 1 <= int(month[:2]) <= 12
    return f"{date(int(year), int(month[:2]), 1):%B %Y}" if known else written


def capitalised(text: str) -> str:
    """The same words with a capital letter at the beginning, nothing else changed."""
    return text[:1].upper() + text[1:]


def state_words(state: str) -> str:
    """The state of a listing or revision in plain words."""
    return STATES.get(str(state), str(state))


def deed_words(action: str) -> str:
    """An action of the audit in words; one of another release as well as it can be read."""
    return DEEDS.get(action) or action.replace("_", " ").capitalize()


def actor_words(name: str) -> str:
    """Who acted, as it stands behind "by"."""
    return ACTORS.get(name, name)


def whole(value: Any) -> str:
    """A figure without decimals: a score is never shown finer."""
    return f"{float(value):.0f}"


def paragraphs(text: str) -> Markup:
    """Typed text as paragraphs, everything in it escaped."""
    blocks = [block for block in text.replace("\r", "").split("\n\n") if block.strip()]
    return Markup("").join(
        Markup('<p dir="auto">{}</p>').format(Markup("<br>").join(escape(line) for line in block.split("\n")))
        for block in blocks
    )


def breakable(address: str) -> Markup:
    """An e-mail address that a narrow screen breaks before its @ and its dots; everything in it escaped."""
    return Markup("<wbr>").join(escape(part) for part in ADDRESS_PARTS.split(address) if part)
