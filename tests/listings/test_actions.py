"""What a therapist does with a listing, use case by use case, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from directory_app import publishing
from directory_app.cli.republish import respell_licences
from directory_app.drafts import fingerprint
from directory_app.errors import IllegalMove, InvalidAnswers, StaleVersion
from directory_app.listings import actions
from directory_app.listings.actions import About, Contact, LicenceFacts, PlaceOfWork, Practical
from directory_app.listings.completeness import missing
from directory_app.listings.facts import about_of, contact_of, place_of, practical_of
from directory_app.models import AuditEntry, Flag, OutgoingMail, PublicListing, RevisionState, now
from directory_app.places import UnknownPlace

from ..factories import CLINICAL, make_account, make_listing

PORTLAND = PlaceOfWork(street="12 Oak Street", city="Portland", region="OR", postal_code="97205", country="US")


@pytest.fixture
def draft(session):
    return actions.start(session, make_account(session)).revisions[0]


def who(revision):
    return revision.listing.account


def audited(session):
    return [entry.action for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_starting_twice_gives_the_same_listing(session):
    account = make_account(session)
    first = actions.start(session, account)
    assert actions.start(session, account) is first
    assert [revision.number for revision in first.revisions] == [1]
    assert audited(session) == ["started"]


def test_who_the_therapist_is_comes_back_as_it_was_saved(session, draft):
    about = About("Ada Ruiz", "Río", "she/her", "woman", "LMT", "Zwölf Jahre.\n\nשלום 🙂 <b>", "https://example.org")
    actions.save_about(session, draft, who(draft), about)
    session.expire_all()
    assert about_of(draft) == about


def test_a_second_tab_is_told_when_the_step_was_saved_elsewhere(session, draft):
    opened = fingerprint(about_of(draft))
    actions.save_about(session, draft, who(draft), About(name="First tab"), opened)
    with pytest.raises(StaleVersion):
        actions.save_about(session, draft, who(draft), About(name="Second tab"), opened)
    assert draft.name == "First tab"


def test_saving_the_same_twice_is_no_conflict(session, draft):
    opened = fingerprint(about_of(draft))
    for _ in range(2):
        actions.save_about(session, draft, who(draft), About(name="Ada"), opened)
    assert draft.name == "Ada"


def test_two_tabs_on_different_steps_do_not_disturb_each_other(session, draft):
    opened = fingerprint(about_of(draft))
    actions.save_place(session, draft, who(draft), PORTLAND, fingerprint(place_of(draft)))
    actions.save_about(session, draft, who(draft), About(name="Ada"), opened)
    assert (draft.name, len(draft.locations)) == ("Ada", 1)


@pytest.mark.parametrize(
    ("facts", "label"),
    [
        ({"privacy": "exact"}, "12 Oak Street, Portland, OR 97205"),
        ({"privacy": "exact", "street": ""}, "Portland, OR"),
        ({"privacy": "area"}, "Portland, OR"),
        ({"privacy": "postal_code"}, "Portland, OR 97205"),
        ({"privacy": "mobile", "mobile_radius_km": 16.0}, "Portland, OR"),
        ({"city": "", "region": ""}, "Portland, OR"),
        ({"city": "Toronto", "region": "ON", "postal_code": "M5V 2T6", "country": "CA", "privacy": "postal_code"},
         "Toronto, ON M5V"),
        ({"city": "London", "region": "", "postal_code": "SW1A 1AA", "country": "GB"}, "London, United Kingdom"),
    ],
)  # fmt: skip
def test_visitors_read_no_more_of_a_place_than_its_privacy_allows(session, draft, facts, label):
    actions.save_place(session, draft, who(draft), replace(PORTLAND, **facts))
    assert draft.locations[0].public_label == label


def test_a_home_address_is_shown_as_an_area_and_never_as_its_own_point(session, draft):
    actions.save_place(session, draft, who(draft), PORTLAND)
    place = draft.locations[0]
    assert (place.public_lat, place.public_lon) != (place.private_lat, place.private_lon)
    assert place.public_lat == pytest.approx(place.private_lat, abs=0.02)


def test_the_public_point_is_made_once_and_kept_while_the_place_stays(session, draft):
    actions.save_place(session, draft, who(draft), PORTLAND)
    kept = draft.locations[0]
    kept.public_lat, kept.public_lon = 45.25, -122.25
    session.flush()
    actions.save_place(session, draft, who(draft), PORTLAND)
    assert draft.locations[0] is kept
    assert (kept.public_lat, kept.public_lon) == (45.25, -122.25)


def test_an_unknown_place_is_refused_with_suggestions_and_nothing_is_saved(session, draft):
    with pytest.raises(UnknownPlace) as unknown:
        actions.save_place(session, draft, who(draft), replace(PORTLAND, city="Portlnd", postal_code=""))
    assert any("Portland" in label for label in unknown.value.suggestions)
    assert draft.locations == []


def test_a_place_without_a_town_is_kept_but_has_no_point(session, draft):
    actions.save_place(session, draft, who(draft), PlaceOfWork(street="12 Oak Street"))
    assert place_of(draft).street == "12 Oak Street"
    assert draft.locations[0].public_lat is None
    assert "place" in {one.step for one in missing(draft)}


def test_prices_come_back_in_order_and_can_be_changed(session, draft):
    practical = Practical(
        ["trigger-point"], ["English", "Español"], [(90, Decimal("130.50"), "USD")], True, None, False
    )
    actions.save_practical(session, draft, who(draft), practical)
    changed = replace(practical, prices=[(90, Decimal(140), "USD"), (50, Decimal(80), "USD")])
    actions.save_practical(session, draft, who(draft), changed)
    session.expire_all()
    assert practical_of(draft) == replace(changed, prices=sorted(changed.prices))


@pytest.mark.parametrize(
    ("typed", "kept"), [("ore.", "OR"), ("O.R.", "OR"), ("Oregon", "Oregon"), ("Elsewhere", "Elsewhere")]
)
def test_the_state_of_a_licence_is_kept_as_rules_know_it(session, typed, kept):
    listing = make_listing(session, "published")
    actions.save_licences(session, listing, listing.account, [LicenceFacts("OR-7", "Oregon Board", typed)])
    assert [one.region for one in listing.licences] == [kept]


def test_one_licence_written_twice_with_two_spellings_of_its_state_is_one(session):
    listing = make_listing(session, "published")
    twice = [LicenceFacts("OR-7", "Oregon Board", typed) for typed in ("ore.", "OREGON")]
    actions.save_licences(session, listing, listing.account, twice)
    assert [one.region for one in listing.licences] == ["OR"]


def test_a_licence_that_only_follows_the_spelling_of_rules_keeps_its_check(session):
    listing = make_listing(session, "published")
    licence = listing.licences[0]
    licence.region, licence.checked_at, licence.checked_until = "oregon", now(), now().date() + timedelta(days=90)
    session.flush()
    stated = LicenceFacts(licence.number, licence.board, "oregon", licence.expires_on)
    actions.save_licences(session, listing, listing.account, [stated])
    assert listing.licences == [licence]
    assert licence.region == "OR"
    assert licence.is_checked(now().date())


def test_the_state_of_a_licence_of_an_earlier_release_is_written_as_it_would_be_today(app, session):
    one, two = make_listing(session, "published"), make_listing(session, "published")
    licence, odd = one.licences[0], two.licences[0]
    licence.region, licence.checked_at, licence.checked_until = "oregon", now(), now().date() + timedelta(days=90)
    odd.region = "Elsewhere"
    session.commit()
    with app.app_context():
        assert respell_licences() == 1
        assert respell_licences() == 0
    session.expire_all()
    assert (licence.region, odd.region) == ("OR", "Elsewhere")
    assert licence.is_checked(now().date())


def test_a_changed_licence_loses_its_check_and_an_unchanged_one_keeps_it(session):
    listing = make_listing(session, "published")
    licence = listing.licences[0]
    licence.checked_at, licence.checked_until = now(), now().date() + timedelta(days=90)
    session.flush()
    stated = LicenceFacts(licence.number, licence.board, licence.region, licence.expires_on)
    actions.save_licences(session, listing, listing.account, [stated])
    assert listing.licences[0].is_checked(now().date())
    actions.save_licences(session, listing, listing.account, [replace(stated, number="OR-CHANGED")])
    assert not listing.licences[0].is_checked(now().date())
    assert audited(session) == ["licences_changed"]


def test_contact_counts_at_once_and_is_audited(session):
    listing = make_listing(session, "published")
    noise = make_listing(session, "published")
    contact = replace(contact_of(listing), phone="+1 503-555-0199", accepting_clients=False)
    actions.save_contact(session, listing, listing.account, contact)
    public = session.get(PublicListing, listing.id)
    assert public.accepting_clients is False
    assert publishing.published_profile(session, listing.slug).phone == "+1 503-555-0199"
    assert session.get(PublicListing, noise.id).accepting_clients is True
    entry = session.scalars(select(AuditEntry)).one()
    assert entry.after == {"fields": ["phone", "accepting_clients"]}


def test_saying_again_that_clients_are_accepted_renews_the_day(session):
    listing = make_listing(session, "published")
    listing.accepting_confirmed_at = now() - timedelta(days=50)
    actions.save_contact(session, listing, listing.account, contact_of(listing))
    assert now() - listing.accepting_confirmed_at < timedelta(minutes=1)
    assert audited(session) == []
    actions.save_contact(session, listing, listing.account, Contact(phone="+1 503-555-0199"))
    assert listing.accepting_confirmed_at is None


def test_an_edit_starts_as_a_copy_of_what_is_public(session):
    listing = make_listing(session, "published")
    approved = listing.approved
    edit = actions.begin_edit(session, listing, listing.account)
    assert actions.begin_edit(session, listing, listing.account) is edit
    assert (edit.number, edit.state) == (2, RevisionState.DRAFT)
    assert (about_of(edit), place_of(edit), practical_of(edit)) == (
        about_of(approved),
        place_of(approved),
        practical_of(approved),
    )
    assert {a.question_id: (a.choice, a.text) for a in edit.answers} == CLINICAL
    assert edit.locations[0].public_lat == approved.locations[0].public_lat
    assert audited(session) == ["edit_begun"]


def test_what_is_public_stays_while_an_edit_is_written_and_waits(session):
    listing = make_listing(session, "published", bio="The old words.")
    edit = actions.begin_edit(session, listing, listing.account)
    actions.save_about(session, edit, listing.account, replace(about_of(edit), bio="The new words."))
    actions.save_contact(session, listing, listing.account, replace(contact_of(listing), phone="+1 503-555-0199"))
    assert publishing.published_profile(session, listing.slug).bio == "The old words."
    actions.submit(session, edit, listing.account, 3)
    assert publishing.published_profile(session, listing.slug).bio == "The old words."
    assert session.get(PublicListing, listing.id).revision_id != edit.id


def test_nothing_to_edit_is_an_illegal_move(session):
    listing = make_listing(session)
    listing.revisions.clear()
    session.flush()
    with pytest.raises(IllegalMove):
        actions.begin_edit(session, listing, listing.account)


def test_sending_in_scores_queues_promises_and_writes_a_letter(session):
    revision = make_listing(session, name="Ada Ruiz").revisions[0]
    actions.submit(session, revision, who(revision), 3, "https://directory.example")
    assert revision.state is RevisionState.SUBMITTED
    assert revision.due_on == (revision.submitted_at + timedelta(days=3)).date()
    assert revision.score.estimate > 50
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.recipient == who(revision).email
    assert "https://directory.example/my-listing" in letter.text
    assert str(revision.due_on.year) in letter.text
    assert audited(session) == ["submitted"]


def test_sending_in_twice_is_an_illegal_move(session):
    revision = make_listing(session).revisions[0]
    actions.submit(session, revision, who(revision), 3)
    with pytest.raises(IllegalMove):
        actions.submit(session, revision, who(revision), 3)
    assert len(session.scalars(select(OutgoingMail)).all()) == 1


def test_an_incomplete_listing_says_what_is_missing_and_stays_a_draft(session, draft):
    actions.save_about(session, draft, who(draft), About(name="Ada"))
    with pytest.raises(InvalidAnswers) as lacking:
        actions.submit(session, draft, who(draft), 3)
    assert "your name" not in lacking.value.missing
    assert "a few words about you" in lacking.value.missing
    assert "a place where you work" in lacking.value.missing
    assert len([words for words in lacking.value.missing if words.startswith("an answer")]) == 5
    assert draft.state is RevisionState.DRAFT


def test_the_full_address_needs_a_street(session):
    revision = make_listing(session).revisions[0]
    actions.save_place(session, revision, who(revision), replace(PORTLAND, street="", privacy="exact"))
    assert [one.step for one in missing(revision)] == ["place"]


def test_what_waits_cannot_be_changed_until_it_is_taken_back(session):
    revision = make_listing(session, "submitted").revisions[0]
    with pytest.raises(IllegalMove):
        actions.save_about(session, revision, who(revision), About(name="Other"))
    with pytest.raises(IllegalMove):
        actions.save_place(session, revision, who(revision), PORTLAND)
    with pytest.raises(IllegalMove):
        actions.save_practical(session, revision, who(revision), Practical())
    actions.withdraw(session, revision, who(revision))
    actions.save_about(session, revision, who(revision), About(name="Other"))
    assert revision.name == "Other"
    assert audited(session) == ["withdrawn"]


def test_what_was_decided_cannot_be_taken_back(session):
    revision = make_listing(session, "published").revisions[0]
    with pytest.raises(IllegalMove):
        actions.withdraw(session, revision, who(revision))


def test_looking_at_concerns_opens_no_flag(session):
    from directory_app import scorekeeping

    answers = {**CLINICAL, "Q2": ("yes", "This cures you, guaranteed. Call 503 555 0142.")}
    revision = make_listing(session, answers=answers).revisions[0]
    assert {one.kind for one in scorekeeping.concerns(session, revision)} >= {"claim", "contact_in_text"}
    assert session.scalars(select(Flag)).all() == []
