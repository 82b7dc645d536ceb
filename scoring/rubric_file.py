"""Reads the tables of a rubric file into their types and collects every fault on the way."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .amount import AmountWords
from .criterion import Criterion
from .doubt import Doubts, read_doubts
from .evidence import CLAIM_LEAD
from .facts import RELATION_REACH, Fact, Knowledge
from .fitted import read_calibration, with_fitted
from .guard_shares import read_guard_shares
from .languages import EDITIONS, GRAMMARS
from .places import Places
from .questionnaire import Choice, Question
from .rows import RowWeights, read_rows
from .rubric_table import UNNAMED, Table, known_concepts
from .strangers import Strangers
from .structures import read_structures
from .subject import Subjects, read_subjects
from .topics import Topics, read_topics
from .vocabulary import read_concepts
from .wording import WordWeights, read_word_weights

_AMOUNT_KEYS = ("topic", "little", "lots", "late", "throughout", "low", "high", "against")
_PLACES = ("here", "elsewhere", "others", "people", "animals", "treated")
_POLARITIES = ("affirmed", "denied", "any")
_CRITERION_KEYS = frozenset(
    {"id", "label", "note", "points", "more", "max", "any", "near", "window", "ordered", "amount", "fact"}
    | {"polarity", "unless", "beside", "core"}
)
_QUESTION_KEYS = frozenset(
    {
        "id",
        "title",
        "asked_as",
        "own_words_hint",
        "choice_legend",
        "weight",
        "full_points",
        "polarity",
        "echo",
        "no_denies",
    }
    | {"choices", "criteria"}
)
_TOP_KEYS = frozenset(
    {"version", "title", "concepts", "protected", "amount", "knowledge", "questions", "fitted", "language", "places"}
    | {"fewest_words", "arrows", "beside_worth", "order_known", "other_worth", "form_words", "edition", "choice_alone"}
    | {"enough_words"}
)
_KNOWLEDGE_KEYS = frozenset(
    {"objects", "far", "facts", "relations", "effects", "structures", "strangers"} | {"followed", "unbroken", "nearest"}
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Parts:
    """What a rubric is made of, and the faults; with any fault the rest must not be used."""

    version: str
    concepts: dict[str, str]
    protected: frozenset[str]
    language: str
    amount_words: AmountWords
    knowledge: Knowledge
    places: Places
    form_words: tuple[str, ...]
    subjects: Subjects
    topics: Topics
    words: WordWeights
    doubts: Doubts
    rows: RowWeights
    guard_shares: Mapping[str, float]
    calibration: float
    choice_alone: float
    enough_words: int
    fewest_words: int
    beside_worth: float
    order_known: float
    other_worth: float
    arrows: bool
    edition: int
    questions: tuple[Question, ...]
    faults: tuple[str, ...]


def read_parts(data: Mapping[str, Any]) -> Parts:
    """The parts of a parsed rubric file; `faults` tells everything that is wrong with it."""
    faults: list[str] = []
    top = Table(data, "", faults)
    top.only(_TOP_KEYS)
    concepts = read_concepts(top)
    fitted = Table(top.data.get("fitted", {}), "fitted", faults)
    asked = _questions(top, concepts)
    questions = with_fitted(fitted, asked) if "fitted" in top.data else asked
    return Parts(
        version=top.string("version"),
        concepts=concepts,
        protected=frozenset(top.strings("protected")),
        language=_one_of(top, "language", tuple(GRAMMARS), "en"),
        amount_words=_amount_words(top, concepts, questions),
        knowledge=_knowledge(top, concepts),
        places=_places(top, concepts, questions),
        form_words=known_concepts(top, "form_words", top.strings("form_words"), concepts),
        subjects=read_subjects(fitted, len(questions), concepts),
        topics=read_topics(fitted, [question.id for question in questions]),
        words=read_word_weights(fitted, [question.id for question in questions]),
        doubts=read_doubts(fitted),
        rows=read_rows(fitted),
        guard_shares=read_guard_shares(fitted),
        calibration=read_calibration(fitted),
        choice_alone=top.number("choice_alone", 0.0, 1.0, CLAIM_LEAD),
        enough_words=top.whole("enough_words", 0, 200, 0),
        fewest_words=top.whole("fewest_words", 0, 20, 0),
        beside_worth=top.number("beside_worth", 0.0, 2.0, 2.0),
        order_known=top.number("order_known", 0.0, 1.0, 0.0),
        other_worth=top.number("other_worth", 0.0, 2.0, 2.0),
        arrows=top.flag("arrows"),
        edition=top.whole("edition", 1, EDITIONS, 1),
        questions=questions,
        faults=tuple(faults),
    )


def _amount_words(top: Table, concepts: Mapping[str, str], questions: Sequence[Question]) -> AmountWords:
    table = Table(top.data.get("amount", {}), "amount", top.faults)
    table.only(frozenset({*_AMOUNT_KEYS, "others"}))
    words = {key: known_concepts(table, key, table.strings(key), concepts) for key in _AMOUNT_KEYS}
    if not words["topic"] and any(c.amount for q in questions for c in q.criteria):
        table.fault("topic", "is needed because a criterion uses amount")
    return AmountWords(**words, others=table.flag("others"))


def _knowledge(top: Table, concepts: Mapping[str, str]) -> Knowledge:
    table = Table(top.data.get("knowledge", {}), "knowledge", top.faults)
    table.only(_KNOWLEDGE_KEYS)
    objects = known_concepts(table, "objects", table.strings("objects"), concepts)
    facts = [_fact(fact, concepts) for fact in table.tables("facts")]
    more, effects = read_structures(table, concepts)
    far = known_concepts(table, "far", table.strings("far"), concepts)
    strangers = _strangers(table, concepts)
    return Knowledge(
        objects,
        (*facts, *more),
        frozenset(far),
        tuple(effects),
        table.flag("followed"),
        table.flag("unbroken"),
        table.flag("nearest"),
        strangers,
    )


def _strangers(knowledge: Table, concepts: Mapping[str, str]) -> Strangers:
    found: dict[str, dict[str, frozenset[str]]] = {}
    for table in knowledge.tables("strangers"):
        table.only(frozenset({"subject", "never", "unless", "source"}))
        subject = table.string("subject")
        known_concepts(table, "subject", [subject], concepts)
        table.string("source")
        never, unless = (known_concepts(table, key, table.strings(key), concepts) for key in ("never", "unless"))
        found.setdefault(subject, {}).update(dict.fromkeys(never, frozenset(unless)))
    return Strangers(found)


def _fact(table: Table, concepts: Mapping[str, str]) -> Fact:
    table.only(frozenset({"subject", "relation", "objects", "reach"}))
    subject, relation = table.string("subject"), table.string("relation")
    known_concepts(table, "subject", [subject], concepts)
    known_concepts(table, "relation", [relation], concepts)
    objects = frozenset(known_concepts(table, "objects", table.strings("objects"), concepts))
    return Fact(subject, relation, objects, table.whole("reach", 1, 50, RELATION_REACH))


def _places(top: Table, concepts: Mapping[str, str], questions: Sequence[Question]) -> Places:
    table = Table(top.data.get("places", {}), "places", top.faults)
    table.only(frozenset({*_PLACES, "questions"}))
    asked, ids = table.strings("questions"), {question.id for question in questions}
    for question_id in asked:
        if ids.isdisjoint((question_id, UNNAMED)):
            table.fault("questions", f"names the question {question_id!r}, which is not under [[questions]]")
    named = {key: known_concepts(table, key, table.strings(key), concepts) for key in _PLACES}
    return Places(questions=frozenset(asked), **named)


def _questions(top: Table, concepts: Mapping[str, str]) -> tuple[Question, ...]:
    questions = [_question(table, concepts) for table in top.tables("questions")]
    if not questions:
        top.fault("questions", "must list at least one question")
    _distinct(top, "questions", [q.id for q in questions])
    _distinct(top, "criteria", [c.id for q in questions for c in q.criteria])
    total = math.fsum(q.weight for q in questions)
    return tuple(replace(q, weight=q.weight / total) for q in questions) if total > 0 else tuple(questions)


def _distinct(table: Table, name: str, ids: Sequence[str]) -> None:
    for repeated in sorted({i for i in ids if i != UNNAMED and ids.count(i) > 1}):
        table.fault(name, f"has the id {repeated!r} more than once")


def _question(table: Table, concepts: Mapping[str, str]) -> Question:
    table.only(_QUESTION_KEYS)
    polarity = _one_of(table, "polarity", _POLARITIES, "affirmed")
    choices = tuple(_choice(choice) for choice in table.tables("choices"))
    _distinct(table, "choices", [c.value for c in choices])
    criteria = tuple(_criterion(c, concepts, polarity) for c in table.tables("criteria"))
    if not any(not c.penalty for c in criteria):
        table.fault("criteria", "must list at least one criterion that earns points")
    return Question(
        id=table.string("id"),
        title=table.string("title"),
        asked_as=table.string("asked_as"),
        own_words_hint=table.string("own_words_hint", ""),
        choice_legend=table.string("choice_legend", "How do you usually do it?"),
        weight=table.number("weight", 1e-6, 1e6),
        choices=choices,
        criteria=criteria,
        full_points=table.number("full_points", 0.1, 1e6),
        echo=table.strings("echo"),
        no_denies=table.flag("no_denies"),
    )


def _choice(table: Table) -> Choice:
    table.only(frozenset({"value", "label", "claim"}))
    return Choice(table.string("value"), table.string("label"), table.number("claim", 0.0, 1.0))


def _one_of(table: Table, name: str, values: Sequence[str], default: str) -> str:
    value = table.string(name, default)
    if value not in values:
        table.fault(name, f"must be one of {', '.join(v or 'nothing' for v in values)}")
        return default
    return value


def _criterion(table: Table, concepts: Mapping[str, str], polarity: str) -> Criterion:
    table.only(_CRITERION_KEYS)
    points = table.number("points", -1e6, 1e6)
    if points == 0.0:
        table.fault("points", "must not be 0")
    most = (-1e6, points) if points < 0 else (points, 1e6)
    if not table.is_read("points"):
        points, most = 1.0, (-1e6, 1e6)
    criterion = Criterion(
        id=table.string("id"),
        label=table.string("label"),
        note=table.string("note", ""),
        points=points,
        more=table.number("more", 0.0, 1e6, 0.0),
        max_points=table.number("max", *most, points),
        any=known_concepts(table, "any", table.strings("any"), concepts),
        near=_groups(table, concepts),
        window=table.whole("window", 1, 2000, 16),
        ordered=table.flag("ordered"),
        amount=_one_of(table, "amount", ("", "low", "high"), ""),
        fact=table.flag("fact"),
        beside=table.flag("beside"),
        core=table.flag("core"),
        polarity=_one_of(table, "polarity", _POLARITIES, polarity),
        unless=known_concepts(table, "unless", table.strings("unless"), concepts),
    )
    ways = [bool(criterion.any), bool(criterion.near), bool(criterion.amount), criterion.fact]
    if sum(ways) != 1 and table.is_read("any", "near", "amount", "fact"):
        table.fault("", "must have exactly one of any, near, amount and fact")
    return criterion


def _groups(table: Table, concepts: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    value = table.data.get("near", [])
    if not isinstance(value, list) or not all(
        isinstance(group, list) and group and all(isinstance(name, str) for name in group) for group in value
    ):
        table.give_up("near", "must be a list of lists of concepts")
        return ()
    if len(value) == 1:
        table.fault("near", "must have at least two groups")
    return tuple(known_concepts(table, "near", group, concepts) for group in value)
