"""What was found in one answer, line by line, so that a therapist can object to one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..choices import FLAGS
from ..models import Flag
from ..scorekeeping import CriterionRow, Reading
from ..scorekeeping.disputes import CRITERION, FLAG, GUARD

MISSING = "missing"


class ItemKind(StrEnum):
    """What a line says about the answer."""

    FOUND = "found"
    COSTS = "costs"
    NOT_OWN = "not_own"
    MISSING = "missing"
    HELD = "held"
    FLAG = "flag"


@dataclass(frozen=True)
class Item:
    """One line: the id it is stored under, what it says, and the words it rests on."""

    id: str
    kind: ItemKind
    label: str
    words: tuple[str, ...] = ()


def items(reading: Reading, flags: Sequence[Flag]) -> list[Item]:
    """Every line of a reading and every flag about it, what costs first."""
    order = [ItemKind.FLAG, ItemKind.HELD, ItemKind.COSTS, ItemKind.NOT_OWN, ItemKind.MISSING, ItemKind.FOUND]
    found = [*_of_flags(reading, flags), *_of_guards(reading), *_of_criteria(reading)]
    return sorted(found, key=lambda one: order.index(one.kind))


def _of_flags(reading: Reading, flags: Sequence[Flag]) -> Iterator[Item]:
    for flag in flags:
        if flag.question_id == reading.question.id:
            yield Item(f"{FLAG}{flag.id}", ItemKind.FLAG, FLAGS[flag.kind.value], tuple(flag.detail.get("words", ())))


def _of_guards(reading: Reading) -> Iterator[Item]:
    for guard, note in zip(reading.guards, reading.held, strict=True):
        yield Item(f"{GUARD}{guard}", ItemKind.HELD, note)


def _of_criteria(reading: Reading) -> Iterator[Item]:
    for row in reading.criteria:
        if row.earns or row.costs:
            kind = ItemKind.COSTS if row.costs else ItemKind.FOUND
            yield Item(f"{CRITERION}{row.id}", kind, row.label, _words(reading.text, row))
        elif row.not_own:
            yield Item(f"{CRITERION}{row.id}", ItemKind.NOT_OWN, row.label, _words(reading.text, row))
        elif row.status == MISSING and row.label in reading.open:
            yield Item(f"{CRITERION}{row.id}", ItemKind.MISSING, row.label)


def _words(text: str, row: CriterionRow) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in row.spans) if row.is_marked else ()
