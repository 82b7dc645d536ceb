"""Rows for tests, made of what the directory itself would store. Every function takes the session first and flushes."""

from __future__ import annotations

import itertools
import secrets
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from directory_app import publishing, scorekeeping
from directory_app.exchange.facts import Facts
from directory_app.exchange.making import Maker, make
from directory_app.models import (
    OPEN_RUNS,
    Account,
    Answer,
    Appeal,
    AppealKind,
    BurstMember,
    BurstPattern,
    Claim,
    ClaimDocument,
    ClaimProof,
    ClaimState,
    Decision,
    DecisionKind,
    Evidence,
    EvidenceKind,
    Flag,
    FlagKind,
    HiddenField,
    Interview,
    InterviewWay,
    Licence,
    Listing,
    ListingState,
    Location,
    Message,
    OutgoingMail,
    Privacy,
    QuestionScore,
    RegistrationBurst,
    Report,
    ReportReason,
    Revision,
    RevisionState,
    Role,
    RubricRun,
    RuleChange,
    RunKind,
    RunState,
    SessionPrice,
    now,
)
from directory_app.places import locate
from directory_app.publishing.hidden import digest_of
from directory_app.workplaces import PlaceOfWork
from scoring.evidence import CLAIM_WEIGHT, PRIOR
from scoring.rubric import DEFAULT

from .browser import PASSWORD

_numbers = itertools.count(1)

PORTLAND = {"city": "Portland", "region": "OR", "postal_code": "97205", "lat": 45.5152, "lon": -122.6784}
SALEM = {"city": "Salem", "region": "OR", "postal_code": "97301", "lat": 44.9429, "lon": -123.0351}
EUGENE = {"city": "Eugene", "region": "OR", "postal_code": "97401", "lat": 44.0521, "lon": -123.0868}

CLINICAL = {
    "Q1": (
        "yes_whole_hour",
        "Yes. The whole hour can stay on your low back, hips and thighs, as all attach to the pelvis. We plan first.",
    ),
    "Q2": (
        "yes",
        "I use slow, sustained myofascial pressure without oil and wait until the fascia softens before I move on.",
    ),
    "Q3": (
        "routinely",
        "I look at how you stand. A pelvis tipped forward with tight hip flexors can load the low back for some.",
    ),
    "Q4": (
        "routinely",
        "Yes. Trigger points in gluteus medius and piriformis can refer pain to the low back, so I check the hips too.",
    ),
    "Q5": (
        "none_or_only_at_the_end",
        "Hardly any. I work dry to feel and hold the tissue and use a little oil at the end to smooth things out.",
    ),
}
RELAXING = {
    "Q1": ("full_body_only", "My massages are full body, from head to toe, to let you drift away."),
    "Q2": ("no", "I work with long flowing strokes."),
    "Q3": ("rarely", "I prefer quiet during the session."),
    "Q4": ("rarely", None),
    "Q5": ("a_lot", "Plenty of warm scented oil, that is what makes it so soothing."),
}


