"""Statements held against what is known: which muscle attaches, lies, is felt or pulls where, by the rubric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .lexicon import Hit, Hits
from .normalise import Prepared
from .polarity import Stance

RELATION_REACH = 6
OBJECT_REACH = 7
NEAR_REACH = 3
STATE_REACH = 3
EFFECT_REACH = 10


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fact:
    """What may stand where: a `subject` in `relation` with one of `objects`; any other known object is wrong.

    `reach` is how many words may lie between subject and relation. In a `strict` relation one wrong object is enough,
    else a right one beside it excuses it, unless it is far.
    """

    subject: str
    relation: str
    objects: frozenset[str]
    reach: int = RELATION_REACH
    strict: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Effect:
    """What a `subject` in a `state` (the concepts of "tight", say) does not do: `wrong`."""

    subject: str
    state: str
    wrong: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Knowledge:
    """The concepts that can be objects of statements, and the facts about them.

    An object in `far` is wrong for a subject that does not allow it, even beside an object that is right.
    """

    objects: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    far: frozenset[str] = frozenset()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Places:
    """The concepts of the part of the body that `questions` ask about, and those of other parts."""

    here: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    questions: frozenset[str] = frozenset()


def contradictions(knowledge: Knowledge, prepared: Prepared, hits: Hits, stance: Stance) -> list[Hit]:
    """Statements in one sentence that no fact allows, as one span each."""
    return [*_misplaced(knowledge, prepared, hits, stance), *_reversed(knowledge, prepared, hits, stance)]


def _misplaced(knowledge: Knowledge, prepared: Prepared, hits: Hits, stance: Stance) -> list[Hit]:
    """ "Subject relation object" whose object no fact allows."""
    places = sorted((h for name in knowledge.objects for h in hits.get(name, ())), key=lambda h: h.first)
    if not places:
        return []
    wrong = []
    for (subject, relation, reach, strict), objects in _allowed(knowledge.facts).items():
        for said in hits.get(subject, ()):
            link = _next(prepared, hits.get(relation, ()), said, reach)
            if link is not None and reach <= NEAR_REACH and not _same_clause(prepared, said, link):
                link = None
            if link is None or stance.denied[link.first] or not stance.stands(link.first):
                continue
            named = _all_next(prepared, places, link, OBJECT_REACH if reach > NEAR_REACH - 1 else NEAR_REACH)
            strange = [place for place in named if place.concept not in objects]
            far = [place for place in strange if place.concept in knowledge.far]
            if strange and (far or strict or len(strange) == len(named)):
                last = (far or strange)[0]
                wrong.append(Hit(f"{subject} {relation}", f"{said.term} {link.term}", said.first, last.last))
    return wrong


def _same_clause(prepared: Prepared, one: Hit, other: Hit) -> bool:
    return prepared.tokens[one.last].clause == prepared.tokens[other.first].clause


def _reversed(knowledge: Knowledge, prepared: Prepared, hits: Hits, stance: Stance) -> list[Hit]:
    """ "Tight subject does the opposite of what it does", no other subject standing between."""
    subjects = {effect.subject for effect in knowledge.effects}
    others = sorted((h for name in subjects for h in hits.get(name, ())), key=lambda h: h.first)
    if not others:
        return []
    listed = {
        index
        for name in {fact.subject for fact in knowledge.facts}
        for hit in hits.get(name, ())
        for index in range(hit.first, hit.last + 1)
    }
    claims = [
        (effect, said, states)
        for effect in knowledge.effects
        for said in hits.get(effect.subject, ())
        for states in (_states(knowledge, prepared, hits, effect, said, listed),)
        if states
    ]
    wrong = []
    for effect, said, states in claims:
        result = _next(prepared, hits.get(effect.wrong, ()), said, EFFECT_REACH)
        if result is None or stance.denied[result.first] or not stance.stands(result.first):
            continue
        alike = [one for claim, one, _ in claims if (claim.state, claim.wrong) == (effect.state, effect.wrong)]
        if any(said.last < other.first < result.first and other not in alike for other in others):
            continue
        first = min(states[0].first, said.first)
        wrong.append(Hit(f"{effect.subject} {effect.state}", f"{said.term} {result.term}", first, result.last))
    return wrong


def _states(
    knowledge: Knowledge, prepared: Prepared, hits: Hits, effect: Effect, said: Hit, listed: set[int]
) -> list[Hit]:
    """The state that stands closest to a subject, if it is that of `effect`; `listed` are the words of all subjects."""
    named = sorted({one.state for one in knowledge.effects})
    near = [h for name in named for h in hits.get(name, ()) if _beside(prepared, h, said, listed)]
    closest = min(near, key=lambda h: (max(h.first - said.last, said.first - h.last), h.first), default=None)
    return [closest] if closest is not None and closest.concept == effect.state else []


def _beside(prepared: Prepared, state: Hit, said: Hit, listed: set[int]) -> bool:
    """Whether a state stands right by a subject in the same clause.

    What is joined on between them parts them, except a list that ends in one state: "glutes and abdominals are weak".
    """
    tokens = prepared.tokens
    if tokens[state.first].clause != tokens[said.first].clause:
        return False
    between = range(min(state.last, said.last) + 1, max(state.first, said.first))
    words = [index for index in between if index not in listed]
    joined = sum(tokens[index].text in prepared.grammar.joiners for index in words)
    if not joined:
        return len(between) < STATE_REACH
    return said.last < state.first and joined == 1 and len(words) <= STATE_REACH and state.last + 1 not in listed


@lru_cache(maxsize=16)
def _allowed(facts: tuple[Fact, ...]) -> dict[tuple[str, str, int, bool], set[str]]:
    allowed: dict[tuple[str, str, int, bool], set[str]] = {}
    for fact in facts:
        allowed.setdefault((fact.subject, fact.relation, fact.reach, fact.strict), set()).update(fact.objects)
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
        if link.first <= place.first <= link.last + reach and prepared.tokens[place.first].sentence == sentence
    ]
