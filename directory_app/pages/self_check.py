"""What the self-check asks, and the sentences that its answers fill: data for a page that works on paper too.

Nothing here reads an answer. The page carries the questions, a script in the browser fills the blanks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "radio"
    MANY = "checkbox"
    SCALE = "scale"
    LINE = "line"


@dataclass(frozen=True)
class Choice:
    """An answer to tick, and the words it puts into the summary."""

    label: str
    says: str


@dataclass(frozen=True)
class Question:
    """A question of the self-check. `fills` names the blank that its answers go into."""

    id: str
    text: str
    fills: str
    kind: Kind
    choices: tuple[Choice, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Blank:
    """A blank of a sentence with the words around it, left out together while nothing fills it.

    `otherwise` stands in the blank instead of leaving it out.
    """

    name: str
    before: str = ""
    after: str = ""
    otherwise: str = ""


Sentence = tuple[str | Blank, ...]


def _choices(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(label, says) for label, says in pairs)


def _same(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(label, label[0].lower() + label[1:]) for label in labels)


def _scale(what: str) -> tuple[Choice, ...]:
    return tuple(Choice(str(number), f"{what}{number}/10") for number in range(11))


SPREAD = Question(
    "spread",
    "Does it spread?",
    "spread",
    Kind.MANY,
    _choices(
        ("To the buttock", "the buttock"),
        ("To the hip or the groin", "the hip or the groin"),
        ("Down the thigh", "the thigh"),
        ("Below the knee", "below the knee"),
        ("Up the back", "the upper back"),
    ),
    hint="Tick what happens at least sometimes. Leave it empty if the pain stays where it is.",
)

BEHAVIOUR = (
    Question(
        "duration",
        "How long have you had it?",
        "duration",
        Kind.ONE,
        _choices(
            ("Less than 6 weeks", "less than 6 weeks"),
            ("6 to 12 weeks", "6 to 12 weeks"),
            ("More than 12 weeks", "more than 12 weeks"),
        ),
    ),
    Question(
        "feel",
        "What does it feel like?",
        "feel",
        Kind.MANY,
        _same("Aching", "Stiff", "Tight", "Sharp", "Burning", "Throbbing"),
    ),
    Question(
        "course",
        "Is it there all the time?",
        "course",
        Kind.ONE,
        _choices(("It comes and goes", "comes and goes"), ("It is always there", "is always there")),
    ),
    Question(
        "worse",
        "What makes it worse?",
        "worse",
        Kind.MANY,
        _same("Sitting", "Standing", "Bending", "Turning in bed", "Walking", "Stairs"),
    ),
    Question("worse-more", "Something else, or how long until it starts", "worse", Kind.LINE),
    Question(
        "better",
        "What makes it better?",
        "better",
        Kind.MANY,
        _same("Walking", "Lying down", "Sitting", "Warmth", "Stretching", "Changing position"),
    ),
    Question("better-more", "Something else that eases it", "better", Kind.LINE),
    Question(
        "stiff",
        "How long are you stiff in the morning?",
        "stiff",
        Kind.ONE,
        _choices(
            ("Not at all", "none"),
            ("Up to 15 minutes", "up to 15 minutes"),
            ("15 to 30 minutes", "15 to 30 minutes"),
            ("More than 30 minutes", "more than 30 minutes"),
        ),
    ),
    Question(
        "legs",
        "What do you notice in your legs?",
        "legs",
        Kind.MANY,
        _choices(
            ("Nothing", "nothing"),
            ("Pain down to the buttock or thigh", "pain down to the buttock or thigh"),
            ("Pain below the knee", "pain below the knee"),
            ("Pins and needles", "pins and needles"),
        ),
    ),
    Question(
        "worst",
        "The pain at its worst in the last 24 hours",
        "worst",
        Kind.SCALE,
        _scale(""),
        hint="0 is no pain, 10 the worst you can think of.",
    ),
    Question(
        "sleep",
        "How much does it disturb your sleep?",
        "effects",
        Kind.SCALE,
        _scale("sleep "),
        hint="0 is not at all, 10 completely.",
    ),
    Question(
        "work",
        "How much does it disturb your work?",
        "effects",
        Kind.SCALE,
        _scale("work "),
        hint="0 is not at all, 10 completely.",
    ),
    Question(
        "activity",
        "How much does it disturb what you like to do?",
        "effects",
        Kind.SCALE,
        _scale("activity "),
        hint="0 is not at all, 10 completely.",
    ),
)

TRIED = (
    Question(
        "tried",
        "What have you tried?",
        "tried",
        Kind.MANY,
        _same(
            "Keeping active",
            "Rest",
            "Warmth or cold",
            "Painkillers",
            "Exercises or physiotherapy",
            "Relaxation massage",
            "Massage of the painful area",
            "Chiropractic or osteopathy",
            "Acupuncture",
            "Yoga or pilates",
        ),
    ),
    Question("tried-more", "Something else", "tried", Kind.LINE),
    Question("helped", "What helped, even a little?", "helped", Kind.LINE),
)

WISHES = (
    Question(
        "time",
        "How should the hour be spent?",
        "wishes",
        Kind.ONE,
        _choices(
            ("Most of it on low back, hips and thighs", "most of the session on low back, hips and thighs"),
            ("The area first, then the rest", "the painful area first, then the rest of the body"),
            ("The whole body", "work on the whole body"),
        ),
    ),
    Question(
        "pressure",
        "Which pressure do you like?",
        "wishes",
        Kind.ONE,
        _choices(
            ("Light", "light pressure"),
            ("Medium", "medium pressure"),
            ("Firm", "firm pressure"),
            ("I do not know yet", "to try out the pressure together"),
        ),
        hint="It should not need to hurt, whatever you choose.",
    ),
    Question(
        "pace",
        "And how fast?",
        "wishes",
        Kind.ONE,
        _choices(("Slow, staying in one place", "slow work"), ("Flowing", "flowing strokes")),
    ),
    Question(
        "oil",
        "How much oil?",
        "wishes",
        Kind.ONE,
        _choices(
            ("Little or none", "little or no oil"),
            ("I like oil", "oil"),
            ("I do not mind", "oil as you think best"),
        ),
    ),
    Question(
        "cover",
        "What would you like to wear?",
        "wishes",
        Kind.ONE,
        _choices(
            ("Keep some clothes on", "to keep some clothes on"),
            ("Undress and be covered", "to be covered with a sheet or towel"),
        ),
    ),
    Question(
        "talk",
        "Would you like explanations while they work?",
        "wishes",
        Kind.ONE,
        _choices(
            ("Yes, please explain what you find", "you to explain what you find"),
            ("I would rather have quiet", "quiet"),
        ),
    ),
    Question("skin", "Allergies or sensitive skin", "skin", Kind.LINE),
    Question("avoid", "Areas not to touch", "avoid", Kind.LINE),
)

SUMMARY: tuple[Sentence, ...] = (
    (
        Blank("duration", "For ", " "),
        "I have had ",
        Blank("feel", "", " "),
        "pain",
        Blank("places", " in "),
        Blank("spread", ", sometimes spreading to "),
        ".",
        Blank("course", " It ", "."),
    ),
    (
        Blank("worse", "Worse with ", ". "),
        Blank("better", "Better with ", ". "),
        Blank("stiff", "Stiffness in the morning: ", ". "),
        Blank("legs", "In my legs: ", "."),
    ),
    (
        Blank("worst", "At its worst in the last 24 hours: ", ". "),
        Blank("effects", "It affects ", "."),
    ),
    (Blank("tried", "I have tried ", ". "), Blank("helped", "What helped: ", ".")),
    (
        "I answered the safety questions. Ticked: ",
        Blank("signs", otherwise="none"),
        ".",
        Blank("doctor", " ", "."),
        Blank("tell", " Please note: ", "."),
    ),
    (
        Blank("wishes", "I would like ", ". "),
        Blank("skin", "Allergies or sensitive skin: ", ". "),
        Blank("avoid", "Please do not touch: ", "."),
    ),
)
LAST_SENTENCE = "This is my own description, not a diagnosis."
