"""Structures of the body as a rubric lists them, each with its source, turned into facts and effects."""

from __future__ import annotations

from collections.abc import Mapping

from .facts import RELATION_REACH, Effect, Fact
from .rubric_table import Table, known_concepts

_RELATION_KEYS = frozenset({"name", "concept", "reach", "strict"})
_EFFECT_KEYS = frozenset({"short", "slack", "opposites", "told"})


def read_structures(knowledge: Table, concepts: Mapping[str, str]) -> tuple[list[Fact], list[Effect]]:
    """The facts and effects that follow from `relations`, `effects` and `structures` of the section `[knowledge]`.

    A structure lists under the name of each relation the objects it may stand in that relation with, under `short` what
    it does when it is short, and under `source` where that is taken from.
    """
    relations = _relations(knowledge, concepts)
    short, slack, opposite, told = _effects(knowledge, concepts)
    facts: list[Fact] = []
    effects: list[Effect] = []
    for table in knowledge.tables("structures"):
        table.only(frozenset({"concept", "source", "short"} | {name for name, _, _, _ in relations}))
        subject = table.string("concept")
        known_concepts(table, "concept", [subject], concepts)
        table.string("source")
        for name, relation, reach, strict in relations:
            objects = known_concepts(table, name, table.strings(name), concepts)
            if objects:
                facts.append(Fact(subject, relation, frozenset(objects), reach, strict))
        effect = table.string("short", "")
        if effect and effect not in opposite and (opposite or "effects" not in knowledge.data):
            table.fault("short", "must be one of the opposites under [knowledge.effects]")
        elif effect in opposite:
            effects += [Effect(subject, short, opposite[effect], told=told), Effect(subject, slack, effect)]
    return facts, effects


def _relations(knowledge: Table, concepts: Mapping[str, str]) -> list[tuple[str, str, int, bool]]:
    found = []
    for table in knowledge.tables("relations"):
        table.only(_RELATION_KEYS)
        concept = table.string("concept")
        known_concepts(table, "concept", [concept], concepts)
        reach = table.whole("reach", 1, 50, RELATION_REACH)
        found.append((table.string("name"), concept, reach, table.flag("strict")))
    return found


def _effects(knowledge: Table, concepts: Mapping[str, str]) -> tuple[str, str, dict[str, str], bool]:
    """The concepts of "short" and "slack", each effect with its opposite, and whether effects may be told first."""
    if "effects" not in knowledge.data:
        return "", "", {}, False
    table = Table(knowledge.data["effects"], "knowledge.effects", knowledge.faults)
    table.only(_EFFECT_KEYS)
    short, slack = table.string("short"), table.string("slack")
    pair = table.strings("opposites")
    if len(pair) != 2:
        table.fault("opposites", "must be a list of two concepts")
        return short, slack, {}, False
    known_concepts(table, "short", [short], concepts)
    known_concepts(table, "slack", [slack], concepts)
    known_concepts(table, "opposites", pair, concepts)
    return short, slack, {pair[0]: pair[1], pair[1]: pair[0]}, table.flag("told")
