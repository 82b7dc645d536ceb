"""A message as it is sent: the visitor's own words, the five questions below where wished; its quote in letters."""

from __future__ import annotations

from dataclasses import dataclass

from ..scorekeeping import QUESTIONS

GREETING = "Hello, I am looking for a massage for my low back."
BEFORE_QUESTIONS = "Before I book, I would like to ask five questions:"


@dataclass(frozen=True)
class Note:
    """Who writes, where to answer, the whole text, whether the therapist may see the address, whether it asks."""

    name: str
    email: str
    body: str
    shares_email: bool = False
    asks_questions: bool = False

    @staticmethod
    def of(name: str, email: str, words: str, with_questions: bool, shares_email: bool) -> Note:
        """The note of a form that was filled in."""
        body = with_the_questions(words) if with_questions else words
        return Note(name, email, body, shares_email, with_questions)


def with_the_questions(words: str) -> str:
    """Own words, or a greeting where there are none, and then the questions of the questionnaire, numbered."""
    questions = "\n".join(f"{number}. {one.asked_as}" for number, one in enumerate(QUESTIONS, start=1))
    return f"{words or GREETING}\n\n{BEFORE_QUESTIONS}\n\n{questions}"


def quoted(words: str) -> str:
    """Somebody’s words as letters hold them: a mark before each line, so that none of them reads as one of ours."""
    return "\n".join(f"> {line}".rstrip() for line in words.split("\n"))
