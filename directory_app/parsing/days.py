"""A whole week in one text: "Mon-Fri 9-5, Sat by appointment", "Mo–Fr 9–17 Uhr", "closed Wednesdays"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .times import APPOINTMENT, Day, day, plain

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = (
    "mondays? mon mo montags? lundis? lun lunes m!",
    "tuesdays? tues? tu dienstags? di mardis? mar martes",
    "wednesdays? weds? we! mittwochs? mi mercredis? mer miercoles mie w!",
    "thursdays? thurs? thu th donnerstags? do jeudis? jeu jueves jue",
    "fridays? fri fr freitags? vendredis? ven viernes vie f!",
    "saturdays? sat sa samstags? sonnabends? samedis? sam sabados? sab",
    "sundays? sun su sonntags? so dimanches? dim domingos? dom",
)
GROUPS = {
    r"daily|every ?day|all week|7 days(?: a week)?|seven days(?: a week)?|taglich|jeden tag|tous les jours": range(7),
    r"weekdays?|working days|werktags?|wochentags|en semaine": range(5),
    r"weekends?|wochenende|le week-?end": range(5, 7),
}
# Letters that are also words or parts of others count only where hours or other days stand behind them.
_ALONE = r"(?=\s*(?:[-–—,:/]|\d|$))"
_DAY = "|".join(
    f"(?P<d{number}>{'|'.join(name.replace('!', _ALONE) for name in names.split())})"
    for number, names in enumerate(NAMES)
)
_GROUP = "|".join(f"(?P<g{number}>{pattern})" for number, pattern in enumerate(GROUPS))
TOKEN = re.compile(rf"\b(?:{_GROUP}|{_DAY})\b\.?")
LETTERS = ((re.compile(r"\bmwf\b"), "mon, wed, fri"), (re.compile(r"\bt\s?[/&,]?\s?th\b"), "tue, thu"))
THROUGH = re.compile(r"\s*(?:[-–—−‒]|to|through|thru|till?|until|bis|au|a)\s*")
LISTED = re.compile(r"\s*(?:[,/&+]|\b(?:and|und|et|y|le|on|am|the)\b|\s)*\s*")
EXCEPT = re.compile(r"\s*,?\s*\b(?:except|but(?: not)?|not|ausser|sauf|excluding)\b\s*(?:on\s+)?")
LEAD_IN = re.compile(
    r"^\s*(?:we(?:'re| are)? open|(?:i am |i'm )?open|(?:opening |my |our )?(?:hours|times)|offnungszeiten|geoffnet|"
    r"horaires|ouvert|du|le|les|on|from|von)\b\s*(?:are\b)?\s*:?\s*"
)
NOT_THEN = re.compile(r"\b(?:except|but not|not|sauf|ausser)\b")
CLOSED = re.compile(r"\b(?:closed|geschlossen|ruhetag|ferme|cerrado|off)\b")
EDGES = " \t\n,;:.()|•-–—="
ADVICE = "such as “Mon-Fri 9am-5pm, Sat by appointment”, or fill in the days below."


@dataclass
class _Run:
    """Some days, the text behind them, and what came before the first."""

    days: set[int]
    text: str = ""
    values: list[str] = field(default_factory=list)


def week(typed: str) -> dict[str, Day]:
    """The days a text names, by machine name, each with its hours; closed days are there, empty.

    A later part wins where it closes a day; else times of one day add up. Raises ValueError with what was not read.
    """
    text = plain(typed)
    if not text:
        return {}
    for letters, names in LETTERS:
        text = letters.sub(names, text)
    if APPOINTMENT.fullmatch(text.strip(EDGES)):
        return dict.fromkeys(DAYS, Day(by_appointment=True))
    before, runs = _runs(LEAD_IN.sub("", text))
    if not runs:
        raise ValueError(f"We found no day in this. Write it {ADVICE}")
    _share(before.strip(EDGES), runs)
    found: dict[int, Day] = {}
    for run in runs:
        for value in run.values:
            read = _value(value)
            for number in sorted(run.days):
                known = found.get(number, Day())
                adds = read.spans or read.by_appointment
                found[number] = _together(known, read) if adds else Day()
    return {DAYS[number]: found[number] for number in sorted(found)}


def _runs(text: str) -> tuple[str, list[_Run]]:
    """Cut the text at its days: what stands before the first, then each run of days with what stands behind it."""
    tokens = list(TOKEN.finditer(text))
    if not tokens:
        return text, []
    runs: list[_Run] = []
    end = 0
    for number, token in enumerate(tokens):
        between = text[end : token.start()] if number else ""
        days = _days(token)
        if number and THROUGH.fullmatch(between) and len(days) == 1 and runs[-1].days:
            first = _days(tokens[number - 1])[-1]
            runs[-1].days |= {day % 7 for day in range(first, days[0] + (7 if days[0] < first else 0) + 1)}
        elif number and EXCEPT.fullmatch(between):
            runs[-1].days -= set(days)
        elif number and LISTED.fullmatch(between):
            runs[-1].days |= set(days)
        else:
            if runs:
                runs[-1].text = between
            runs.append(_Run(set(days)))
        end = token.end()
    runs[-1].text = text[end:]
    return text[: tokens[0].start()], runs


def _days(token: re.Match[str]) -> list[int]:
    name = token.lastgroup or ""
    return list(list(GROUPS.values())[int(name[1:])]) if name.startswith("g") else [int(name[1:])]


def _share(before: str, runs: list[_Run]) -> None:
    """Give every run of days its text: what stands behind it, or before it where values come first."""
    texts = [before, *(run.text.strip(EDGES) for run in runs)]
    if texts[0] and not texts[-1] and all(texts[:-1]):
        for run, value in zip(runs, texts, strict=False):
            run.values.append(value)
        return
    if texts[0]:
        raise ValueError(f"“{texts[0][:60]}”: say first on which days, {ADVICE}")
    for number, run in enumerate(runs):
        own = texts[number + 1]
        if not own:
            # "Mon-Fri 9-5, closed Wednesdays": the word before the last days is theirs.
            earlier = runs[number - 1].values if number else []
            own, rest = _tail(earlier[-1]) if earlier else ("", "")
            if not own:
                raise ValueError(f"Say the hours of every day you name, {ADVICE}")
            earlier[-1] = rest
        run.values.append(own)


def _tail(value: str) -> tuple[str, str]:
    """The last word or words of a value that can stand alone: closed, by appointment."""
    matches = [*CLOSED.finditer(value), *APPOINTMENT.finditer(value), *NOT_THEN.finditer(value)]
    last = max(matches, key=lambda match: match.end(), default=None)
    if last is None or value[last.end() :].strip(EDGES + " on") or not value[: last.start()].strip(EDGES):
        return "", value
    alone = "closed" if NOT_THEN.fullmatch(last.group(0)) else last.group(0)
    return alone, value[: last.start()].strip(EDGES)


def _value(value: str) -> Day:
    try:
        return day(re.sub(r"\s+on$", "", value.strip(EDGES)))
    except ValueError as unreadable:
        raise ValueError(f"“{value[:60]}”: {unreadable}") from None


def _together(known: Day, read: Day) -> Day:
    spans = [*known.spans, *(span for span in read.spans if span not in known.spans)]
    return Day(sorted(spans), by_appointment=known.by_appointment or read.by_appointment)
