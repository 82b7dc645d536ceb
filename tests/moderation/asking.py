"""What therapists and moderators do around appeals and objections, through their pages."""

from __future__ import annotations

from sqlalchemy import select

from directory_app.models import Appeal

from ..letters import letters_to


def reject(moderator, revision, *, part=""):
    moderator.open(f"/moderation/cases/{revision.id}")
    moderator.choose("Reject")
    moderator.fill("Reason", "Another reason")
    moderator.fill("Note to the therapist", "It speaks of another practice.")
    if part:
        moderator.fill("Question 2", part)
    assert moderator.press("Save the decision").status == 200


def appeal(therapist, text="You misread the second answer."):
    therapist.open("/my-listing")
    therapist.follow("Appeal it")
    therapist.fill("Why do you think the decision is wrong?", text)
    return therapist.press("Send the appeal")


def answer(moderator, session, outcome="The therapist is right", note="I read it again."):
    number = session.scalars(select(Appeal.id).order_by(Appeal.id.desc())).first()
    moderator.open(f"/moderation/appeals/{number}")
    moderator.choose(outcome)
    moderator.fill("Note to the therapist", note)
    return moderator.press("Save the answer")


def letters(session, account):
    return letters_to(session, account.email)


def object_to(browser, line, question_id="Q2", text="I never said that."):
    browser.open(f"/my-listing/score/{question_id}/objection")
    browser.choose(line)
    browser.fill("What do your words say instead?", text)
    return browser.press("Send it to a moderator")
