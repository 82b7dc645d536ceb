"""What is never so of a structure of the body, in whatever words it is said of it.

Facts read "subject relation object"; people write of anatomy without any word that could be listed as the relation.
Where a muscle and what it never does or reaches stand close together, and no other structure between them, that is
enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .lexicon import Hit, Hits
from .normalise import Prepared
from .polarity import Stance

REACH = 12
OPENING = 2


@dataclass(frozen=True, eq=False, repr=False)
class Strangers:
    """By subject the concepts that are `never` said of it, each with those that excuse it in the same sentence.

    Subjects of which nothing is listed stand between: what follows them is said of them.
    """

    never: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """Every concept that is never said of some subject."""
        return tuple(sorted({name for listed in self.never.values() for name in listed}))

    def told(self, prepared: Prepared, hits: Hits, stance: Stance) -> list[Hit]:
        """What a text says of a subject that is never so, each from the subject on."""
        said = [hit for name in self.concepts for hit in hits.get(name, ())]
        if not said:
            return []
        named = self._named(prepared, hits)
        found = [self._told(prepared, hits, named, hit) for hit in said if _stands(stance, hit)]
        return [hit for hit in found if hit is not None]

    def _told(self, prepared: Prepared, hits: Hits, named: list[Hit], said: Hit) -> Hit | None:
        sentence = prepared.tokens[said.first].sentence
        before = [hit for hit in named if hit.last < said.first and prepared.tokens[hit.last].sentence == sentence]
        if not before or said.first - before[-1].last > REACH:
            return None
        nearest = [hit for hit in before if hit.last == before[-1].last]
        if not all(said.concept in self.never[hit.concept] for hit in nearest):
            return None
        subject = nearest[0]
        # "Hamstrings first, then the groin": what comes next is not said of what came before.
        if not prepared.grammar.moving_on.isdisjoint(prepared.words[subject.last + 1 : said.first]):
            return None
        excuses = [hit for name in self.never[subject.concept][said.concept] for hit in hits.get(name, ())]
        if any(prepared.tokens[hit.first].sentence == sentence for hit in excuses):
            return None
        return Hit(f"{subject.concept} {said.concept}", f"{subject.term} {said.term}", subject.first, said.last)

    def _named(self, prepared: Prepared, hits: Hits) -> list[Hit]:
        """The mentions of subjects, and the pronouns that open a clause and stand for the last of them."""
        named = sorted((hit for name in self.never for hit in hits.get(name, ())), key=_end)
        standing: list[Hit] = []
        for index, word in enumerate(prepared.words):
            if word not in prepared.grammar.subject_pronouns or not opens_clause(prepared, index):
                continue
            before = [hit for hit in named if hit.last < index]
            if before and prepared.tokens[index].sentence - prepared.tokens[before[-1].last].sentence <= 1:
                standing += [Hit(hit.concept, hit.term, index, index) for hit in before if hit.last == before[-1].last]
        return sorted([*named, *standing], key=_end)


def opens_clause(prepared: Prepared, index: int) -> bool:
    """Whether a word is the first or second of its clause."""
    clause = prepared.tokens[index].clause
    return index < OPENING or prepared.tokens[index - OPENING].clause != clause


def _stands(stance: Stance, hit: Hit) -> bool:
    return not stance.denied[hit.first] and stance.stands(hit.first)


def _end(hit: Hit) -> tuple[int, int]:
    return hit.last, hit.first
