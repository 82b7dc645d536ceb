"""English as rubric 25 reads it: comfort takes nothing back, and lists with "and" are left out or said as a whole."""

from __future__ import annotations

from dataclasses import replace

from .english_ninth import ENGLISH_NINTH
from .grammar import phrases, words

# What comforts a reader ("none of this is your fault") stands behind good answers; a denial says whose it is not.
_BARE = {f"none of {said} is" for said in ("it", "that", "this")}
_DENIED = (
    "true | real | mine | ours | me | us | here | my | our | what i | what we | what happens | what you get | "
    "what you will get | how i | how we | something i | something we | anything i | anything we | done here | done by "
    "me | offered | on offer | on our | on my | on the menu | available | part of | in my | for me | for us | meant | "
    "yet | practised | practiced | elbow work"
)


def _retracted() -> str:
    kept = [one for one in map(" ".join, phrases(ENGLISH_NINTH.statements["_retracted"])) if one not in _BARE]
    return " | ".join(kept + [f"{bare} {denied}" for bare in sorted(_BARE) for denied in _DENIED.split(" | ")])


ENGLISH_TENTH = replace(
    ENGLISH_NINTH,
    statements={**ENGLISH_NINTH.statements, "_retracted": _retracted()},
    negations=ENGLISH_NINTH.negations | words("skipping"),
    # "I skip the scalp, the feet and the arms."
    leaving_out=words("skip skips skipping"),
    left_joiners=words("and"),
    shares=words("and or"),
)
