"""Statements held against what is known: which muscle attaches, lies, is felt or pulls where, by the rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from .lexicon import Hit, Hits
from .nearness import said_of_nearer
from .normalise import Prepared
from .polarity import Stance
from .sharing import unshared
from .strangers import Strangers, opens_clause

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


class _Allowed(NamedTuple):
    """All facts about one subject and one relation together."""

    number: int
    subject: str
    relation: str
    reach: int
    strict: bool
    objects: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Effect:
    """What a `subject` in a `state` (the concepts of "tight", say) does not do: `wrong`.

    `told` is whether "where it does that, the subject is in this state" is wrong as well.
    """

    subject: str
    state: str
    wrong: str
    told: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Knowledge:
    """The concepts that can be objects of statements, and the facts about them.

    An object in `far` is wrong for a subject that does not allow it, even beside an object that is right. Where
    `followed`, a pronoun stands for the subject named last, and a further relation in the sentence is said of the last
    subject before it: "It begins at …", "… and ends on …". Where `unbroken`, no relation is read over a comma: in "it
    drags the front down; behind, the erectors …" nothing lies "behind the" erectors.
    """

    objects: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    far: frozenset[str] = frozenset()
    effects: tuple[Effect, ...] = ()
    followed: bool = False
    unbroken: bool = False
    nearest: bool = False
    strangers: Strangers = field(default_factory=Strangers)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The concepts that facts are known about."""
        return frozenset(fact.subject for fact in self.facts)

    @cached_property
    def allowed(self) -> Mapping[str, Sequence[_Allowed]]:
        """By subject what may stand in each relation, numbered in the order of the rubric."""
        objects: dict[tuple[str, str, int, bool], set[str]] = {}
        for fact in self.facts:
            objects.setdefault((fact.subject, fact.relation, fact.reach, fact.strict), set()).update(fact.objects)
        found: dict[str, list[_Allowed]] = {}
        for number, (key, places) in enumerate(objects.items()):
            found.setdefault(key[0], []).append(_Allowed(number, *key, frozenset(places)))
        return found

    @cached_property
    def subjects_of(self) -> Mapping[str, frozenset[str]]:
        """By object the subjects that any fact joins it with."""
        return {name: frozenset(fact.subject for fact in self.facts if name in fact.objects) for name in self.objects}

    @cached_property
    def affected(self) -> frozenset[str]:
        """The concepts that effects are known of."""
        return frozenset(effect.subject for effect in self.effects)

    @cached_property
    def results(self) -> Sequence[str]:
        """The concepts of what subjects do by being in a state."""
        return sorted({effect.wrong for effect in self.effects})

    @cached_property
    def states(self) -> Sequence[str]:
        """The concepts of the states that have effects."""
        return sorted({effect.state for effect in self.effects})


def contradictions(knowledge: Knowledge, prepared: Prepared, hits: Hits, stance: Stance) -> list[Hit]:
    """Statements in one sentence that no fact allows, as one span each."""
    placed = [*_misplaced(knowledge, prepared, hits, stance), *knowledge.strangers.told(prepared, hits, stance)]
    never = knowledge.strangers.never
    placed = unshared(prepared, hits, knowledge.subjects.union(never), never, placed)
    return [*placed, *_reversed(knowledge, prepared, hits, stance)]


def _misplaced(knowledge: Knowledge, prepared: Prepared, hits: Hits, stance: Stance) -> list[Hit]:
    """ "Subject relation object" whose object no fact allows."""
    places = sorted((h for name in knowledge.objects for h in hits.get(name, ())), key=lambda h: h.first)
    if not places:
        return []
    said_of = _said_of(knowledge, prepared, hits)
    wrong = []
    stated = [a for subject in said_of for a in knowledge.allowed.get(subject, ()) if a.relation in hits]
    for _, subject, relation, reach, strict, objects in sorted(stated):
        for said in said_of.get(subject, ()):
            relations = _unbroken(prepared, hits[relation]) if knowledge.unbroken else hits[relation]
            for link in _links(knowledge, prepared, relations, said, reach, said_of):
                if stance.denied[link.first] or not stance.stands(link.first):
                    continue
                named = _all_next(prepared, places, link, OBJECT_REACH if reach > NEAR_REACH - 1 else NEAR_REACH)
                if knowledge.nearest and reach <= NEAR_REACH:
                    named = [place for place in named if _same_clause(prepared, link, place)]
                strange = [place for place in named if place.concept not in objects]
                right = knowledge.subjects_of[strange[0].concept] if strange and knowledge.nearest else frozenset[str]()
                if said_of_nearer(prepared, said_of, right, said, link):
                    continue
                far = [place for place in strange if place.concept in knowledge.far]
                if strange and (far or strict or len(strange) == len(named)):
                    last = (far or strange)[0]
                    wrong.append(Hit(f"{subject} {relation}", f"{said.term} {link.term}", said.first, last.last))
    return wrong


