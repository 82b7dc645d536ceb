"""Accounts that come together are noticed as a pattern, and where they came from is forgotten the next day."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, union_all

from directory_app import checking
from directory_app.checking import Limits
from directory_app.checking.registrations import alike
from directory_app.errors import IllegalMove
from directory_app.models import (
    AuditEntry,
    BurstPattern,
    FlagState,
    RegistrationBurst,
    RegistrationNetwork,
)

from ..browser import PASSWORD
from ..factories import make_account, make_burst, make_listing
from ..waiting import days_later

FEW = Limits(same_network=3, alike=3, days=7)
SECRET = "a secret of the site that is long enough"


def come(session, number, network="203.0.113.0/24"):
    made = [make_account(session) for _ in range(number)]
    for one in made:
        checking.note_registration(session, one, network, SECRET, FEW)
    return made


def bursts(session):
    return session.scalars(select(RegistrationBurst).order_by(RegistrationBurst.id)).all()


def accounts(burst):
    return sorted(one.account_id for one in burst.members)


def test_registering_through_the_form_counts_towards_the_pattern(app, session, browser):
    app.config["REGISTRATION_SAME_NETWORK"] = 2
    try:
        for name in ("first", "second"):
            browser.open("/account/register")
            browser.fill("E-mail", f"{name}.of.them@example.org")
            browser.fill("Password", PASSWORD)
            browser.press("Create")
    finally:
        app.config["REGISTRATION_SAME_NETWORK"] = 4
    (burst,) = bursts(session)
    assert len(burst.members) == 2


def test_many_from_one_network_on_a_day_make_one_pattern(session):
    made = come(session, 4)
    come(session, 2, "198.51.100.0/24")
    (burst,) = bursts(session)
    assert burst.pattern is BurstPattern.SAME_NETWORK
    assert accounts(burst) == [one.id for one in made]


def test_where_accounts_came_from_is_forgotten_the_next_day(session):
    come(session, 2)
    assert "203.0.113" not in str(session.scalars(select(RegistrationNetwork.network)).all())
    with days_later(1):
        checking.look_for_names(session, FEW)
        assert session.scalar(select(func.count()).select_from(RegistrationNetwork)) == 0
        come(session, 1)
    assert bursts(session) == []


def test_addresses_that_are_counted_up_are_noticed_and_common_ones_are_not(session):
    for number in (1, 2, 3):
        make_account(session, email=f"riverside.bodywork{number}@example.org")
        make_account(session, email=f"contact@practice{number}.example.org")
    checking.look_for_names(session, FEW)
    (burst,) = bursts(session)
    assert burst.pattern is BurstPattern.LIKE_ADDRESSES
    assert len(burst.members) == 3
    assert checking.look_for_names(session, FEW) == 0, "the same pattern is not noticed twice"


def test_nearly_equal_names_of_listings_are_noticed(session):
    emails = ("ada@example.org", "berta@example.com", "mail@example.net")
    for email, name in zip(emails, ("Annabel Rivers", "Anabel Rivers", "Annabelle Rivers"), strict=True):
        make_listing(session, account=make_account(session, email=email), name=name)
    checking.look_for_names(session, FEW)
    assert [one.pattern for one in bursts(session)] == [BurstPattern.LIKE_NAMES]


def test_old_accounts_are_not_compared(session):
    for number in (1, 2, 3):
        make_account(session, email=f"riverside.bodywork{number}@example.org")
    with days_later(8):
        assert checking.look_for_names(session, FEW) == 0


def test_a_reviewed_pattern_is_open_again_only_when_accounts_come_in_addition(session):
    moderator = make_account(session, "moderator")
    come(session, 3)
    (burst,) = bursts(session)
    checking.review_burst(session, burst, moderator, FlagState.DISMISSED, "A course day.", seen="open")
    with pytest.raises(IllegalMove):
        checking.review_burst(session, burst, moderator, FlagState.UPHELD, "No.", seen="open")
    come(session, 1)
    assert burst.state is FlagState.OPEN
    assert len(burst.members) == 4


def test_a_pattern_goes_with_its_accounts(session):
    burst = make_burst(session, *[make_account(session) for _ in range(2)])
    for one in list(burst.members):
        session.delete(session.get_one(type(one.account), one.account_id))
    session.flush()
    session.expire_all()
    checking.look_for_names(session, FEW)
    assert bursts(session) == []


def test_grouping_joins_what_is_nearly_equal_and_leaves_short_words_alone():
    assert alike({1: "riverside", 2: "riversides", 3: "mountain", 4: "ab", 5: "ab"}) == [[1, 2]]


def test_due_work_of_both_kinds_fits_into_one_list(session):
    listing = make_listing(session, "published")
    make_burst(session, make_account(session))
    rows = session.execute(union_all(checking.licences_due(), checking.bursts_open())).all()
    assert {(row.kind, row.listing_id) for row in rows} == {("licence_due", listing.id), ("registration_burst", None)}
    assert all(row.opened_at.tzinfo is not None for row in rows)


def test_a_moderator_sees_the_accounts_and_reviews_the_pattern_with_a_reason(session, browser):
    burst = make_burst(session, make_account(session, email="one.of.two@example.org"), make_account(session))
    browser.sign_in(make_account(session, "moderator"))
    browser.open("/moderation/integrity/registrations")
    page = browser.follow("Many from one network")
    assert "one.of.two@example.org" in page.text
    browser.choose("There is an honest reason")
    assert "Write why" in " ".join(browser.press("Save").errors)
    browser.choose("There is an honest reason")
    browser.fill("Why", "The two share a clinic.")
    assert "What you found about these accounts is kept" in browser.press("Save").text
    assert "honest reason" in browser.open("/moderation/integrity/registrations").text
    session.refresh(burst)
    assert (burst.state, burst.reason) == (FlagState.DISMISSED, "The two share a clinic.")
    kept = session.scalars(select(AuditEntry).where(AuditEntry.action == "burst_dismissed")).one()
    assert kept.reason == "The two share a clinic."
