"""The phrase a search result quotes: the sentence that earned most, cut to a readable length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..scorekeeping import CriterionRow, Reading

QUOTE_LENGTH = 140
# What can bring no more than this stands in answers of every kind: it is quoted where there is nothing else.
SMALL_CHANGE = 0.5
# In place of what the quoted words say: nobody knows.
UNREAD = "unread"
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Quote:
    """A therapist's own words, the criterion they met and the question they answered. Empty when nothing was met.

    Of an answer that says little of what is asked there is no `label`: the words speak for themselves. It is UNREAD
    where they are in a language that is not read; `language` is the code of one other than that of the questions.
    """

    text: str = ""
    label: str = ""
    question_id: str = ""
    language: str = ""


def best_quote(readings: Sequence[Reading]) -> Quote:
    """The sentence behind the criterion that earned most of what it can, weighted by what the question counts.

    Where most of the words are in a language that is not read, how the first of those begin.
    """
    written = [one for one in readings if one.text]
    unread = [one for one in written if one.unread]
    if len(unread) * 2 > len(written):
        return Quote(opening(unread[0].text), UNREAD, unread[0].question.id)
    return _best([(reading, row) for reading in readings for row in reading.criteria])


def quote_from(reading: Reading) -> Quote:
    """The sentence of one answer behind the criterion that earned most; empty when nothing was met."""
    return _best([(reading, row) for row in reading.criteria])


def opening(text: str) -> str:
    """How a text begins, for one in which nothing was found: cut between words to QUOTE_LENGTH characters."""
    plain = " ".join(text.split())
    return plain if len(plain) <= QUOTE_LENGTH else plain[:QUOTE_LENGTH].rpartition(" ")[0] + " …"


def _best(pairs: list[tuple[Reading, CriterionRow]]) -> Quote:
    found = [(reading, row) for reading, row in pairs if row.is_marked and row.earns]
    if not found:
        return Quote()
    reading, row = max(found, key=_worth)
    label = "" if reading.says_little else row.label
    return Quote(_sentence(reading.text, row.spans[0]), label, reading.question.id, reading.language_code)


def _worth(pair: tuple[Reading, CriterionRow]) -> tuple[bool, bool, float, float]:
    """What speaks to the question goes before small change and knowledge beside it, whatever those earned."""
    reading, row = pair
    beside = any(criterion.beside for criterion in reading.question.criteria if criterion.id == row.id)
    speaks = not beside and row.max_points >= SMALL_CHANGE
    worth = reading.question.weight * row.points / max(row.max_points, 0.001) * reading.share
    return (not reading.says_little, speaks, worth, row.points)


def _sentence(text: str, span: tuple[int, int]) -> str:
    """The sentence around `span`, shortened at word borders to QUOTE_LENGTH characters."""
    start = max((m.end() for m in SENTENCE_END.finditer(text) if m.end() <= span[0]), default=0)
    end = min((m.start() for m in SENTENCE_END.finditer(text) if m.start() >= span[1]), default=len(text))
    sentence = " ".join(text[start:end].split())
    if len(sentence) <= QUOTE_LENGTH:
        return sentence
    offset = max(0, min(span[0] - start - 30, len(sentence) - QUOTE_LENGTH))
    piece = sentence[offset : offset + QUOTE_LENGTH]
    if offset:
        piece = "… " + piece.partition(" ")[2]
    if offset + QUOTE_LENGTH < len(sentence):
        piece = piece.rpartition(" ")[0] + " …"
    return piece
