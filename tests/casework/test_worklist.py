"""The work list as both databases give it: order, pages that hold still, filters, counts, who looks at what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from directory_app import casework
from directory_app.casework import CaseFilter
from directory_app.errors import BadParameter
from directory_app.models import Claim, ClaimState, Confirmation, ConfirmationState, Flag, FlagKind, now

from ..factories import (
    SALEM,
    make_account,
    make_appeal,
    make_burst,
    make_claim,
    make_flag,
    make_listing,
    make_report,
    make_revision,
    make_unclaimed,
    submit,
)


@pytest.fixture
def me(session):
    return make_account(session, "moderator")


@pytest.fixture
def cases(session):
    """One case of each kind, and of each kind something that is none."""
    moment = now()
    listing = make_listing(session, "published", name="Ada")
    for flag in session.query(Flag).all():
        session.delete(flag)
    for licence in listing.licences:
        licence.due_from = None
    edit = submit(session, make_revision(session, listing, 2, name="Ada"), days_ago=3)
    new = submit(session, make_listing(session, name="Nora", place=SALEM).revisions[0], days_ago=6)
    make_listing(session, name="A draft")
    report = make_report(session, listing, created_at=moment - timedelta(days=4))
    urgent = make_report(session, listing, "unsafe", created_at=moment)
    make_report(session, listing, closed_at=moment)
    claim = make_claim(session, listing, created_at=moment - timedelta(days=5))
    session.add(
        Claim(listing=listing, account=claim.account, proof="email", state=ClaimState.OPEN, due_on=moment.date())
    )
    appeal = make_appeal(session, listing.approved, created_at=moment - timedelta(days=2))
    for kind, age in ((FlagKind.CLAIM, 1), (FlagKind.ECHO, 7)):
        session.add(
            Flag(revision=listing.approved, kind=kind, question_id="Q2", opened_at=moment - timedelta(days=age))
        )
    held, waits = ConfirmationState.HELD, ConfirmationState.WAITING
    for state, came in ((held, None), (held, moment), (waits, moment)):
        facts = {"month": moment.date(), "answers": {}, "ready_on": moment.date(), "received_at": came}
        session.add(Confirmation(listing_id=listing.id, state=state, **facts))
    session.flush()
    return {
        "urgent": ("report", urgent.id), "flag": ("flag", listing.approved.id), "new": ("new", new.id),
        "claim": ("claim", claim.id), "report": ("report", report.id), "edit": ("edit", edit.id),
        "appeal": ("appeal", appeal.id), "held": ("confirmation", listing.id),
    }  # fmt: skip


def found(session, me, after=None, **wanted):
    page = casework.work_page(session, CaseFilter(**wanted), me, after)
    return [(row.case.kind, row.case.subject_id) for row in page.rows]


def test_urgent_cases_come_first_then_the_oldest_of_all_kinds(session, me, cases):
    expected = [cases[name] for name in ("urgent", "flag", "new", "claim", "report", "edit", "appeal", "held")]
    assert found(session, me) == expected
    counts = casework.counts(session, CaseFilter())
    assert counts.by_kind == {
        "new": 1, "edit": 1, "report": 2, "claim": 1, "appeal": 1, "flag": 1, "confirmation": 1,
        "licence_due": 0, "registration_burst": 0, "hidden": 0,
    }  # fmt: skip
    assert (counts.total, counts.urgent) == (8, 1)
    rows = {row.case.kind: row for row in casework.work_page(session, CaseFilter(), me).rows}
    assert (rows["new"].name, rows["new"].place, rows["claim"].name) == ("Nora", "Salem, OR", "Ada")
    assert rows["flag"].flags == 2


def test_a_page_begins_behind_a_case_wherever_that_stands(session, me, cases):
    order = found(session, me)
    for place, (kind, number) in enumerate(order):
        one = casework.case_of(session, kind, number)
        again = casework.case_behind(casework.after_token(one))
        assert found(session, me, again) == order[place + 1 :]
    with pytest.raises(BadParameter):
        casework.case_behind("1_20269999T000000000000_new_1")


def test_filters_by_kind_lateness_and_jurisdiction(session, me, cases):
    assert found(session, me, kind="claim") == [cases["claim"]]
    assert found(session, me, late=True) == [cases["new"]]
    assert casework.counts(session, CaseFilter(late=True)).total == 1
    assert cases["new"] in found(session, me, jurisdiction="US-OR")
    assert found(session, me, jurisdiction="CA-ON") == []
    assert len(found(session, me, jurisdiction="US")) == 8


def test_who_looks_at_a_case_keeps_colleagues_off_it_until_it_runs_out(session, me, cases):
    colleague = make_account(session, "moderator")
    _, number = cases["new"]
    assert casework.take(session, "revision", number, colleague)
    assert not casework.take(session, "revision", number, me)
    assert casework.look_of(session, "revision", number, me).email == colleague.email
    first = casework.case_of(session, "flag", cases["flag"][1])
    assert (casework.next_case(session, CaseFilter(), me, first).kind) == "claim"
    assert found(session, colleague, looked_at="mine") == [cases["new"]]
    assert cases["new"] not in found(session, me, looked_at="free")
    assert casework.take(session, "revision", number, me, over=True)
    assert casework.look_of(session, "revision", number, me).mine
    casework.release(session, "revision", number)
    assert casework.look_of(session, "revision", number, me) is None


def test_after_the_last_case_the_first_one_is_next_and_never_the_same(session, me, cases):
    last = casework.case_of(session, *cases["held"])
    assert casework.next_case(session, CaseFilter(), me, last).urgent
    only = casework.case_of(session, *cases["claim"])
    assert casework.next_case(session, CaseFilter(kind="claim"), me, only) is None


def test_the_work_list_holds_none_of_ones_own_cases_and_no_next_case_is_one(session, me):
    mine, other = make_listing(session, "published", account=me), make_listing(session, "published")
    claimed = make_unclaimed(session)
    make_claim(session, claimed).account = me
    for listing in (mine, other, claimed):
        make_report(session, listing)
        make_appeal(session, listing.approved)
    make_burst(session, me)
    make_burst(session, make_account(session))
    session.flush()
    page = casework.work_page(session, CaseFilter(), me)
    found = {(row.case.kind, row.case.listing_id) for row in page.rows}
    assert {one for one in found if one[0] not in ("licence_due", "flag")} == {
        ("report", other.id),
        ("appeal", other.id),
        ("registration_burst", None),
    }
    assert {listing for _, listing in found} == {other.id, None}
    assert casework.counts(session, CaseFilter(), me).total == len(page.rows)
    seen, after = set(), None
    while (after := casework.next_case(session, CaseFilter(), me, after)) is not None and after not in seen:
        seen.add(after)
    assert {one.listing_id for one in seen} == {other.id, None}


def test_a_public_text_that_copies_ones_own_is_a_case_of_others_until_something_else_is_flagged_in_it(session, me):
    mine, copy = make_listing(session, "published", account=me), make_listing(session, "published")
    make_flag(session, copy.approved, "copied", detail={"revision_id": mine.approved.id})
    flags = CaseFilter(kind="flag")

    def shown(to):
        page = casework.work_page(session, flags, to)
        found = [row.case.subject_id for row in page.rows]
        assert casework.counts(session, flags, to).by_kind["flag"] == len(found)
        return copy.approved.id in found

    assert not shown(me)
    assert shown(make_account(session, "moderator"))
    make_flag(session, copy.approved)
    assert shown(me)