def _unbroken(prepared: Prepared, relations: Sequence[Hit]) -> list[Hit]:
    tokens = prepared.tokens
    return [hit for hit in relations if tokens[hit.first].clause == tokens[hit.last].clause]


def _said_of(knowledge: Knowledge, prepared: Prepared, hits: Hits) -> Mapping[str, Sequence[Hit]]:
    """The mentions of each subject; where they are followed, with the pronouns that stand for them."""
    if not knowledge.followed:
        return hits
    named = sorted((hit for name in knowledge.subjects for hit in hits.get(name, ())), key=lambda h: (h.last, h.first))
    if not named:
        return {}
    found: dict[str, list[Hit]] = {}
    for hit in named:
        found.setdefault(hit.concept, []).append(hit)
    for index, word in enumerate(prepared.words):
        if word not in prepared.grammar.subject_pronouns:
            continue
        before = [hit for hit in named if hit.last < index]
        sentence = prepared.tokens[index].sentence
        if before and sentence - prepared.tokens[before[-1].last].sentence <= 1 and opens_clause(prepared, index):
            for hit in before:
                if hit.last == before[-1].last:
                    found[hit.concept].append(Hit(hit.concept, hit.term, index, index))
    return found


def _links(
    knowledge: Knowledge,
    prepared: Prepared,
    relations: Sequence[Hit],
    said: Hit,
    reach: int,
    said_of: Mapping[str, Sequence[Hit]],
) -> list[Hit]:
    """What is said of a mention: the next relation within reach, and where they are followed, those joined on to it."""
    link = _next(prepared, relations, said, reach)
    if link is not None and reach <= NEAR_REACH and not _same_clause(prepared, said, link):
        link = None
    if link is None or not knowledge.followed or reach <= NEAR_REACH:
        return [] if link is None else [link]
    sentence = prepared.tokens[said.first].sentence
    others = [hit.first for name in knowledge.subjects for hit in said_of.get(name, ()) if hit.first > said.last]
    turn = min(others, default=len(prepared.tokens))
    joined = [
        hit
        for hit in relations
        if link.last < hit.first < turn
        and prepared.tokens[hit.first].sentence == sentence
        and prepared.tokens[hit.first - 1].text in prepared.grammar.joiners
    ]
    return [link, *joined]


def _same_clause(prepared: Prepared, one: Hit, other: Hit) -> bool:
    return prepared.tokens[one.last].clause == prepared.tokens[other.first].clause


def _reversed(knowledge: Knowledge, prepared: Prepared, hits: Hits, stance: Stance) -> list[Hit]:
    """ "Tight subject does the opposite of what it does", no other subject standing between."""
    others = sorted((h for name in knowledge.affected for h in hits.get(name, ())), key=lambda h: h.first)
    if not others or not any(name in hits for name in knowledge.states):
        return []
    listed = {
        index for name in knowledge.subjects for hit in hits.get(name, ()) for index in range(hit.first, hit.last + 1)
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
        if result is None:
            if effect.told:
                wrong += _told_before(knowledge, prepared, hits, stance, effect, said, states[0])
            continue
        if stance.denied[result.first] or not stance.stands(result.first):
            continue
        alike = [one for claim, one, _ in claims if (claim.state, claim.wrong) == (effect.state, effect.wrong)]
        if any(said.last < other.first < result.first and other not in alike for other in others):
            continue
        first = min(states[0].first, said.first)
        wrong.append(Hit(f"{effect.subject} {effect.state}", f"{said.term} {result.term}", first, result.last))
    return wrong


def _told_before(
    knowledge: Knowledge, prepared: Prepared, hits: Hits, stance: Stance, effect: Effect, said: Hit, state: Hit
) -> list[Hit]:
    """ "In this tilt the subject is short", in one clause, where only the opposite comes of that."""
    first = min(state.first, said.first)
    results = [hit for name in knowledge.results for hit in hits.get(name, ()) if 0 < first - hit.last <= EFFECT_REACH]
    told = [hit for hit in results if _same_clause(prepared, hit, said) and stance.stands(hit.first)]
    if not told or any(hit.concept != effect.wrong or stance.denied[hit.first] for hit in told):
        return []
    named = [hit.first for name in knowledge.affected for hit in hits.get(name, ())]
    if any(told[-1].last < index < first for index in named):
        return []
    last = max(said.last, state.last)
    return [Hit(f"{effect.subject} {effect.state}", f"{told[-1].term} {said.term}", told[-1].first, last)]


def _states(
    knowledge: Knowledge, prepared: Prepared, hits: Hits, effect: Effect, said: Hit, listed: set[int]
) -> list[Hit]:
    """The state that stands closest to a subject, if it is that of `effect`; `listed` are the words of all subjects."""
    near = [h for name in knowledge.states for h in hits.get(name, ()) if _beside(prepared, h, said, listed)]
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
