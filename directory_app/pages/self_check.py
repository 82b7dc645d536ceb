"""What the self-check asks, and the sentences that its answers fill: data for a page that works on paper too.

Nothing here reads an answer. The page carries the questions, a script in the browser fills the blanks.
"""

from __future__ import annotations

from .self_check_parts import Blank, Kind, Question, Sentence, choices, same, scale

SPREAD = Question(
    "spread",
    "Does it spread?",
    "spread",
    Kind.MANY,
    choices(
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
        choices(
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
        same("Aching", "Stiff", "Tight", "Sharp", "Burning", "Throbbing"),
    ),
    Question(
        "course",
        "Is it there all the time?",
        "course",
        Kind.ONE,
        choices(("It comes and goes", "comes and goes"), ("It is always there", "is always there")),
    ),
    Question(
        "worse",
        "What makes it worse?",
        "worse",
        Kind.MANY,
        same("Sitting", "Standing", "Bending", "Turning in bed", "Walking", "Stairs"),
    ),
    Question("worse-more", "Something else, or how long until it starts", "worse", Kind.LINE),
    Question(
        "better",
        "What makes it better?",
        "better",
        Kind.MANY,
        same("Walking", "Lying down", "Sitting", "Warmth", "Stretching", "Changing position"),
    ),
    Question("better-more", "Something else that eases it", "better", Kind.LINE),
    Question(
        "stiff",
        "How long are you stiff in the morning?",
        "stiff",
        Kind.ONE,
        choices(
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
        choices(
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
        scale(""),
        hint="0 is no pain, 10 the worst you can think of.",
    ),
    Question(
        "sleep",
        "How much does it disturb your sleep?",
        "effects",
        Kind.SCALE,
        scale("sleep "),
        hint="0 is not at all, 10 completely.",
    ),
    Question(
        "work",
        "How much does it disturb your work?",
        "effects",
        Kind.SCALE,
        scale("work "),
        hint="0 is not at all, 10 completely.",
    ),
    Question(
        "activity",
        "How much does it disturb what you like to do?",
        "effects",
        Kind.SCALE,
        scale("activity "),
        hint="0 is not at all, 10 completely.",
    ),
)

TRIED = (
    Question(
        "tried",
        "What have you tried?",
        "tried",
        Kind.MANY,
        same(
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
        choices(
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
        choices(
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
        choices(("Slow, staying in one place", "slow work"), ("Flowing", "flowing strokes")),
    ),
    Question(
        "oil",
        "How much oil?",
        "wishes",
        Kind.ONE,
        choices(
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
        choices(
            ("Keep some clothes on", "to keep some clothes on"),
            ("Undress and be covered", "to be covered with a sheet or towel"),
        ),
    ),
    Question(
        "talk",
        "Would you like explanations while they work?",
        "wishes",
        Kind.ONE,
        choices(
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
        "I answered the safety questions. Signs that need a doctor: ",
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
