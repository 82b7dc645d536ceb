"""Saving answers of the questionnaire. Nothing here commits."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..drafts import hold, touch
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
    """Save choice and own words of one question; both empty empties the answer; None where there was none.

    `version` is that of the answer when it was opened, 0 when there was none, None to ask for no check. Raises
    StaleVersion when another tab saved something else meanwhile, IllegalMove when the revision waits, InvalidAnswers
    for a text over 600 characters or an unknown choice, NotFound for an unknown question.
    """
    choice, text = choice or None, (text or "").strip() or None
    _check(question_id, choice, text)
    hold(session, revision)
    stored = revision.answer(question_id)
    if stored is not None and (stored.choice, stored.text) == (choice, text):
        return stored
    current = stored.version if stored else 0
    if version is not None and version != current:
        raise StaleVersion("answer", version, current)
    if stored is None:
        if choice is None and text is None:
            return None
        stored = Answer(question_id=question_id)
        revision.answers.append(stored)
    # An emptied answer stays as a row: its version goes on counting, so that no second tab overwrites it unseen.
    stored.choice, stored.text = choice, text
    touch(session, revision)
    return stored


def _check(question_id: str, choice: str | None, text: str | None) -> None:
    known = {one.value for one in question(question_id).choices}
    if choice is not None and choice not in known:
        raise InvalidAnswers([f"a choice from the list of {question_id}"])
    if text is not None and len(text) > ANSWER_LENGTH:
        raise InvalidAnswers([f"an answer of at most {ANSWER_LENGTH} characters"])