@cache
def hashed() -> str:
    """The hash of the password all test accounts have."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_account(session: Session, role: str = "therapist", **facts: Any) -> Account:
    """A confirmed account with one role."""
    account = _account(session, role, **facts)
    session.flush()
    return account


def _account(session: Session, role: str = "therapist", **facts: Any) -> Account:
    found = session.scalars(select(Role).where(Role.name == role)).one()
    values = {
        "email": f"{role}{next(_numbers)}@example.org",
        "password": hashed(),
        "fs_uniquifier": secrets.token_hex(16),
        "confirmed_at": now(),
        "active": True,
        **facts,
    }
    account = Account(**values, roles=[found])
    session.add(account)
    return account


def make_listing(
    session: Session,
    state: str = "draft",
    *,
    account: Account | None = None,
    answers: dict[str, tuple[str | None, str | None]] | None = None,
    place: dict[str, Any] | None = None,
    **facts: Any,
) -> Listing:
    """A listing with one complete revision: draft, submitted, changes_requested or published."""
    number = next(_numbers)
    # All of it is flushed at once: each flush takes several milliseconds, thousands of times in a run.
    listing = Listing(
        account=account or _account(session),
        phone="+1 503 555 0142",
        public_email=f"listing{number}@example.org",
        hours={"mon": [["09:00", "17:00"]]},
        accepting_clients=True,
        accepting_confirmed_at=now(),
        licences=[
            Licence(
                number=f"OR-{number}",
                board="Oregon Board of Massage Therapists",
                region="OR",
                expires_on=date(2030, 1, 1),
            )
        ],
    )
    session.add(listing)
    make_revision(session, listing, 1, answers=answers, place=place, **{"name": f"Robin Sample {number}", **facts})
    return _bring_to(session, listing, state)


def make_unclaimed(session: Session, *, approved: bool = True, **changes: Any) -> Listing:
    """A listing that an operator put in with consent and nobody has claimed; public, or waiting for a moderator."""
    facts = Facts(**{
        "name": "Nora Early",
        "practice": "Early Bodywork",
        "places": (PlaceOfWork(city="Portland", region="OR", postal_code="97205", country="US"),),
        "email": "desk@practice.example.org",
        "phone": "+1 503-555-0123",
        "source": "the register of the Oregon Guild",
        "consent_note": "Agreed by e-mail to be listed with name, town and contact.",
        "consented_on": date(2026, 3, 2),
        **changes,
    })  # fmt: skip
    found = [locate(session, one.city, one.region, one.postal_code, one.country) for one in facts.places]
    return make(session, [(facts, found)], Maker(approved=approved))[0]


def make_revision(
    session: Session,
    listing: Listing,
    number: int,
    *,
    answers: dict[str, tuple[str | None, str | None]] | None = None,
    place: dict[str, Any] | None = None,
    **facts: Any,
) -> Revision:
    """One more version of a listing, a draft with everything filled in."""
    values = {
        "practice": "Quiet Corner Bodywork",
        "credentials": "LMT",
        "bio": "I have worked with backs for nine years, in a small room near the river.",
        "techniques": ["myofascial-release", "trigger-point"],
        "languages": ["English"],
        "step_free": True,
        **facts,
    }
    revision = Revision(listing=listing, number=number, **values)
    revision.locations = [make_location(**(place or PORTLAND))]
    revision.prices = [SessionPrice(minutes=60, amount=Decimal(95), currency="USD")]
    revision.answers = [
        Answer(question_id=question_id, choice=choice, text=text)
        for question_id, (choice, text) in (answers or CLINICAL).items()
    ]
    session.add(revision)
    session.flush()
    return revision


def make_location(*, city: str, region: str, postal_code: str, lat: float, lon: float, **facts: Any) -> Location:
    """A place of work shown as an area."""
    values = {
        "street": "12 Example Street",
        "country": "US",
        "privacy": Privacy.AREA,
        "private_lat": lat + 0.004,
        "private_lon": lon - 0.004,
        "public_lat": lat,
        "public_lon": lon,
        "public_label": f"{city}, {region}",
        **facts,
    }
    return Location(city=city, region=region, postal_code=postal_code, **values)


def submit(session: Session, revision: Revision, *, days_ago: int = 0) -> Revision:
    """Put a revision into the queue as its therapist would have, some days ago."""
    revision.move(RevisionState.SUBMITTED)
    revision.submitted_at = now() - timedelta(days=days_ago)
    revision.due_on = (revision.submitted_at + timedelta(days=3)).date()
    session.flush()
    scorekeeping.rescore(session, revision)
    return revision


def _bring_to(session: Session, listing: Listing, state: str) -> Listing:
    revision = listing.revisions[-1]
    if state != "draft":
        submit(session, revision)
    if state == "published":
        revision.move(RevisionState.APPROVED)
        revision.decided_at = now()
        listing.move(ListingState.PUBLISHED)
        publishing.publish(session, revision)
    elif state == "changes_requested":
        revision.move(RevisionState.CHANGES_REQUESTED)
    session.flush()
    return listing


def make_message(session: Session, listing: Listing, body: str = "May I come on Monday?", **facts: Any) -> Message:
    """A message to a listing, with the letter that carries it."""
    letter = OutgoingMail(recipient=listing.letters_to, subject="A visitor wrote to you", text=body)
    session.add(letter)
    session.flush()
    values = {"name": "Vera Visitor", "email": "vera@example.org", "key": secrets.token_hex(16), **facts}
    message = Message(listing_id=listing.id, letter_id=letter.id, body=body, **values)
    session.add(message)
    session.flush()
    return message


def make_claim(session: Session, listing: Listing, **facts: Any) -> Claim:
    """A claim with a document that waits for a moderator."""
    values = {"state": ClaimState.WAITING, "proof": ClaimProof.DOCUMENT, **facts}
    values.setdefault("due_on", (now() + timedelta(days=3)).date())
    claim = Claim(listing=listing, account=make_account(session), **values)
    claim.document = ClaimDocument(content=b"%PDF-1.7 %%EOF", content_type="application/pdf", size=14)
    session.add(claim)
    session.flush()
    return claim


def make_report(session: Session, listing: Listing, reason: str = "unlicensed", **facts: Any) -> Report:
    """An open report about a listing."""
    values = {"key": secrets.token_hex(16), "note": "The number is not in the register.", **facts}
    values.setdefault("due_on", (now() + timedelta(days=3)).date())
    report = Report(listing_id=listing.id, reason=session.get_one(ReportReason, reason), **values)
    session.add(report)
    session.flush()
    return report


def make_hidden(session: Session, listing: Listing, part: str = "bio", **facts: Any) -> HiddenField:
    """A part of a public listing that a moderator has hidden."""
    content = digest_of(listing.approved, part)
    hidden = HiddenField(listing=listing, part=part, **{"reason_slug": "hide-safety", "content": content, **facts})
    session.add(hidden)
    session.flush()
    publishing.refresh(session, listing)
    return hidden


def make_decision(session: Session, revision: Revision, kind: str = "reject", **facts: Any) -> Decision:
    """A decision about a version, whose state stays as it is."""
    decision = Decision(revision=revision, kind=DecisionKind(kind), **{"reason_slug": "other", **facts})
    session.add(decision)
    session.flush()
    return decision


def make_interview(
    session: Session, listing: Listing, values: dict[str, float] | None = None, **facts: Any
) -> Interview:
    """An interview of today with its evidence; scores stay as they are."""
    interview = Interview(
        listing=listing, **{"way": InterviewWay.PHONE, "held_on": now().date(), "withdraw_reason": "", **facts}
    )
    session.add(interview)
    session.flush()
    for question_id, value in (values or {"Q2": 0.9}).items():
        session.add(
            Evidence(
                listing_id=listing.id,
                interview_id=interview.id,
                question_id=question_id,
                kind=EvidenceKind.INTERVIEW,
                value=value,
                observed_at=now(),
                note="Slow, sustained pressure without oil.",
            )
        )
    session.flush()
    session.refresh(interview, ["evidence"])
    return interview


def make_burst(session: Session, *accounts: Account, **facts: Any) -> RegistrationBurst:
    """Accounts that came from one network on a day, not looked at yet."""
    burst = RegistrationBurst(**{"pattern": BurstPattern.SAME_NETWORK, "reason": "", **facts})
    session.add(burst)
    session.flush()
    session.add_all(BurstMember(burst_id=burst.id, account_id=one.id) for one in accounts)
    session.flush()
    session.refresh(burst, ["members"])
    return burst


def make_flag(session: Session, revision: Revision, kind: str = "claim", **facts: Any) -> Flag:
    """An open flag about the second answer of a version."""
    values = {"question_id": "Q2", "detail": {"words": ["slow"]}, **facts}
    flag = Flag(revision=revision, kind=FlagKind(kind), **values)
    session.add(flag)
    session.flush()
    return flag


def make_appeal(session: Session, revision: Revision, decision: Decision | None = None, **facts: Any) -> Appeal:
    """An open appeal against a decision, or without one an objection to what was found in the second answer."""
    objection = {
        "question_id": "Q2",
        "item": "criterion:Q2.slow",
        "label": "Slow and sustained",
        "rubric_version": revision.score.rubric_version if revision.score else "",
    }
    values = {
        "kind": AppealKind.DECISION if decision else AppealKind.CRITERION,
        "listing_id": revision.listing_id,
        "revision_version": revision.version,
        "text": "Please look again.",
        "due_on": (now() + timedelta(days=3)).date(),
        **({} if decision else objection),
        **facts,
    }
    appeal = Appeal(revision=revision, decision=decision, **values)
    session.add(appeal)
    session.flush()
    return appeal


def weight_of_text(found: QuestionScore) -> float:
    """What the text of a question weighs beside its prior and its choice, where nobody else has reported."""
    return found.alpha + found.beta - sum(PRIOR) - CLAIM_WEIGHT


def make_run(session: Session, state: RunState = RunState.DONE) -> RubricRun:
    """A trial of the rubric before the packaged one."""
    is_open = state in OPEN_RUNS
    run = RubricRun(
        kind=RunKind.TRIAL,
        version="clinical-massage-2",
        from_version=DEFAULT,
        state=state,
        is_open=is_open,
        ended_at=None if is_open else now(),
    )
    session.add(run)
    session.flush()
    return run


def make_change(session: Session) -> RuleChange:
    """A change of the name of the site."""
    change = RuleChange(kind="setting", key="SITE_NAME", before={"value": "A"}, after={"value": "B"}, why="A test")
    session.add(change)
    session.flush()
    return change
