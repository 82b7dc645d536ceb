"""Forms left unfilled: placeholders, blanks and words to whoever was to fill them in, as "[YOUR NAME]" or "{{muscle}}".

What looks like a mark may be an honest aside or a form that was answered ("[front of the hip]", "___YES___"), so it
takes several of those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .criterion import Span
from .normalise import READ_AT_MOST

ENOUGH = 3
# Nothing but a form is written so. Lone capitals in brackets may be a clinician's: "[ASIS]", "[FABER test]".
_SURE = (
    r"(?P<sure>\{\{?[\w .-]{1,40}\}\}?|%[A-Z][A-Z_ ]{2,40}%|\$\{?[a-z]{2,}(?:_\w+)?\b|//\s*TODO\b|(?i:lorem ipsum)"
    r"|<(?:[A-Z][A-Z_]{3,40}|[A-Za-z]\w*(?:[ ,]+\w+){1,12})>"
    r"|\[(?:[A-Z]{4,}(?:[ _/'\u2019][A-Z]+)+"
    r"|(?:NAME|NUMBER|AREA|CITY|DATE|YEAR|TEXT|PLACE|PRICE|MUSCLE|DEFINITION)\b[^\[\]]{0,60}"
    r"|(?i:insert|your|enter|fill in|pick|choose)\b[^\[\]]{0,80})\])"
)
# A few words between brackets, a blank, a row of dots, crosses in place of a word.
_LIKELY = (
    r"\[(?![A-Z]{2,5}\b)[A-Za-z]\w+(?: \w+){0,2}\]|\[[^\[\]/]{2,40}(?:/[^\[\]/]{2,40}){1,5}\]"
    r"|(?<!\w)_{2,}(?!\w)|(?<=[\s:(\d)])\.{4,}|\bX{3,}\b|\bTB[DC]\b|\bTODO\b"
)
# Every mark has one of these, so that most texts need no search.
_TELLTALE = ("[", "{", "<", "%", "$", "__", "....", "XXX", "TBD", "TBC", "TODO", "ipsum", "Ipsum", "IPSUM")


def blanks(text: str, said: Sequence[Span] = ()) -> list[Span]:
    """Where a form was left unfilled, in order; empty if it was not. `said` is where words to the writer stand."""
    text = text[:READ_AT_MOST]
    found = list(re.finditer(f"{_SURE}|{_LIKELY}", text)) if any(mark in text for mark in _TELLTALE) else []
    marks = [one.span() for one in found]
    # Such words inside a mark are part of it: "[insert your name]".
    marks += [(a, b) for a, b in said if not any(start <= a and b <= end for start, end in marks)]
    return sorted(marks) if len(marks) >= ENOUGH or any(one["sure"] for one in found) else []
