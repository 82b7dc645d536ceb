"""Saving answers of the questionnaire. Nothing here commits."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..drafts import must_be_editable, touch
from ..errors import InvalidAnswers, StaleVersion
from ..models import ANSWER_LENGTH, Account, Answer, Revision
from ..scorekeeping import question


def save_answer(
    session: Session,
    revision: Revision,
    who: Account,
    question_id: str,
    choice: str | None,
    text: str | None,
    version: int | None = None,
) -> Answer | None:
    """Save choice and own words of one question; both empty takes the answer away and returns None.

    `version` is that of the answer when it was opened, 0 when there was none, None to ask for no check. Raises
    StaleVersion when another tab saved something else meanwhile, IllegalMove when the revision waits, InvalidAnswers
    for a text over 600 characters or an unknown choice, NotFound for an unknown question.
    """
    choice, text = choice or None, (text or "").strip() or None
    _check(question_id, choice, text)
    must_be_editable(revision)
    stored = revision.answer(question_id)
    if stored is not None and (stored.choice, stored.text) == (choice, text):
        return stored
    current = stored.version if stored else 0
    if version is not None and version != current:
        raise StaleVersion("answer", version, current)
    return _write(session, revision, stored, question_id, choice, text)


def _check(question_id: str, choice: str | None, text: str | None) -> None:
    known = {one.value for one in question(question_id).choices}
    if choice is not None and choice not in known:
        raise InvalidAnswers([f"a choice from the list of {question_id}"])
    if text is not None and len(text) > ANSWER_LENGTH:
        raise InvalidAnswers([f"an answer of at most {ANSWER_LENGTH} characters"])


def _write(
    session: Session, revision: Revision, stored: Answer | None, question_id: str, choice: str | None, text: str | None
) -> Answer | None:
    if choice is None and text is None:
        if stored is not None:
            revision.answers.remove(stored)
            touch(session, revision)
        return None
    answer = stored or Answer(question_id=question_id)
    answer.choice, answer.text = choice, text
    if stored is None:
        revision.answers.append(answer)
    touch(session, revision)
    return answer
