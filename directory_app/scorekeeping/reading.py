"""The reading of a revision's answers as pages show it: text in pieces, and what each criterion earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import scoring
from scoring.draft import open_topics
from scoring.explanation import segments
from scoring.guard_shares import OFF_LANGUAGE
from scoring.holding import NOTES
from scoring.languages import GRAMMARS, UNREAD
from scoring.questionnaire import Question

from ..models import Answer, QuestionScore, Revision, Score
from .current import current_rubric
from .lines import CLAIM, TOO_SHORT, CriterionRow, as_told, told_plainly
from .questions import QUESTIONS

# Where nothing at all was found, nothing speaks to the question: one line says it.
IMPLIED_BY = {"beside_question": "irrelevant"}
# An answer that brings less than this share of what makes a full one speaks little of what a question asks about. By
# points, which are known also where the rules of a place do without the score.
LITTLE = 0.25
# What a choice has answered already, whatever the words beside it leave out: the criteria, by question and choice.
SETTLED = {
    ("Q1", "yes_whole_hour"): frozenset({"q1.whole_session", "q1.mostly"}),
    ("Q2", "yes"): frozenset({"q2.uses"}),
    ("Q5", "none_or_only_at_the_end"): frozenset({"q5.little", "q5.short_answer", "q5.end", "q5.moderate"}),
    ("Q5", "minimal"): frozenset({"q5.little", "q5.short_answer", "q5.moderate"}),
    ("Q5", "moderate"): frozenset({"q5.moderate"}),
}
# What says more than another criterion asks for leaves nothing to say of that one: what is settled, by what was found.
SAYS_MORE = {
    "q1.whole_session": frozenset({"q1.mostly"}),
    "q5.little": frozenset({"q5.moderate", "q5.short_answer"}),
    "q5.short_answer": frozenset({"q5.moderate"}),
    "q5.end": frozenset({"q5.moderate"}),
}


@dataclass(frozen=True)
class Reading:
    """One question, its answer and what was found in it. `score` is None before the first scoring.

    `found` are the lines that pages list and number: what earns, what costs, and what is not the writer's own, by its
    reasons. `open` names the topics the text does not speak to. `held` says why the text keeps only a part of its
    points, `guards` by which rules, and `held_wrongly` which of them a moderator found wrong.
    `language` names a language other than that of the questions in which it was read, or is "unread": then nothing was
    found, missing or costs.
    `hidden`: a moderator has hidden the words; `plain`: points are not shown, by the rules of a place.
    """

    question: Question
    choice_label: str | None
    text: str
    segments: list[tuple[str, list[str]]]
    criteria: list[CriterionRow]
    found: list[CriterionRow]
    score: QuestionScore | None
    open: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    language: str = ""
    guards: tuple[str, ...] = ()
    held_wrongly: tuple[str, ...] = ()
    hidden: bool = False
    plain: bool = False

    @property
    def unread(self) -> bool:
        """Whether the text is in a language that is not read, so that only the choice counts."""
        return self.language == UNREAD

    @property
    def language_code(self) -> str:
        """The code of `language`, such as "es"; empty for that of the questions, and where it is not known."""
        return next((code for code, grammar in GRAMMARS.items() if grammar.name == self.language), "")

    @property
    def languages(self) -> str:
        """The names of the languages that are read."""
        return languages_read()

    @property
    def answered(self) -> bool:
        """Whether there is a choice or a text."""
        return bool(self.choice_label or self.text)

    @property
    def says_little(self) -> bool:
        """Whether so little was found, or so much against it, that no single finding stands for the whole answer."""
        return sum(row.points for row in self.criteria) < LITTLE * self.question.full_points

    @property
    def settled(self) -> frozenset[str]:
        """The labels of what the choice answers, whatever the words leave out, and of what they say more than."""
        choice = next((one.value for one in self.question.choices if one.label == self.choice_label), "")
        ids = SETTLED.get((self.question.id, choice), frozenset()).union(
            *(SAYS_MORE.get(row.id, ()) for row in self.criteria if row.earns)
        )
        return frozenset(one.label for one in self.question.criteria if one.id in ids)

    @property
    def not_said(self) -> tuple[str, ...]:
        """The topics that neither the words nor the choice speak to."""
        settled = self.settled
        return tuple(topic for topic in self.open if topic not in settled)

    @property
    def share(self) -> float:
        """How much of what this question can bring it brought, 0 to 1, by its lower estimate."""
        return self.score.q20 if self.score else 0.0


def languages_read() -> str:
    """The names of the languages that answers are read in: "English, Spanish, French and German"."""
    read = current_rubric().vocabularies
    *names, last = (grammar.name for code, grammar in GRAMMARS.items() if code in read)
    return f"{', '.join(names)} and {last}" if names else last


def readings(revision: Revision, score: Score | None = None) -> list[Reading]:
    """The five questions in their order with what `revision` says and how it was read, by default in its own score."""
    score = score or revision.score
    return [_reading(q, revision.answer(q.id), score.question(q.id) if score else None) for q in QUESTIONS]


def in_plain_words(reading: Reading) -> Reading:
    """The same reading for whoever looks for a therapist: criteria by what somebody says, not by their labels."""
    plain = {row.label: told_plainly(row) for row in reading.criteria}
    return replace(
        reading,
        segments=[(piece, [plain.get(label, label) for label in labels]) for piece, labels in reading.segments],
        criteria=[row._replace(label=plain[row.label]) for row in reading.criteria],
        found=[_in_plain_words(row, plain) for row in reading.found],
        open=tuple(plain.get(topic, topic) for topic in reading.not_said),
    )


def read_text(
    question: Question,
    text: str,
    *,
    choice: str | None = None,
    own_example: bool = False,
    more: Sequence[CriterionRow] = (),
) -> Reading:
    """How a text would be read as the answer to `question`, beside a choice; nothing is stored.

    An example of our own pages is not held against them. `more` are lines that no criterion of the rubric makes.
    """
    rubric = current_rubric()
    found = scoring.score_answer(replace(rubric, known=()) if own_example else rubric, question.id, text)
    rows = [*(_row({**asdict(one), "status": str(one.status)}) for one in found.told), *more]
    held = [asdict(guard) for guard in found.held]
    return _with_marks(question, _label_of(question, choice), text, rows, None, held, found.language)


def warm() -> None:
    """Load the words and patterns of every language, so that no therapist waits for them."""
    rubric = current_rubric()
    for vocabulary in rubric.vocabularies.values():
        vocabulary.lexicon.forms("anything")
    rubric.put_together()
    # What is put together at the first answer in the language of the rubric.
    scoring.score_answer(
        rubric, rubric.questions[0].id, "Here is an answer of a few words, which is read and forgotten."
    )


def holding_rules() -> list[tuple[str, float]]:
    """Every reason to hold a text back, with the share of its score that it keeps, the strictest first.

    A text in a language that is not read is not held back: it counts neither way.
    """
    shares = current_rubric().guard_shares
    rules = [(NOTES[name], share) for name, share in shares.items() if share < 1.0 and name != OFF_LANGUAGE]
    return sorted(rules, key=lambda rule: rule[1])


def _reading(question: Question, answer: Answer | None, score: QuestionScore | None) -> Reading:
    text = (answer.text if answer else None) or ""
    rows = [_row(c) for c in score.criteria] if score else []
    held, language = (score.held, score.language) if score else ([], "")
    choice = answer.choice if answer else None
    return _with_marks(question, _label_of(question, choice), text, rows, score, held, language)


def _with_marks(
    question: Question,
    choice_label: str | None,
    text: str,
    stored: list[CriterionRow],
    score: QuestionScore | None,
    held: list[dict[str, Any]],
    language: str,
) -> Reading:
    rows = as_told(text, stored, is_short=any(guard["id"] == TOO_SHORT for guard in held))
    if language == UNREAD:
        # A word that looks like a term says nothing there; what should stand in no listing still does.
        rows = [row for row in rows if row.status == CLAIM]
    found = _listed(rows)
    marked = [row for row in found if row.is_marked and row.spans[-1][1] <= len(text)]
    keeping = [guard for guard in held if guard["share"] < 1.0]
    said = {guard["id"] for guard in keeping}
    shown = [guard for guard in keeping if IMPLIED_BY.get(guard["id"]) not in said]
    return Reading(
        question=question,
        choice_label=choice_label,
        text=text,
        segments=[(piece, list(labels)) for piece, labels in segments(text, marked)],
        criteria=rows,
        found=found,
        score=score,
        open=open_topics(question, rows, language),
        held=tuple(guard["note"] for guard in shown),
        guards=tuple(guard["id"] for guard in shown),
        held_wrongly=tuple(guard["note"] for guard in held if guard.get("disputed")),
        language=language if language in {UNREAD, ""} else _language_name(language),
    )


def _listed(rows: Sequence[CriterionRow]) -> list[CriterionRow]:
    reasons: dict[str, list[CriterionRow]] = {}
    for row in rows:
        if row.not_own:
            reasons.setdefault(row.note, []).append(row)
    costs = [row for row in rows if row.costs]
    told = [row.spans for row in costs if not row.is_denied]
    return [
        *(row for row in rows if row.earns),
        # "A lot of oil" says by itself that little oil is denied.
        *(row for row in costs if not (row.is_denied and row.spans in told)),
        *(_together(reason, of_it) for reason, of_it in reasons.items()),
    ]


def _together(reason: str, rows: Sequence[CriterionRow]) -> CriterionRow:
    """What is not the writer's own for one reason, as one line: what else would be said six times over."""
    spans = tuple(sorted({span for row in rows for span in row.spans}))
    topics = ", ".join(f"“{row.label}”" for row in rows)
    return rows[0]._replace(
        label=reason.removesuffix("."),
        note=f"It would have spoken to {topics}.",
        spans=spans,
        disputed=any(row.disputed for row in rows),
    )


def _in_plain_words(row: CriterionRow, plain: dict[str, str]) -> CriterionRow:
    note = row.note
    if row.not_own:
        # It names the topics that it would have spoken to.
        for label, words in plain.items():
            note = note.replace(f"“{label}”", f"“{words}”")
    # What is not the writer's own has a reason for a label, which is plain.
    return row._replace(label=plain.get(row.label, row.label), note=note)


def _language_name(code: str) -> str:
    """The name of a language other than that of the questions; empty for that one."""
    return "" if code == current_rubric().language else GRAMMARS[code].name


def _row(stored: dict[str, Any]) -> CriterionRow:
    return CriterionRow(
        id=stored["id"],
        label=stored["label"],
        points=stored["points"],
        max_points=stored["max_points"],
        status=stored["status"],
        spans=tuple([(int(a), int(b)) for a, b in stored["spans"]]),
        note=stored["note"],
        disputed=stored.get("disputed", False),
    )


def _label_of(question: Question, choice: str | None) -> str | None:
    return next((one.label for one in question.choices if one.value == choice), None)
