"""Words that could be misread as a sexual service, advice that could harm, and addresses that undo a private place.

Each list is short and of whole phrases: the words of the trade, such as gluteal, pelvic floor or inner thigh, stand in
none of them. A phrase that its own clause denies, as in “no sensual massage”, is none. All of it is for a person to
look at and lowers no score.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..models import Privacy, Revision
from .clauses import denied

SEXUAL, UNSAFE = "sexual", "unsafe"
_ADJECTIVES = r"(?:sexy|hot|busty|beautiful|pretty|cute|attractive|young|new|fresh|sweet|gorgeous|exotic)"
_PEOPLE = r"(?:girls?|ladies|lady|asians?|latinas?|babes?|masseuses?|models?|staff\s+of\s+girls)"
_SERVICES = r"(?:massages?|services?|touch|treatments?|sessions?|experiences?|bodywork|healing|energy|pleasure|release)"
SEXUAL_PHRASES = (
    r"happy\s+(?:ending|end|finish)\w*",
    r"hand\s+(?:relief|release|job)\w*",
    r"full[- ]service(?!\s+(?:day\s+)?(?:spa|salon|clinic|cent(?:er|re)|practice|studio|gym|wellness|hotel))",
    r"body\s*-?\s*(?:rubs?|slides?)\b(?!\s+(?:with\s+)?(?:salt|oil|scrub))|body\s*(?:-\s*)?(?:2|to)\s*(?:-\s*)?body",
    r"nuru|f\.?b\.?s\.?m\b|g\.?f\.?e\b|girl\s*friend\s+experience",
    r"(?:tantra|tantric|lingam|yoni)\b",
    rf"(?:sensual|erotic|intimate|naughty|seductive)(?:ly)?\s+(?:\w+\s+)?{_SERVICES}|sensual(?:ity)?\b|erotic\w*",
    rf"sexual(?:ly)?\s+{_SERVICES}",
    r"(?:nude|naked|topless|lingerie)\s+(?:massages?|masseuses?|therapists?|sessions?|service)",
    r"masturbat\w+|orgasm\w*|ejaculat\w+|erogenous",
    r"(?:prostate|genital|nipple)\s+(?:massages?|work|stimulation|play)",
    rf"{_ADJECTIVES}\s+(?:and\s+{_ADJECTIVES}\s+)?{_PEOPLE}\b(?!['’])",
    r"(?:gentlem[ae]n|men)\s+only\b",
    r"escorts?\s+(?:service|agency|girl)|(?:independent|elite|female)\s+escorts?\b",
    r"(?:mutual\s+(?:touch|massage|exchange))|touch\s+me\s+(?:back|too)",
    r"extras?\s+(?:are\s+)?(?:available|offered|negotiable|welcome)|ask\s+(?:me\s+)?about\s+(?:my\s+)?extras",
    r"\d{2,3}\s*(?:roses|kisses)\b",
    r"table\s+showers?\b",
    r"final\s+feliz|masajes?\s+(?:er[oó]ticos?|sensuales|sensual)|massages?\s+(?:[eé]rotiques?|sensuels?)",
    r"erotische\w*\s+massagen?|massage\s+mit\s+happy\s+end",
)
UNSAFE_PHRASES = (
    r"(?:stop|quit|throw\s+away)\s+(?:taking\s+)?(?:your|all|the)\s+(?:\w+\s+)?(?:medication|medicine|pills|insulin"
    r"|blood\s+thinners?|painkillers)",
    r"(?:don['’]?t|do\s+not|no|never)\s+need\s+(?:to\s+see\s+|for\s+)?(?:a\s+|any\s+|your\s+)?(?:doctors?|physicians?"
    r"|surgeons?|surgery|x-?rays?)",
    r"instead\s+of\s+(?:a\s+|your\s+|the\s+|seeing\s+a\s+)?(?:doctor|physician|surgeon|surgery|operation|hospital)\b",
    r"(?:crack|pop|adjust|manipulat)(?:s|e|es|ing)?\s+(?:your\s+|the\s+|my\s+clients['’]\s+)?(?:neck|spine|backs?"
    r"|vertebrae)\b|high[- ]velocity|spinal\s+(?:manipulation|adjustment)s?",
    r"no\s+pain,?\s+no\s+gain|the\s+more\s+it\s+hurts|it\s+(?:must|has\s+to|needs\s+to|should)\s+(?:really\s+)?hurt\b",
    r"(?:leave|get|expect)s?\s+(?:some\s+)?bruis(?:es|ing)|bruis(?:es|ing)\s+(?:is|are)\s+(?:a\s+good\s+sign|normal)",
    r"(?:intra-?vaginal|intra-?rectal|vaginal|rectal)\s+(?:massage|work|release|treatment)",
    r"massage\s+(?:out|away|through)\s+(?:the\s+)?(?:blood\s+)?clots?|break\s+up\s+(?:blood\s+)?clots",
)
_LEAD = r"(?<![\w-])"
PHRASES = tuple(
    (about, re.compile(rf"{_LEAD}(?:{pattern})", re.IGNORECASE))
    for about, patterns in ((SEXUAL, SEXUAL_PHRASES), (UNSAFE, UNSAFE_PHRASES))
    for pattern in patterns
)
_NOT_A_NAME = (
    r"(?!(?:minutes?|mins?|hours?|hrs?|miles?|kms?|days?|weeks?|months?|years?|blocks?|steps?|sessions?|feet|foot|of|the"
    r"|a|an|to|on|in|at|down|up|off|from|and|or|my|your|our|his|her|per|percent|dollars?|clients?|people|stops?|lanes?"
    r"|or\b|different|more|other)\b)"
)
_KIND = r"(?:street|str?\.|avenue|ave\.?|road|rd\.?|boulevard|blvd\.?|parkway|pkwy\.?|highway|hwy\.?|terrace|crescent)"
# These are other words too, so that the name before them has to be written like one.
_OTHER_KIND = r"(?:St|Drive|Dr\.?|Lane|Ln\.?|Court|Ct\.?|Place|Pl\.?|Way|Circle|Cir\.?|Square|Sq\.?|Trail|Loop|Row)"
ADDRESSES = (
    re.compile(rf"\b\d{{1,5}}[a-z]?,?\s+(?:{_NOT_A_NAME}[\w'’.-]+\s+){{1,4}}{_KIND}(?!\w)", re.IGNORECASE),
    re.compile(
        rf"\b\d{{1,5}}[A-Za-z]?,?\s+(?:[NSEW]{{1,2}}\.?\s+)?(?:(?i:{_NOT_A_NAME})[A-Z0-9][\w'’.-]*\s+){{1,3}}"
        rf"{_OTHER_KIND}(?!\w)"
    ),
    re.compile(r"\b[\w-]*(?:straße|strasse|gasse|allee)\s+\d{1,4}\s?[a-z]?\b", re.IGNORECASE),
    re.compile(r"\b\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|chemin|impasse|quai)\s+[\w'’-]+", re.IGNORECASE),
    re.compile(r"\b(?:calle|avenida|carrera|paseo)\s+(?:[\w.]+\s+){1,4}(?:n[º°o.]+\s*|#\s*)?\d{1,4}\b", re.IGNORECASE),
    re.compile(r"\b(?:suite|apt\.?|apartment)\s+(?:#\s*)?\d{1,4}[a-z]?\b", re.IGNORECASE),
)
HOUSE_NUMBER = re.compile(r"\d+[a-z]?\b", re.IGNORECASE)


def unsafe_in(text: str) -> list[tuple[str, str]]:
    """What a moderator is told of: what it is about ("sexual" or "unsafe") and the words, in their order."""
    found = [
        (match.start(), about, match.group(0))
        for about, pattern in PHRASES
        for match in pattern.finditer(text)
        if not denied(text, match.start())
    ]
    return [(about, words) for _, about, words in sorted(found)]


def addresses_in(text: str, streets: Sequence[str] = ()) -> list[str]:
    """Addresses in a text: what looks like one, and the streets of private places however they are written."""
    found = [match.group(0) for pattern in ADDRESSES for match in pattern.finditer(text)]
    for street in streets:
        # Without its kind: “12 Example” gives it away as well as “12 Example Street”.
        words = [re.escape(word) for word in street.split()[:2]]
        if len(words) == 2 and HOUSE_NUMBER.match(street):
            pattern = re.compile(rf"\b{words[0]}[\s,]+{words[1]}\b", re.IGNORECASE)
            found += [match.group(0) for match in pattern.finditer(text)]
    return list(dict.fromkeys(" ".join(one.split()) for one in found))


def hidden_addresses(revision: Revision, text: str) -> list[str]:
    """Addresses in a text of a version that keeps a place private; none where every place is shown in full."""
    private = [place for place in revision.locations if place.privacy is not Privacy.EXACT]
    return addresses_in(text, [place.street for place in private]) if private else []


def texts_of(revision: Revision) -> Iterator[tuple[str, str]]:
    """Every free text of a version with where it stands: "bio" or a question."""
    yield "bio", revision.bio
    for answer in revision.answers:
        yield answer.question_id, answer.text or ""
