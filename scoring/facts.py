"""Statements held against what is known: which muscle attaches, lies or is felt where, as the rubric lists it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .lexicon import Hit, Hits
from .normalise import Prepared
from .polarity import Stance

RELATION_REACH = 6
OBJECT_REACH = 7


@dataclass(frozen=True, slots=True)
class Fact:
    """What may stand where: a `subject` in `relation` with one of `objects`; any other known object is wrong.

    `reach` is how many words may lie between subject and relation.
    """

    subject: str
    relation: str
    objects: frozenset[str]
    reach: int = RELATION_REACH


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The concepts that can be objects of statements, and the facts about them."""

    objects: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


def contradictions(knowledge: Knowledge, prepared: Prepared, hits: Hits, stance: Stance) -> list[Hit]:
    """Statements "subject relation object" in one sentence whose object no fact allows, as one span each."""
    places = sorted((h for name in knowledge.objects for h in hits.get(name, ())), key=lambda h: h.first)
    if not places:
        return []
    allowed = _allowed(knowledge)
    wrong = []
    for (subject, relation, reach), objects in allowed.items():
        for said in hits.get(subject, ()):
            link = _next(prepared, hits.get(relation, ()), said, reach)
            if link is None or stance.denied[link.first]:
                continue
            named = _all_next(prepared, places, link, OBJECT_REACH if reach > 2 else 3)
            if named and not any(place.concept in objects for place in named):
                wrong.append(Hit(f"{subject} {relation}", f"{said.term} {link.term}", said.first, named[0].last))
    return wrong


def _allowed(knowledge: Knowledge) -> dict[tuple[str, str, int], set[str]]:
    allowed: dict[tuple[str, str, int], set[str]] = {}
    for fact in knowledge.facts:
        allowed.setdefault((fact.subject, fact.relation, fact.reach), set()).update(fact.objects)
    return allowed


def _next(prepared: Prepared, hits: Sequence[Hit], after: Hit, reach: int) -> Hit | None:
    sentence = prepared.tokens[after.first].sentence
    for hit in hits:
        if 0 < hit.first - after.last <= reach and prepared.tokens[hit.first].sentence == sentence:
            return hit
    return None


def _all_next(prepared: Prepared, places: Sequence[Hit], link: Hit, reach: int) -> list[Hit]:
    sentence = prepared.tokens[link.first].sentence
    return [
        place
        for place in places
        if 0 <= place.first - link.first <= reach and prepared.tokens[place.first].sentence == sentence
    ]
