"""The call card: five questions for the telephone, blank for anyone or filled in with what a listed therapist says.

The page and the PDF both show what is in here. What a clinical answer tends to contain are criteria of the rubric in
plain words; which of them fit on a card, and the words for the relaxing end, are chosen here.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..choices import week_text
from ..publishing import Profile, quote_from
from ..scorekeeping import QUESTIONS, Criterion, Question, Reading, asked, says
from ..template_filters import capitalised, licence_words, long_date, money
from ..warning_signs import EMERGENCY

# The criteria of each question that a person can hear on the telephone, in the order they are likely to come.
HEARD = {
    "Q1": ("q1.whole_session", "q1.pelvis_link", "q1.flexible", "q1.assess"),
    "Q2": ("q2.slow", "q2.without_oil", "q2.wraps", "q2.comfort"),
    "Q3": ("q3.defines", "q3.muscles", "q3.load", "q3.assess"),
    "Q4": ("q4.muscles", "q4.refers", "q4.muscle_to_back", "q4.other_causes"),
    "Q5": ("q5.little", "q5.end", "q5.why", "q5.asks"),
}
RELAXING = {
    "Q1": ("Full body in every session", "Quiet and rest come first"),
    "Q2": ("Long, flowing strokes", "Warmth and an even rhythm"),
    "Q3": ("Would rather let you rest than explain", "Speaks of ease and stress"),
    "Q4": ("Looks at the whole of you, not at single muscles", "Leaves causes to others"),
    "Q5": ("Plenty of oil, for glide", "Warm or scented oil"),
}
# What says the same as a phrase of the relaxing end: choices and criteria. Where nothing does, the box stays empty.
SAID_BY = {
    "Full body in every session": ("full_body_only", "q1.full_body_only"),
    "Quiet and rest come first": ("q1.relaxing",),
    "Long, flowing strokes": ("q2.flowing",),
    "Speaks of ease and stress": ("q3.relaxing",),
    "Leaves causes to others": ("q4.does_not_explain",),
    "Plenty of oil, for glide": ("a_lot", "q5.lots"),
}
# Whoever says so has answered with a No, in their words or by a choice that claims nothing: nothing is left to ask.
DECLINES = frozenset({"q1.full_body_only", "q1.refuses", "q2.denies", "q2.not_known", "q5.lots"})
# What any choice answers, also one that does not agree.
ANSWERED = frozenset({"q1.whole_session", "q5.little"})

TITLE = "Call card"
LEAD = (
    "Five questions for the telephone. Tick what you hear. Neither side is the better one: they are two styles, and "
    "the right one is the one you will feel comfortable with."
)
LEAD_FILLED = (
    "Five questions for the telephone. What is ticked, they have said here already; tick what you hear. Neither side "
    "is the better one: they are two styles, and the right one is the one you will feel comfortable with."
)
URGENT = "First: get emergency help now for any of these"
SAFETY = "And some signs need a doctor before any massage. The whole list:"
EVIDENCE = (
    "In the largest trial that compared them, relaxation massage and focused structural massage helped chronic low "
    "back pain about equally (Cherkin 2011). It should not need to hurt: say so at once if it does. Information only, "
    "not medical advice."
)
CLINICAL_END = "Points to the clinical end"
RELAXING_END = "Points to the relaxing end"
ALREADY = "Said here"
TO_ASK = "Left to ask"
FIRST_FREE = ("First free time", "")


@dataclass(frozen=True)
class Sign:
    """Something one may hear, and whether this therapist has said it already."""

    words: str
    said: bool = False


@dataclass(frozen=True)
class CardQuestion:
    """One question: what may be heard at either end, and for a listed therapist what was said and what to ask."""

    asked_as: str
    clinical: tuple[Sign, ...]
    relaxing: tuple[Sign, ...]
    choice: str = ""
    quote: str = ""
    language_code: str = ""
    to_ask: tuple[str, ...] = ()


@dataclass(frozen=True)
class CallCard:
    """A sheet for one call. `fields` are pairs of a label and what is known, empty where a line is left to write on.

    `keeps_phone`: there is a number, and it is not on the card. `has_phone`: it is.
    """

    title: str
    slug: str
    fields: tuple[tuple[str, str], ...]
    questions: tuple[CardQuestion, ...]
    keeps_phone: bool = False
    has_phone: bool = False
    lead: str = LEAD
    urgent: str = URGENT
    emergency: tuple[str, ...] = tuple(one.short for one in EMERGENCY)
    safety: str = SAFETY
    evidence: str = EVIDENCE
    clinical_end: str = CLINICAL_END
    relaxing_end: str = RELAXING_END
    already: str = ALREADY
    to_ask: str = TO_ASK


def blank_card() -> CallCard:
    """A card for anyone, listed or not."""
    return CallCard(TITLE, "", (*_fields("", "", ""), FIRST_FREE), tuple(_question(one) for one in QUESTIONS))


def card_for(profile: Profile, *, with_phone: bool = False) -> CallCard:
    """A card with what this therapist's profile says already.

    Without the number, which is shown on pages of its own, so that programs do not gather it.
    """
    hour = next((price for price in profile.prices if price.minutes == 60), None)
    questions = tuple(_answered(reading) for reading in profile.readings)
    return CallCard(
        title=f"{TITLE}: {profile.name}",
        slug=profile.slug,
        fields=(
            *_fields(
                ", ".join(part for part in (profile.name, profile.practice) if part),
                profile.phone if with_phone else "",
                money(hour.amount, hour.currency) if hour else "",
            ),
            ("Taking new clients", _accepting(profile)),
            ("Hours", week_text(profile.hours, profile.by_appointment, profile.country)),
            *_licences(profile),
            FIRST_FREE,
        ),
        questions=questions,
        keeps_phone=bool(profile.phone) and not with_phone,
        has_phone=bool(profile.phone) and with_phone,
        lead=LEAD_FILLED if any(sign.said for one in questions for sign in (*one.clinical, *one.relaxing)) else LEAD,
    )


def heard(question: Question) -> tuple[Criterion, ...]:
    """What a clinical answer to a question tends to contain; the strongest criteria where none were chosen."""
    known = {one.id: one for one in question.criteria}
    chosen = tuple(known[one] for one in HEARD.get(question.id, ()) if one in known)
    earning = [one for one in question.criteria if not one.penalty and not one.beside]
    return chosen or tuple(sorted(earning, key=lambda one: -one.max_points)[:4])


def _fields(name: str, phone: str, price: str) -> tuple[tuple[str, str], ...]:
    return (("Name", name), ("Phone", phone), ("Price of 60 minutes", price))


def _accepting(profile: Profile) -> str:
    """Whether new clients are taken and when that was said, as a date: the sheet may lie about for weeks."""
    if profile.accepting_clients is None:
        return ""
    when = long_date(profile.accepting_confirmed_at) or "an unknown day"
    return f"Yes, confirmed on {when}" if profile.accepting_clients else f"No, as of {when}"


def _licences(profile: Profile) -> tuple[tuple[str, str], ...]:
    """What is known of the licences, each thing once; nothing where none is stated or none exists."""
    stated = [one for one in profile.licences if not one.none_exists]
    checked = [one for one in stated if one.is_checked(profile.today)]
    known = [licence_words(one.holds_until(profile.today), bool(checked)) for one in checked or stated]
    return (("Licence", "; ".join(dict.fromkeys(known))),) if known else ()


def _question(question: Question) -> CardQuestion:
    return CardQuestion(
        question.asked_as,
        tuple(Sign(_phrase(one)) for one in heard(question)),
        tuple(Sign(words) for words in RELAXING.get(question.id, ())),
    )


def _phrase(criterion: Criterion) -> str:
    return capitalised(says(criterion.id, criterion.label))


def _answered(reading: Reading) -> CardQuestion:
    signs = heard(reading.question)
    choice = next((one for one in reading.question.choices if one.label == reading.choice_label), None)
    told = {choice.value if choice else "", *(row.id for row in reading.criteria if row.costs)}
    said = {one.id for one in signs if one.label in reading.settled}
    said |= {row.id for row in reading.criteria if row.earns}
    # Words are read less surely than a choice: where one says more than No, it stands.
    known = said | ANSWERED if choice else said
    declined = choice.claim == 0 if choice else not told.isdisjoint(DECLINES)
    return CardQuestion(
        asked_as=reading.question.asked_as,
        clinical=tuple(Sign(_phrase(one), one.id in said) for one in signs),
        relaxing=tuple(
            Sign(words, not told.isdisjoint(SAID_BY.get(words, ()))) for words in RELAXING.get(reading.question.id, ())
        ),
        choice=reading.choice_label or "",
        quote=quote_from(reading).text,
        language_code=reading.language_code,
        to_ask=()
        if declined
        else tuple(
            asked(one.id) or one.label
            for one in signs
            if one.id not in known and (one.label in reading.open or not reading.text or reading.unread)
        ),
    )
