"""A rubric: the questions, the words that express each concept, and what is known; loaded from a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from .amount import AmountWords
from .doubt import Doubts
from .english import ENGLISH, PROTECTED
from .errors import InvalidAnswer, InvalidRubric, shortened, type_of
from .facts import Knowledge
from .grammar import Grammar
from .known import KnownText, load_known
from .languages import grammar_of
from .places import Places
from .questionnaire import Question
from .rows import RowWeights
from .rubric_file import Parts, read_parts
from .subject import Subjects
from .topics import Topics
from .vocabulary import Vocabularies, Vocabulary, read_vocabulary, vocabulary

DEFAULT = "clinical-massage-27"
PACKAGED = Path(__file__).parent / "rubrics"
LARGEST_FILE = 4_000_000


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rubric:
    """A loaded rubric. `version` is stored with every score made by it.

    Texts of fewer than `fewest_words` are held back. One that meets no core criterion is not, if its wording is worth
    `beside_worth` or more and its mentions do not speak for another question. Words are called shuffled only where a
    share of `order_known` of them is known. What is worded like an answer to its question, worth `other_worth` or more,
    is not called an answer to another one. `form_words` are concepts of words to whoever fills a form in.
    `guard_shares` says what each guard leaves of a score. As evidence a text is worth its score to the power
    `calibration`, and in full from `enough_words` different words on; a choice beside which there is no text is
    believed as far as `choice_alone`.
    """

    version: str
    questions: tuple[Question, ...]
    amount_words: AmountWords
    knowledge: Knowledge
    places: Places
    form_words: tuple[str, ...]
    subjects: Subjects
    topics: Topics
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
    known: tuple[KnownText, ...]
    language: str
    vocabularies: Mapping[str, Vocabulary]

    def question(self, question_id: str) -> Question:
        """The question with this id. Raises InvalidAnswer if the rubric has none."""
        for question in self.questions:
            if isinstance(question_id, str) and question.id == question_id:
                return question
        known = ", ".join(question.id for question in self.questions)
        raise InvalidAnswer(shortened(question_id), f"no such question in rubric {self.version}, which has {known}")

    @property
    def home(self) -> Vocabulary:
        """The vocabulary of the language the rubric itself is written in."""
        return self.vocabularies[self.language]

    def put_together(self) -> None:
        """Put together now what words of any language would have put together when they are first read."""
        for doubts in (self.doubts, *(one.doubts for one in self.vocabularies.values())):
            doubts.patterns.put_together()


def load_rubric(path: Path | str | None = None) -> Rubric:
    """The rubric in the file `path`, or the packaged one. Raises InvalidRubric naming the file and every faulty key.

    Its other languages stand in files beside it. Those of the packaged rubric are read at first use.
    """
    if path is None:
        return _packaged()
    if not isinstance(path, (str, Path)):
        raise InvalidRubric("rubric", [f"the file must be named by a path or a text, not {type_of(path)}"])
    return _load(Path(path), whole=True)


@lru_cache(maxsize=1)
def _packaged() -> Rubric:
    return _load(PACKAGED / f"{DEFAULT}.toml")


def _load(path: Path, whole: bool = False) -> Rubric:
    """The rubric in a file; as a `whole` with every language, so that a fault in one of them is told at once."""
    named = re.compile(rf"{re.escape(path.stem)}\.([^.]+){re.escape(path.suffix)}")
    names = sorted(other.name for other in path.parent.iterdir()) if path.parent.is_dir() and path.suffix else []
    beside = {match[1]: path.with_name(match[0]) for match in map(named.fullmatch, names) if match}
    data = _parsed(path)
    known: tuple[KnownText, ...] = ()
    faults: list[str] = []
    try:
        known = load_known(path)
    except InvalidRubric as error:
        faults += error.faults
    try:
        rubric = assemble(data, str(path), known, beside)
    except InvalidRubric as error:
        read = partial(_vocabulary, read_parts(data))
        raise InvalidRubric(str(path), [*error.faults, *faults, *_faults_beside(beside.values(), read)]) from error
    if whole:
        faults += _faults_beside(rubric.vocabularies, rubric.vocabularies.__getitem__)
    if faults:
        raise InvalidRubric(str(path), faults)
    return rubric


def _faults_beside(languages: Iterable[Any], read: Callable[[Any], Vocabulary]) -> list[str]:
    """What is wrong with the other languages of a rubric, each fault with the name of its file."""
    faults: list[str] = []
    for one in languages:
        try:
            read(one)
        except InvalidRubric as error:
            faults += [f"{Path(error.file).name}: {fault}" for fault in error.faults]
    return faults


def _parsed(path: Path) -> Mapping[str, Any]:
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
        # Some editors put a byte order mark before the first letter.
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InvalidRubric(name, [f"not written in UTF-8 (byte {error.start + 1})"]) from error
    except (ValueError, RecursionError) as error:
        raise InvalidRubric(name, [f"not a TOML file ({error})"]) from error


def assemble(
    data: Mapping[str, Any],
    name: str = "rubric",
    known: tuple[KnownText, ...] = (),
    others: Mapping[str, Path] | None = None,
) -> Rubric:
    """The rubric of a parsed file, with `known` texts and the files of its `others`, by the codes of their languages.

    Raises InvalidRubric with every fault.
    """
    parts = read_parts(data)
    if parts.faults:
        raise InvalidRubric(name, parts.faults)
    grammar = _grammar(parts.language, parts.edition, parts.arrows)
    protected = parts.protected | (PROTECTED if grammar.code == ENGLISH.code else frozenset())
    home = vocabulary(grammar, parts.concepts, protected, {q.id: q.wordings for q in parts.questions}, parts.words)
    return Rubric(
        version=parts.version,
        questions=parts.questions,
        amount_words=parts.amount_words,
        knowledge=parts.knowledge,
        places=parts.places,
        form_words=parts.form_words,
        subjects=parts.subjects,
        topics=parts.topics,
        doubts=parts.doubts,
        rows=parts.rows,
        guard_shares=parts.guard_shares,
        calibration=parts.calibration,
        choice_alone=parts.choice_alone,
        enough_words=parts.enough_words,
        fewest_words=parts.fewest_words,
        beside_worth=parts.beside_worth,
        order_known=parts.order_known,
        other_worth=parts.other_worth,
        known=known,
        language=parts.language,
        vocabularies=Vocabularies(home, others or {}, partial(_vocabulary, parts)),
    )


@cache
def _grammar(code: str, edition: int, arrows: bool) -> Grammar:
    """One for all rubrics, since what is remembered of a grammar's words stays with it."""
    grammar = grammar_of(code, edition)
    return replace(grammar, arrows=True) if arrows else grammar


def _vocabulary(parts: Parts, path: Path) -> Vocabulary:
    faults: list[str] = []
    data = _parsed(path)
    found = read_vocabulary(data, parts.concepts, parts.questions, faults)
    named = path.name.removesuffix(path.suffix).rpartition(".")[2]
    if not faults and found.grammar.code != named:
        faults.append(f"language must be {named!r}, as in the name of the file")
    if not faults and parts.version and data["rubric"] != parts.version:
        faults.append(f"rubric must be {parts.version!r}, the version of the rubric beside it")
    if faults:
        raise InvalidRubric(str(path), faults)
    return found
