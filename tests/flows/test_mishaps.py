"""A decision while answers are scored again, a process that dies in the middle of one, several who undo at once."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

from sqlalchemy import func, select

from directory_app import publishing
from directory_app.models import (
    Account,
    Act,
    AuditEntry,
    Decision,
    DecisionKind,
    Flag,
    FlagState,
    OutgoingMail,
    PublicListing,
    Revision,
    RevisionState,
    Score,
)
from directory_app.moderation.deciding import Verdict, decide
from directory_app.scorekeeping import rescore

from ..browser import Browser
from ..factories import CLINICAL, make_account, make_listing
from .instants import at_the_same_instant

PROMISING = {**CLINICAL, "Q2": ("yes", "My slow myofascial method will stop your back pain, guaranteed.")}
DIES = """
import os, sys
from sqlalchemy import select
from sqlalchemy.orm import Session
from directory_app.db import make_engine
from directory_app.models import Account, DecisionKind, Revision
from directory_app.moderation import deciding, letters

url, revision_id, moderator_id = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
letters.tell = lambda *_: os._exit(9)
with Session(make_engine(url)) as session:
    revision = session.get(Revision, revision_id)
    verdict = deciding.Verdict(DecisionKind.APPROVE)
    deciding.decide(session, revision, session.get(Account, moderator_id), verdict, version=revision.version)
    session.commit()
"""


def test_a_decision_while_the_answers_are_scored_again_loses_nothing_and_doubles_nothing(busy_app):
    sessions = busy_app.extensions["sessions"]
    with sessions() as session:
        revision = make_listing(session, "submitted", answers=PROMISING).revisions[0]
        moderator = make_account(session, "moderator")
        ids = revision.id, moderator.id
        flags = frozenset(session.scalars(select(Flag.id).where(Flag.revision_id == revision.id)))
        version = revision.version
        session.commit()
    loaded, decided, failures = threading.Event(), threading.Event(), []

    def scores_again():
        with sessions() as session:
            revision = session.get(Revision, ids[0])
            assert revision.score is not None
            loaded.set()
            # Where one writer at a time works, the decision waits for this and the signal does not come.
            decided.wait(0.5)
            rescore(session, revision)
            publishing.refresh(session, revision.listing)
            session.commit()

    def decides():
        loaded.wait(10)
        with sessions() as session:
            revision, moderator = session.get(Revision, ids[0]), session.get(Account, ids[1])
            decide(session, revision, moderator, Verdict(DecisionKind.APPROVE, unfounded=flags), version=version)
            decided.set()
            # No signal tells that the other one stands at the lock: it is given a moment to get there.
            time.sleep(0.3)
            session.commit()

    def guarded(step):
        try:
            step()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(step,)) for step in (scores_again, decides)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert failures == []
    with sessions() as session:
        revision = session.get(Revision, ids[0])
        current = session.scalars(select(Score).where(Score.revision_id == ids[0], Score.current)).all()
        assert revision.state is RevisionState.APPROVED
        assert [one.rank_score for one in current] == [session.get(PublicListing, revision.listing_id).rank_score]
        assert {one.state for one in session.scalars(select(Flag).where(Flag.revision_id == ids[0]))} == {
            FlagState.DISMISSED
        }
        assert session.scalar(select(func.count()).where(Decision.revision_id == ids[0])) == 1


def test_a_process_that_dies_in_the_middle_of_a_decision_leaves_nothing_half(busy_app):
    with busy_app.extensions["sessions"]() as session:
        revision = make_listing(session, "submitted", name="Ada Alive").revisions[0]
        moderator = make_account(session, "moderator")
        session.commit()
        url = busy_app.config["DATABASE_URL"]
        died = subprocess.run([sys.executable, "-c", DIES, url, str(revision.id), str(moderator.id)], check=False)
        assert died.returncode == 9
        session.expire_all()
        assert revision.state is RevisionState.SUBMITTED
        assert session.get(PublicListing, revision.listing_id) is None
        for one in (Decision.revision_id == revision.id, Act.subject_id == revision.id):
            assert session.scalar(select(func.count()).where(one)) == 0
        written = select(func.count()).where(AuditEntry.target_id == revision.id, AuditEntry.action == "approve")
        assert session.scalar(written) == 0
        number = revision.id
        assert moderator.email
        session.expunge(moderator)
        # Reading keeps the one writer of SQLite waiting.
        session.rollback()
        browser = Browser(busy_app)
        browser.sign_in(moderator)
        browser.open(f"/moderation/cases/{number}")
        browser.choose("Approve")
        assert "Ada Alive is approved and public" in browser.press("Save the decision").text


def test_of_several_who_undo_at_once_one_does_and_the_others_are_told(busy_app):
    with busy_app.extensions["sessions"]() as session:
        revision = make_listing(session, "submitted").revisions[0]
        moderators = [make_account(session, "moderator") for _ in range(3)]
        session.commit()
        browsers = []
        for account in moderators:
            browser = Browser(busy_app)
            browser.sign_in(account)
            browsers.append(browser)
        browsers[0].open(f"/moderation/cases/{revision.id}")
        browsers[0].choose("Approve")
        browsers[0].press("Save the decision")
        for browser in browsers:
            browser.open(f"/moderation/cases/{revision.id}")
        pages = at_the_same_instant([lambda b=b: b.press("Undo this decision") for b in browsers])
        assert sorted(page.status for page in pages) == [200, 409, 409]
        session.expire_all()
        assert revision.state is RevisionState.SUBMITTED
        own = OutgoingMail.recipient == revision.listing.account.email
        assert (
            session.scalars(select(OutgoingMail.subject).where(own, OutgoingMail.subject.contains("approved"))).all()
            == []
        )
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.action == "undone")).all()) == 1
