"""English as rubric 15 reads it: avoidance in several words, work that others do, notes of a session in rows."""

from __future__ import annotations

from dataclasses import replace

from .english_third import ENGLISH_THIRD
from .grammar import phrases, words

# Each denies what it names, as "avoid" does: a dry "I steer clear of oil" is little oil, and no fascia is no fascia.
_AVOIDING = phrases(
    "draw the line at | draws the line at | drew the line at | steer clear of | steers clear of | steered clear of | "
    "steer well clear of | steers well clear of | stay clear of | stays clear of | stay well clear of | keep clear of "
    "| keeps clear of | keep well clear of | stay away from | stays away from | stay well away from | keep away from "
    "| keeps away from | keep well away from | shy away from | shies away from | run a mile from | runs a mile from "
    "| turned my back on | turned our backs on | sworn off | swore off | gave up on | given up on | did away with | "
    "done away with | do away with | dispense with | dispensed with | "
    "ditched | binned | banned | shun | shuns | shunned | forgo | forego | eschew | eschews"
)
_LEFT_ALONE = (
    "leave shut | leave well alone | left well alone | not find that here | not find it here | "
    "not find any of that | not find any of it | more than my job | above my pay grade | not on my menu | "
    "not on our menu | none of my business | count me out"
)
_SCORNED = (
    "that will be the day | fat chance | chance would be a fine | pigs might fly | when pigs fly | dream on | "
    "pull the other one"
)
_NEIGHBOURS = (
    "salon across | salon down | salon up | spa across | spa down | spa up | shop across | place across | "
    "clinic down | clinic up | a resort will | resorts will | hotels will | the resort will | the salon will"
)

ENGLISH_FOURTH = replace(
    ENGLISH_THIRD,
    instead=ENGLISH_THIRD.instead + _AVOIDING,
    # "Nothing but the glutes" is the glutes.
    after_negation_neutral=ENGLISH_THIRD.after_negation_neutral | words("but"),
    statements={
        **ENGLISH_THIRD.statements,
        "_unable": f"{ENGLISH_THIRD.statements['_unable']} | {_LEFT_ALONE}",
        "_retracted": f"{ENGLISH_THIRD.statements['_retracted']} | {_SCORNED}",
        "_others": f"{ENGLISH_THIRD.statements['_others']} | {_NEIGHBOURS}",
    },
    others_cost_nothing=True,
    asks_without_verb=True,
    states=words(
        "short shortened weak weakened tight long lazy lengthened overworked stiff flat tilted tips tipped tucked "
        "curved inhibited strong overactive stuck"
    ),
    # Of whom a text speaks to is no order yet; what it wants of them is.
    addressed=(
        r"\b(?:moderators?|reviewers?|who(?:ever|soever)? (?:checks|reads|scores|marks|grades)(?: \w+){0,6})\b"
        r"[^.!?]{0,60}"
        r"\b(?:please|kindly|approve|accept|publish|trust|score|mark|grade|rate|rank|count|pass|points?|criteri\w+|treat"
        r"|consider|confirm|verif\w+|note that|take it|full)\b"
        r"|\b(?:please|kindly|dear|approved?|verified|checked|confirmed|accepted|passed|graded|scored)\b[^.!?]{0,40}"
        r"\b(?:moderators?|reviewers?|who(?:ever|soever)? (?:checks|reads|scores|marks|grades))\b"
    ),
)
