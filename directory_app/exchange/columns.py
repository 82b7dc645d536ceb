"""The columns a table may have: what each holds, two examples, and the names under which files of others call it.

A column of `SEVERAL` may come again with a number behind it: `city_2` is the town of the second place of work.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..config import data_dir
from ..models import ANSWER_LENGTH, MOST_LICENCES, MOST_PLACES
from ..scorekeeping import QUESTIONS

NEEDED = ("name", "source", "consent_note", "consented_on")
LENGTHS = (30, 45, 60, 75, 90, 120)
_PRICE_WORD = r"(?:price|fee|rate|cost|preis|prix)s?"
PRICE = re.compile(rf"{_PRICE_WORD}(?: for| of)? (\d{{2,3}})(?: ?min\w*)?|(\d{{2,3}}) ?min\w* {_PRICE_WORD}")
NUMBERED = re.compile(r"(.+?)[ ]?([2-8])")
# What exports of other programs put in front of every name.
PREFIX = re.compile(r"^(?:answers|contact|address|therapist|member|practitioner|provider|listing) (?=.)")


@dataclass(frozen=True)
class Column:
    """One column: `about` says to people what it holds, `others` are further names of it, `examples` two cells."""

    name: str
    about: str
    examples: tuple[str, str] = ("", "")
    others: tuple[str, ...] = ()
    needed: bool = False

    @property
    def label(self) -> str:
        """The name as people read it."""
        return self.name.replace("_", " ")


@dataclass(frozen=True)
class Matched:
    """A column of ours for each name of the file that has one, and the names that have none."""

    columns: dict[str, str]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]


def _answers() -> Iterator[Column]:
    examples = {
        "Q1": ("yes_whole_hour", "full_body_only", "Yes. The whole hour can stay on your low back, hips and thighs."),
        "Q2": ("yes", "no", "Slow, sustained pressure, without oil."),
        "Q3": ("routinely", "rarely", ""),
        "Q4": ("if_asked", "", ""),
        "Q5": ("none_or_only_at_the_end", "a_lot", ""),
    }
    for question in QUESTIONS:
        name, number = question.id.lower(), question.id[1:]
        first, second, text = examples.get(question.id, ("", "", ""))
        values = ", ".join(choice.value for choice in question.choices)
        asked = f"Answer to “{question.asked_as}”"
        others = (name, f"question {number}", f"question {number} choice")
        about = f"{asked} as a choice: {values}, or the words of the questionnaire."
        yield Column(f"{name}_choice", about, (first, second), others)
        others = (f"{name} own words", f"{name} answer", f"question {number} text")
        about = f"{asked} in the therapist’s own words, {ANSWER_LENGTH} characters at most."
        yield Column(f"{name}_text", about, (text, ""), others)


def _read() -> Iterator[Column]:
    """The columns of `seeds/import_columns.json`, with the answers before those about consent."""
    for one in json.loads((data_dir("seeds") / "import_columns.json").read_text(encoding="utf-8")):
        if one["name"] == "source":
            yield from _answers()
        first, second = one.get("examples", ("", ""))
        others = tuple(one.get("others", ()))
        yield Column(one["name"], one["about"], (first, second), others, one.get("needed", False))


COLUMNS = tuple(_read())
BY_NAME = {column.name: column for column in COLUMNS}
SEVERAL = {
    **dict.fromkeys(("street", "city", "region", "postal_code", "country", "privacy", "mobile_radius_km"), MOST_PLACES),
    **dict.fromkeys(("licence_number", "licence_board", "licence_region", "licence_expires"), MOST_LICENCES),
}


def plain(name: str) -> str:
    """A name of a column without case, accents and signs: "E-Mail" and "e_mail" are one."""
    apart = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    bare = "".join(c for c in apart if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"[^\W_]+", bare))


_KNOWN = {plain(other): column.name for column in COLUMNS for other in (column.name, *column.others)}


def column_for(name: str) -> str:
    """Our column for a name in a file; empty where none is meant."""
    asked = plain(name)
    for spoken in dict.fromkeys((asked, PREFIX.sub("", asked))):
        found = _KNOWN.get(spoken) or _price(spoken) or _numbered(spoken)
        if found:
            return found
    return ""


def is_column(name: str) -> bool:
    """Whether this is the exact name of one of our columns, those with a number and prices by length included."""
    base, _, number = name.rpartition("_")
    numbered = base in SEVERAL and number.isdigit() and 2 <= int(number) <= SEVERAL[base]
    return name in BY_NAME or numbered or bool(re.fullmatch(r"price_[1-9]\d{1,2}", name))


def match(names: Iterable[str], chosen: Mapping[str, str] | None = None) -> Matched:
    """Which of our columns each name of a file is; `chosen` wins, and an empty choice leaves a column out."""
    found: dict[str, str] = {}
    given = dict(chosen or {})
    names = list(names)
    for name in sorted(names, key=lambda one: one not in given):
        column = given[name] if name in given else column_for(name)
        if column and column not in found.values():
            found[name] = column
    unknown = tuple(name for name in names if name not in found)
    missing = tuple(name for name in NEEDED if name not in found.values())
    return Matched({name: found[name] for name in names if name in found}, unknown, missing)


def offered() -> list[str]:
    """All columns that a person can choose for one of the file, in their order."""
    prices = [f"price_{minutes}" for minutes in LENGTHS]
    several = [f"{name}_{number}" for number in range(2, MOST_PLACES + 1) for name in SEVERAL]
    return [*BY_NAME, *prices, *several]


def _price(spoken: str) -> str:
    match = PRICE.fullmatch(spoken)
    return f"price_{int(match[1] or match[2])}" if match else ""


def _numbered(spoken: str) -> str:
    match = NUMBERED.fullmatch(spoken)
    name = _KNOWN.get(match[1], "") if match else ""
    return f"{name}_{match[2]}" if match and name in SEVERAL and int(match[2]) <= SEVERAL[name] else ""
