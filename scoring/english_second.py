"""The second edition of the English grammar: words that only sometimes speak of others no longer do.

Each wording left out stood in more good answers than in tricks that need it: "elsewhere" is where pain is felt, "back
when" a back that bends, "next door" the muscle beside, "others" other muscles. What is left says who or when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .english import ASIDES, ENGLISH
from .grammar import Phrases, phrases, words

# Persons are read as the subject of a sentence, from the list of others; here they would set aside any sentence.
_PERSONS = phrases(
    "my colleague | my colleagues | colleagues | a colleague | competitors | our competitors | physios | osteopaths | "
    "chiropractors | my physio | our physio | the physio | my osteopath | my wife | my husband | my sister | my "
    "brother | the lads | the guy | the lady | the girl | my boss | my mate | another therapist | therapists who | "
    "people who do | my instructor | our teacher | a friend"
)
# What somebody was taught is what they know: the questions ask for it.
_LEARNED = phrases("was taught | were taught | in school | in college | at college | when i trained | in my training")
_UNCLEAR = phrases(
    "elsewhere | other places | crowd | back when | back in the | was how | were how | the internet | clinical "
    "therapists | next door | you ask | you asked | will tell you | years ago | years back | used to do | i was shown"
)
_CLEARER = phrases(
    "to go elsewhere for | can go elsewhere | went elsewhere | get elsewhere | had elsewhere | do elsewhere | done "
    "elsewhere | told elsewhere | taught elsewhere | therapists elsewhere | people elsewhere | in other places | back "
    "in the day | back in the nineties | was how i | was how we | from the internet | off the internet | on the "
    "internet | clinical crowd | tissue crowd | fascia crowd | posture crowd | back when i was | back when i had | "
    "back when i did | back when i trained | back when i started | back when i worked | back when we | back when my | "
    "way back when | spa next door | clinic next door | salon next door | place next door | shop next door | studio "
    "next door | next door does | next door do | next door use | next door uses | next door says | you ask if | you "
    "ask whether | you ask about | you ask how | you ask why | you ask what | you asked if | you asked whether | you "
    "asked about | you asked how | you asked why | you asked what | they will tell you | people will tell you | some "
    "will tell you | others will tell you | years ago i | years ago we | years ago our | years ago at | years back i "
    "| years back we"
)
_LEFT_OUT = {
    "_unable": (
        "unable to | no clue | i refuse | i do not treat | do not ask me | not ask me | can not explain | i not feel"
    ),
    "_retracted": ("none of it | none of that | none of this | a nice rub | we rub"),
    "_others": (
        "others | people who | my teacher | our teacher | my tutor | my mentor | my old teacher | trainer | trainers "
        "| instructor | instructors | trained in | she says | he says | reckons | doctors | surgeons | next door | "
        "other places | rivals"
    ),
}
_PUT_IN = {
    "_unable": (
        "i unable to | we unable to | i am unable to | we are unable to | i was unable to | we were unable to | have "
        "no clue what | i have no clue | we have no clue | i can not explain | we can not explain | do not ask me how "
        "| do not ask me why | do not ask me what | do not ask me about | do not ask me which | do not ask me where | "
        "do not ask me if"
    ),
    "_retracted": (
        "none of it here | none of it in my | none of it in our | none of it for | none of it enters | none of it "
        "matters | none of it gets | none of it happens | none of it stops | none of it survived | none of it changes "
        "| none of it works | none of it helps | get none of it | took none of it | none of it true | none of that in "
        "my | none of that in our | none of that for | none of that has | none of that ever | none of that happens | "
        "none of that me | none of that stuff | do none of that | i do a nice rub | get a nice rub | give a nice rub "
        "| we rub backs | we rub you | we rub where | get none of that | get none of this | none of this has | none "
        "of this happens | none of this matters | none of this in"
    ),
    "_others": (
        "other places do | other places use | others do | others use | others work | others rub | others press | "
        "others say | others claim | others will | others like | others prefer | others offer | others teach | others "
        "treat | others explain | others talk | others call | others sell | others warm | others pour | others go | "
        "where others | to others | the lads | people who do | people who use | people who know | people who claim | "
        "people who offer | people who practise | people who practice | people who work | next door do | next door "
        "does | next door use* | next door say*"
    ),
    "_sources": (
        "my teacher | our teacher | my tutor | my mentor | my old teacher | trainer | trainers | instructor | "
        "instructors | surgeons | doctors"
    ),
}


def _asides() -> Phrases:
    left_out = {*_PERSONS, *_LEARNED, *_UNCLEAR}
    return tuple(phrase for phrase in ASIDES if phrase not in left_out) + _CLEARER


def _statements() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, said in ENGLISH.statements.items():
        left_out = set(phrases(_LEFT_OUT.get(name, "")))
        kept = [phrase for phrase in phrases(said) if phrase not in left_out]
        found[name] = " | ".join(" ".join(phrase) for phrase in (*kept, *phrases(_PUT_IN.get(name, ""))))
    return found


ENGLISH_SECOND = replace(
    ENGLISH,
    asides=_asides(),
    statements=_statements(),
    affirmations=ENGLISH.affirmations | words("because then"),
    staff=words("therapists practitioners masseurs specialists clinics physios physiotherapists osteopaths trainers"),
    denies_own=True,
    provisos=words("if"),
    short_denials=phrases("none of it | none of that | none of this"),
    # "I pressed it and she felt her pain; now I always do" is an experience.
    past_counts=True,
)
