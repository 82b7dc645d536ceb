"""Two to four profiles side by side: one row a question and one a fact; rows that differ stand first.

A cell holds exactly what the page shows. What was chosen makes a difference; the words beside it, what they earned and
the day something was said do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ..choices import opening_lines
from ..models import Licence
from ..places import FoundPlace, worth_saying_km
from ..places.distance import great_circle_km
from ..publishing import Profile, opening, quote_from
from ..scorekeeping import QUESTIONS, Reading, says
from ..template_filters import capitalised

FEWEST, MOST = 2, 4
MOST_FOUND = 4


@dataclass(frozen=True)
class Answered:
    """What one therapist says to a question: choice, what was found (`more` are not shown), quote, points.

    `found` are sentences for whoever looks for a therapist, such as “Works slowly and holds the pressure”; none where
    the words say little of what is asked, `little`. `points` are those of the score, of `of` which the question can
    bring; both whole numbers, None where the rules of a place do without figures. `answered`: there are own words.
    `unread`: in a language that is not read here; `language_code` is that of another one that is. `hidden`: a moderator
    has hidden them.
    """

    choice: str
    found: tuple[str, ...]
    more: int
    quote: str
    points: int | None
    of: int
    answered: bool
    little: bool = False
    unread: bool = False
    hidden: bool = False
    language_code: str = ""


@dataclass(frozen=True)
class Scored:
    """Whole numbers from 0 to 100 or in their place the words of a band, and the evidence level."""

    estimate: int | None
    low: int | None
    high: int | None
    level: str
    band: str = ""


@dataclass(frozen=True)
class Accepting:
    """Whether new clients are taken, and the day that was said."""

    yes: bool | None
    on: date | None


@dataclass(frozen=True)
class Licensed:
    """One licence: `state` is checked, stated or none, `until` the day on which that ends, `is_over` if it has.

    `number` is empty unless it has to stand wherever the listing is shown.
    """

    state: str
    until: date | None
    number: str = ""
    is_over: bool = False


Cell = (
    Answered
    | Scored
    | Accepting
    | tuple[Licensed, ...]
    | tuple[str, ...]
    | tuple[tuple[str, str], ...]
    | tuple[Decimal, str]
    | bool
    | float
    | None
)


@dataclass(frozen=True)
class Row:
    """One thing compared: `kind` says how a cell is drawn, `cells` are in the order of the therapists.

    `short` is what stands in place of a long `label` where there is little room.
    """

    kind: str
    label: str
    cells: tuple[Cell, ...]
    short: str = ""

    @property
    def same(self) -> bool:
        """Whether a reader would call what every cell says the same."""
        return all(_told(cell) == _told(self.cells[0]) for cell in self.cells)

    @property
    def equal(self) -> bool:
        """Whether every cell shows the same to the letter."""
        return all(cell == self.cells[0] for cell in self.cells)

    @property
    def oldest(self) -> date | None:
        """Of cells about new clients the day that lies farthest back; None where one is not known."""
        days = [cell.on for cell in self.cells if isinstance(cell, Accepting)]
        return None if None in days else min(day for day in days if day is not None)

    @property
    def licences(self) -> list[Licensed]:
        """Of cells about licences each state once, with the day on which the first of them ends."""
        stated = [one for cell in self.cells for one in _licences_in(cell)]
        ends = {
            state: [one.until for one in stated if one.state == state]
            for state in dict.fromkeys(s.state for s in stated)
        }
        return [Licensed(state, min((day for day in days if day), default=None)) for state, days in ends.items()]


@dataclass(frozen=True)
class Comparison:
    """The therapists in their order, the rows that differ and those that are the same for all.

    `alike` are questions at which all chose the same and each has own words. `ranges_meet` says that no score lies
    clear of all others, so that the order of the scores tells little.
    """

    profiles: list[Profile]
    different: list[Row]
    alike: list[Row]
    same: list[Row]
    ranges_meet: bool

    @property
    def short_names(self) -> list[str]:
        """First names, as they stand where there is little room; the whole name of whoever shares the first one."""
        first = [profile.name.partition(" ")[0] for profile in self.profiles]
        alone = [first.count(name) == 1 and len(name) > 1 and not name.endswith(".") for name in first]
        return [
            name if known else profile.name for name, known, profile in zip(first, alone, self.profiles, strict=True)
        ]


def compare(profiles: Sequence[Profile], place: FoundPlace | None = None) -> Comparison:
    """Put profiles side by side, with their distances from `place` where one is given."""
    rows = [
        # What decides before anybody reads five answers, on a phone above all.
        _row("price", "Price of 60 minutes", profiles, _price),
        _row("licence", "Licence", profiles, _licences),
        *(_row("answer", q.asked_as, profiles, _answer_to(number), q.title) for number, q in enumerate(QUESTIONS)),
        _row("score", "Clinical-style score", profiles, _score),
        *([_row("distance", f"Distance from {place.label}", profiles, _km_from(place))] if place else []),
        _row("words", "Where", profiles, lambda p: tuple(one.label for one in p.places)),
        _row("accepting", "Accepting new clients", profiles, _accepting),
        _row("words", "Techniques", profiles, lambda p: tuple(sorted(t.name for t in p.techniques))),
        _row("words", "Languages", profiles, lambda p: tuple(p.languages)),
        _row("fact", "Step-free access", profiles, lambda p: p.step_free),
        _row("fact", "Home visits", profiles, lambda p: p.home_visits),
        _row("fact", "Receipts for insurance", profiles, lambda p: p.receipts),
        _row("hours", "Hours", profiles, _hours),
    ]
    differ = [row for row in rows if not row.same]
    alike = [row for row in rows if row.same and row.kind == "answer" and not row.equal]
    same = [row for row in rows if row.same and row not in alike]
    return Comparison(list(profiles), differ, alike, same, _ranges_meet(profiles))


def _told(cell: Cell) -> object:
    """What of a cell makes a difference."""
    if isinstance(cell, Answered):
        return cell.choice or cell
    licences = _licences_in(cell)
    if licences:
        return {(one.state, one.is_over) for one in licences}
    return cell.yes if isinstance(cell, Accepting) else cell


def _licences_in(cell: Cell) -> tuple[Licensed, ...]:
    return tuple(one for one in cell if isinstance(one, Licensed)) if isinstance(cell, tuple) else ()


def _ranges_meet(profiles: Sequence[Profile]) -> bool:
    """Whether no score lies clear of all others, as far as they are shown in figures."""
    known = [(p.score.low, p.score.high) for p in profiles if p.score]
    ranges = [(low, high) for low, high in known if low is not None and high is not None]
    return len(ranges) > 1 and max(low for low, _ in ranges) <= min(high for _, high in ranges)


def _row(kind: str, label: str, profiles: Sequence[Profile], cell: Callable[[Profile], Cell], short: str = "") -> Row:
    return Row(kind, label, tuple(cell(profile) for profile in profiles), short)


def _answer_to(number: int) -> Callable[[Profile], Cell]:
    return lambda profile: _answered(profile.readings[number])


def _answered(reading: Reading) -> Answered:
    beside = {one.id for one in reading.question.criteria if one.beside}
    earning = [row for row in reading.criteria if row.earns and row.is_marked]
    told = [] if reading.says_little else sorted(earning, key=lambda row: (row.id in beside, -row.points))
    found = list(dict.fromkeys(capitalised(says(row.id, row.label)) for row in told))
    return Answered(
        choice=reading.choice_label or "",
        found=tuple(found[:MOST_FOUND]),
        more=max(0, len(found) - MOST_FOUND),
        quote=quote_from(reading).text or opening(reading.text),
        points=None if reading.plain else round(reading.score.contribution) if reading.score else 0,
        of=round(reading.question.weight * 100),
        answered=bool(reading.text),
        little=bool(earning) and reading.says_little,
        unread=reading.unread,
        hidden=reading.hidden,
        language_code=reading.language_code,
    )


def _score(profile: Profile) -> Cell:
    score = profile.score
    if score is None:
        return None
    estimate, low, high = (None if one is None else round(one) for one in (score.estimate, score.low, score.high))
    return Scored(estimate, low, high, str(score.level), score.band)


def _km_from(place: FoundPlace) -> Callable[[Profile], Cell]:
    def km(profile: Profile) -> Cell:
        there = (place.lat, place.lon)
        ways = [
            (round(great_circle_km(there, (one.lat, one.lon)), 1), one.country)
            for one in profile.places
            if one.lat is not None and one.lon is not None
        ]
        return worth_saying_km(*min(ways)) if ways else None

    return km


def _price(profile: Profile) -> Cell:
    hour = next((price for price in profile.prices if price.minutes == 60), None)
    return (hour.amount, hour.currency) if hour else None


def _accepting(profile: Profile) -> Cell:
    when = profile.accepting_confirmed_at
    return Accepting(profile.accepting_clients, when.date() if when and profile.accepting_clients is not None else None)


def _licences(profile: Profile) -> Cell:
    line = profile.rules.licence_line(profile.licences)
    stated = tuple(_licensed(one, profile.today) for one in profile.licences)
    return (replace(stated[0], number=line), *stated[1:]) if stated and line else stated


def _licensed(licence: Licence, today: date) -> Licensed:
    if licence.none_exists:
        return Licensed("none", None)
    until = licence.holds_until(today)
    state = "checked" if licence.is_checked(today) else "stated"
    return Licensed(state, until, is_over=until is not None and until < today)


def _hours(profile: Profile) -> Cell:
    return tuple(opening_lines(profile.hours, profile.by_appointment, profile.country))
