"""What a text may be about instead: another part of the body, or no body at all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Places:
    """The concepts of the part of the body that `questions` ask about, and those of other parts.

    `others`, animals and things, can be spoken of in the same words as `people`, who are told by who they are and what
    they are made of. Of `animals` a text can speak that has parts of a body in it, if none of those `treated` is named.
    """

    here: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    questions: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    animals: tuple[str, ...] = ()
    treated: tuple[str, ...] = ()
