"""A rubric: the questions, the words that express each concept, and what is known; loaded from a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .amount import AmountWords
from .errors import InvalidAnswer, InvalidRubric
from .facts import Knowledge
from .guards import content, runs
from .known import load_known
from .lexicon import Lexicon
from .questionnaire import Question
from .rubric_file import read_parts

DEFAULT = "clinical-massage-1"
PACKAGED = Path(__file__).parent / "rubrics"
LARGEST_FILE = 4_000_000


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rubric:
    """A loaded rubric. `version` is stored with every score made by it."""

    version: str
    questions: tuple[Question, ...]
    lexicon: Lexicon
    amount_words: AmountWords
    knowledge: Knowledge
    runs: Mapping[str, frozenset[tuple[str, ...]]]
    content: Mapping[str, frozenset[str]]
    known: frozenset[int]

    def question(self, question_id: str) -> Question:
        """The question with this id. Raises InvalidAnswer if the rubric has none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        known = ", ".join(question.id for question in self.questions)
        raise InvalidAnswer(str(question_id), f"no such question in rubric {self.version}, which has {known}")

    def question_runs(self, question_id: str) -> frozenset[tuple[str, ...]]:
        """The word runs of a question's wordings; repeating them earns nothing."""
        return self.runs[question_id]


def load_rubric(path: Path | None = None) -> Rubric:
    """The rubric in the file `path`, or the packaged one. Raises InvalidRubric naming the file and every faulty key."""
    return _packaged() if path is None else _load(path)


@lru_cache(maxsize=1)
def _packaged() -> Rubric:
    return _load(PACKAGED / f"{DEFAULT}.toml")


def _load(path: Path) -> Rubric:
    name = str(path)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidRubric(name, [f"the file cannot be read ({reason})"]) from error
    if len(content) > LARGEST_FILE:
        raise InvalidRubric(name, [f"the file is larger than {LARGEST_FILE} bytes"])
    try:
        data = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidRubric(name, [f"not a TOML file ({error})"]) from error
    return assemble(data, name, load_known(path))


def assemble(data: Mapping[str, Any], name: str = "rubric", known: frozenset[int] = frozenset()) -> Rubric:
    """The rubric of a parsed file, with the numbers of `known` texts. Raises InvalidRubric with every fault."""
    parts = read_parts(data)
    if parts.faults:
        raise InvalidRubric(name, parts.faults)
    return Rubric(
        version=parts.version,
        questions=parts.questions,
        lexicon=Lexicon(parts.concepts, parts.protected),
        amount_words=parts.amount_words,
        knowledge=parts.knowledge,
        runs={q.id: runs(q.wordings) for q in parts.questions},
        known=known,
        content={q.id: content(q.asked_as) for q in parts.questions},
    )
