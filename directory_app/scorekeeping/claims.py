"""Phrases that promise what no practice can keep, each with a plain reason, and words that a jurisdiction refuses.

A phrase that is denied in its own clause, as in “nobody can guarantee that”, is no promise. Words with other uses too,
as “guaranteed”, “100 %” or “remove”, promise only where they speak of pain, an ailment, a body or a result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..jurisdictions import whole
from .clauses import CLAUSE, LEAD, SENTENCE, around, before, taken_back

# What a promise is about: what ails somebody, a body or a person, and how things turn out.
_TROUBLE = (
    r"(?:(?:back|head)?ache|pain|hurt|sciatica|lumbago|spasm|cramp|adhesion|tension|stiffness|tightness|soreness|knot"
    r"|numbness|tingling|suffering|misery|agony|discomfort|symptom|complaint|ailment|arthritis|herniation|inflammation"
    r"|injur(?:y|ie)|migraine|scoliosis|stenosis|(?:condition|problem|trouble|issue)(?!s?\s+(?:with|areas?|spots?)\b))s?\b"
)
_BODY = (
    r"(?:backs?|hips?|spines?|pelvis|necks?|shoulders?|knees?|posture|dis[ck]s?|sacrum|nerves?|muscles?|bod(?:y|ies))\b"
)
_PEOPLE = (
    r"(?:(?:you|them|any(?:one|body)|every(?:one|body|thing)|people|clients|patients)\b(?!\s+(?:a|an|some)\b)"
    r"|what\s+\w+\s+(?:cannot|can['’]t|could\s+not|couldn['’]t))"
)
# The words between a verb and what it is done to. A preposition, a clause or another verb ends them: “remove the towel
# from your back” promises nothing.
_BETWEEN = (
    r"\s+(?:that\s+)?(?:(?!(?:for|from|on|onto|in|into|with|at|by|to|so|if|when|whenever|while|and|or|but|before|after"
    r"|until|about|around|above|under|below|behind|between|near|over|against|along|across|where|which|who|that|what|as"
    r"|because|once|not|no|nobody|short|hour|session|massage|time|can|could|may|might|will|would|is|are|was|has|have|do"
    r"|does)\b)[\w'’%-]+\s+){0,5}"
)
_ENDED = rf"(?={_BETWEEN}{_TROUBLE})"
_MENDED = rf"(?={_BETWEEN}(?:{_TROUBLE}|{_BODY}|{_PEOPLE}))"
_HOW = r"(?:(?:\w+ly|always|even|soon|also|just)\s+)?"
_WILL = rf"(?:will|can|shall|['’]ll|(?:going|able)\s+to)\s+{_HOW}"
_ONES = rf"(?:I|we|hands)\s+{_HOW}"
RESULT = re.compile(
    r"\b(?:results?|relief|relieve\w*|better|success\w*|effective|cure[sd]?|heal(?:s|ed)?|fix(?:es)?|improvements?"
    r"|recover\w*|difference|looser?|pain[- ]free|free\s+(?:of|from|you)|(?:without|no|no\s+more|less)\s+pain|gone"
    r"|satisfaction|be\s+fine|money\s+back|don['’]t\s+pay|(?:will|can)\s+help|never\s+(?:\w+\s+){1,3}again"
    r"|(?:it|this|that|method|technique|massage)\s+works|works\s+(?:for|on|against))\b",
    re.IGNORECASE,
)
AILING = re.compile(rf"\b(?:{_TROUBLE}|{_BODY}|hurts?\b)", re.IGNORECASE)
# What else is vouched for; “in ten minutes” says only how soon.
ARRANGED = re.compile(
    r"\b(?:hours?|minutes?|sessions?|time|place|appointment|price|privacy|room|areas?|parts?|nobody|listen|clean\w*"
    r"|cover\w*)\b",
    re.IGNORECASE,
)
SOON = re.compile(r"\b(?:in|after|within)\s+(?:\w+\s+)?(?:hours?|minutes?|sessions?)\b", re.IGNORECASE)
BARE = 4
LASTING = re.compile(
    r"\b(?:it|this|that|effects?|changes?|results?|relief)\b.*(?:\b(?:is|are|be|becomes?|stays?)|['’]s)\s+$"
    r"|\b(?:away|gone|disappear|correct|dissolv|reset|remov|straighten|lengthen|releas|resolv|relie|eras|abolish|end|fix|heal|cur|eliminat)",
    re.IGNORECASE,
)
UNSURE = re.compile(
    r"\b(?:if|until|whether|unless|how|once|when|where|far|hope|may|might|perhaps|sometimes|some)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Claim:
    """A phrase of a text: where it stands, what it says, why it should not, and whether a moderator is told."""

    start: int
    end: int
    words: str
    reason: str
    flagged: bool


About = Callable[[str, int, int], bool]


@dataclass(frozen=True)
class Rule:
    """A phrase with its reason. Where it has other uses too, `about` says whether it promises where it stands."""

    phrase: re.Pattern[str]
    reason: str
    flagged: bool
    about: About | None


def _rule(pattern: str, reason: str, *, flagged: bool = True, about: About | None = None) -> Rule:
    return Rule(re.compile(rf"\b(?:{pattern})", re.IGNORECASE), reason, flagged, about)


def _of_a_result(text: str, start: int, end: int) -> bool:
    """Whether what is vouched for is how things turn out, and not an hour, a price or a closed door.

    It stands in the clause; where that says next to nothing, as in “…, I guarantee it”, in the sentence.
    """
    for ends in (CLAUSE, SENTENCE):
        said = around(text, start, end, ends)
        if RESULT.search(said):
            return True
        if ARRANGED.search(SOON.sub("", said)):
            return False
        if AILING.search(said):
            return True
        if len(said.split()) > BARE:
            break
    return False


def _with_result(text: str, start: int, end: int) -> bool:
    """Whether a result stands in the clause: a share of the hour, pure oil and “I promise to listen” are none."""
    return RESULT.search(around(text, start, end)) is not None


def _of_an_ailment(text: str, start: int, end: int) -> bool:
    """Whether what ails somebody was said before: “it” is that, and what ends once and for all."""
    return AILING.search(text[max(0, start - 2 * LEAD) : start]) is not None


def _lasts(text: str, start: int, end: int) -> bool:
    """Whether what is called permanent is what a session brings."""
    return LASTING.search(before(text, start, SENTENCE, 2 * LEAD)) is not None


def _for_sure(text: str, start: int, end: int) -> bool:
    """Whether nothing before makes it a question of when or how far."""
    return UNSURE.search(before(text, start)) is None


_VOUCHED = "This promises a result. Every body answers differently, and nobody can vouch for how."
_LASTS = "This promises that it lasts. What is known about massage is mostly about the short term."
_KNOWN_BEFORE = "This says what will happen to somebody’s pain. Nobody can know that before; say what you do."
RULES = (
    _rule(
        # “Une cure thermale” is a stay at a spa, and French sells “des miracles” too.
        r"(?<!\bune )(?<!\bla )(?<!\bspa )cures?\b|(?:cured|curing)\b|(?<!\bdes )miracles?\b",
        "This says that massage cures. No trial has shown that; say what you do, and that it may help some people.",
    ),
    _rule(r"guarantee(?:[ds]|ing)?\b", _VOUCHED, about=_of_a_result),
    _rule(r"(?:I|we)\s+promise\b|(?:100\s?%|(?:100|hundred)\s+per\s?cent\b)", _VOUCHED, about=_with_result),
    _rule(
        r"(?:it|this|that|massage|method|technique|pressure|pressing|work|I\s+do)\s+always\s+works?"
        r"(?=\s*(?:[.,;:!?]|$)|\s+(?:for|against|when)\b)|works?\s+every\s+(?:single\s+)?time\b"
        r"|(?:it|this|massage|method|technique|treatment)\s+works\s+for\s+every(?:one|body)\b|never\s+fails\b(?!\s+to)",
        _VOUCHED,
    ),
    _rule(
        r"permanent(?:ly)?(?=\s+(?:\w+\s+){0,2}(?:relief|results?|cure|fix\w*|solutions?|freedom|improvements?|gone|free"
        r"|rid|better|correct\w*|dissolv\w+|eras\w+|remov\w+|heal\w*|stop\w*|eliminat\w+|pain[- ]free)\b)"
        r"|pain[- ]free\s+(?:for\s+life|forever)\b",
        _LASTS,
    ),
    _rule(r"permanent(?:ly\b|(?=\s*(?:[.,;:!?]|$)|\s+(?:and|for)\b))", _LASTS, about=_lasts),
    _rule(
        r"(?:once\s+and\s+for\s+all|(?:gone|away|free|rid)\s+(?:for\s+good|forever))\b", _LASTS, about=_of_an_ailment
    ),
    _rule(
        rf"{_WILL}(?:(?:stop|eliminate|end|remove|get\s+rid\s+of){_ENDED}|(?:fix|heal){_MENDED})"
        rf"|eliminates?\s+(?:your\s+)?(?:back\s+)?pain\b|walk\s+out\s+(?:fixed|straight|healed|pain)"
        rf"|(?:takes?|makes?)\s+(?:your|the|all)\s+(?:\w+\s+){{0,2}}{_TROUBLE}\s+(?:away|disappear|vanish)",
        _KNOWN_BEFORE,
    ),
    _rule(rf"{_WILL}(?:fix|heal|end|eliminate)\s+(?:it|this|that)\b", _KNOWN_BEFORE, about=_of_an_ailment),
    _rule(
        r"you(?:['’]ll|\s+will)?\s+(?:\w+ly\s+)?(?:be|feel|live|leave|walk\s+out|walk\s+away|go\s+home|get\s+up|wake\s+up)\s+"
        r"(?:\w+\s+){0,2}(?:pain[- ]free|free\s+(?:of|from)\s+pain|without\s+(?:any\s+)?pain)\b"
        rf"|{_TROUBLE}(?:\s+will|['’]ll)\s+(?:\w+ly\s+)?(?:be\s+gone|disappear|vanish|never\s+(?:come\s+back|return))\b"
        rf"|you(?:['’]ll|\s+will)?\s+never\s+(?:have|feel|get)\s+(?:\w+\s+){{0,2}}{_TROUBLE}\s+again",
        _KNOWN_BEFORE,
        about=_for_sure,
    ),
    _rule(
        rf"(?:{_ONES}(?:(?:stop|end|remove|get\s+rid\s+of){_ENDED}|(?:fix|heal){_MENDED})"
        rf"|(?:stops|ends|eliminates|eliminating|removes){_ENDED}|(?:fixes|heals){_MENDED}"
        rf"|(?:I|we|hands|have|has|massage)\s+{_HOW}(?:(?:fixed|healed){_MENDED}|(?:ended|eliminated){_ENDED})"
        rf"|(?:massage|touch|bodywork|hands)\s+{_HOW}heals?\b(?=\s*(?:[.,;:!?]|$)))"
        r"|you(?:['’]re|\s+are|\s+will\s+be|['’]ll\s+be)\s+(?:\w+\s+)?(?:fixed|healed)\b(?!\s+to)",
        "This sounds as if it always worked. Say what you do, and what some clients notice.",
        flagged=False,
    ),
    _rule(
        r"detox\w*|toxins?\b",
        "Massage has not been shown to rid the body of anything. Leave this out.",
        flagged=False,
    ),
    _rule(
        r"re-?align\w*|(?:put|puts|putting|pop|pops)\s+(?:your\s+|the\s+)?(?:back|hips?|bones?|spine|pelvis|vertebrae)\s+"
        r"back\b",
        "Bones do not slip and are not put back by hand. Say what you do with muscles and movement.",
        flagged=False,
    ),
    _rule(
        r"(?:treats?|treating|treatment\s+(?:of|for))\s+(?:\w+\s+){0,2}(?:dis[ck]s?|sciatica|arthritis|cancer|stenosis"
        r"|scoliosis|herniations?)\b",
        "This says that you treat an illness, which lies outside what massage therapists may claim in most places.",
        flagged=False,
    ),
    _rule(
        r"diagnos(?:e|es|ing)\b",
        "To name an illness is for doctors. Say what you look at, and when you send somebody on.",
        flagged=False,
    ),
    _rule(
        r"instead\s+of\s+(?:a|your|the|seeing\s+a)?\s*(?:doctor|physician|surgeon|surgery|operation)\b",
        "Nobody should stay away from a doctor because of this. Say when you would send somebody there.",
        flagged=False,
    ),
)
# What the rules look at wherever it stands: words of which they find no promise there promise nothing.
JUDGED = re.compile(
    r"\b(?:cur(?:es?|ed|ing)|guarante|permanent|miracle|heal|fix|eliminat|always\s+works|100\s?%|hundred)",
    re.IGNORECASE,
)
NOTHING: Mapping[str, str] = {}


def claims_in(text: str, refused: Mapping[str, str] = NOTHING) -> list[Claim]:
    """Every claim in a text in its order, without overlaps.

    `refused` are words that the rules of a place keep out, each with its reason.
    """
    found = sorted([*_promises(text), *_refused(text, refused)], key=lambda one: (one.start, -one.end))
    kept: list[Claim] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def promises_in(text: str) -> list[str]:
    """The phrases a moderator is told of."""
    return [one.words for one in claims_in(text) if one.flagged]


def is_judged(words: str) -> bool:
    """Whether the rules have judged these words of an English text, so that nothing else needs to."""
    return JUDGED.search(words) is not None


def _promises(text: str) -> Iterator[Claim]:
    for rule in RULES:
        for match in rule.phrase.finditer(text):
            start, end = match.span()
            if (rule.about is None or rule.about(text, start, end)) and not taken_back(text, start, end):
                yield Claim(start, end, match.group(0), rule.reason, rule.flagged)


def _refused(text: str, refused: Mapping[str, str]) -> Iterator[Claim]:
    for word, reason in refused.items():
        for match in re.finditer(whole(word), text, re.IGNORECASE):
            yield Claim(match.start(), match.end(), match.group(0), reason, False)
