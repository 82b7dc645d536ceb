"""Claiming a listing: a code to the contact published before, a document, a dispute; nothing changes hands silently."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from directory_app.claims import actions
from directory_app.claims.actions import CannotClaim, enter_code, open_claim
from directory_app.claims.tasks import sweep
from directory_app.errors import IllegalMove
from directory_app.listings import actions as listing_actions
from directory_app.models import AuditEntry, Claim, ClaimDocument, ClaimProof, ClaimState, Message, now

from ..factories import make_account, make_claim, make_listing, make_message, make_revision
from ..letters import letters_to
from .conftest import PUBLISHED, SITE, claim, code_sent, enter, letters, signed_in

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def actions_of(session, listing):
    rows = select(AuditEntry.action).where(AuditEntry.target_kind == "listing", AuditEntry.target_id == listing.id)
    return list(session.scalars(rows.order_by(AuditEntry.id)))


def test_a_therapist_claims_with_the_code_that_went_to_the_published_address(claimant, session, unclaimed):
    page = claimant.open(f"/therapists/{unclaimed.slug}").text
    assert "Not yet claimed" in page
    page = claim(claimant, unclaimed)
    assert "is on its way to the e-mail address published in the listing" in page.text
    assert PUBLISHED not in page.html, "whoever claims does not learn the address here"
    assert letters(session, PUBLISHED) == [
        "Somebody claims the listing of Nora Early",
        "Your code for the listing of Nora Early",
    ]
    page = enter(claimant, code_sent(session))
    assert "The listing is yours." in page.text
    session.refresh(unclaimed)
    assert unclaimed.account_id == claimant.account.id
    assert actions_of(session, unclaimed) == [
        "imported", "claim_opened", "claim_proved", "claim_accepted", "changed_hands",
    ]  # fmt: skip
    assert letters(session, PUBLISHED)[-1] == "The listing of Nora Early has a new owner"
    assert letters(session, claimant.account.email) == ["The listing of Nora Early is yours"]
    public = claimant.open(f"/therapists/{unclaimed.slug}").text
    assert "Not yet claimed" not in public
    assert "No answers yet" in public
    assert claimant.open("/my-listing").h1 == "My listing"
    assert claimant.press("Edit my listing").status == 200


def test_a_claim_under_way_stands_on_my_listing_and_its_address_in_the_letter(app, claimant, session, unclaimed):
    assert "claim" not in claimant.open("/my-listing").soup.main.text
    address = claim(claimant, unclaimed).url
    [letter] = [one.text for one in letters_to(session, PUBLISHED) if one.subject.startswith("Your code")]
    assert f"{app.config['BASE_ADDRESS']}{address}" in letter.splitlines()
    page = claimant.open("/my-listing")
    assert "You claim the listing of Nora Early" in page.text
    assert "Enter the code that went to the e-mail address" in page.text
    assert "once you write into another, the claim cannot be accepted" in page.text
    page = claimant.press("Start another listing")
    assert "with one of your own that says anything, the claim cannot be accepted" in claimant.open("/my-listing").text
    assert claimant.follow("Go to my claim").url == address
    assert "The listing is yours." in enter(claimant, code_sent(session)).text, "nothing was written into the other one"
    assert "You claim" not in claimant.open("/my-listing").text


@pytest.mark.every_database
@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"state": ClaimState.DISPUTED}, "Somebody else owns or claims it too; a moderator decides by"),
        ({"proof": ClaimProof.DOCUMENT}, "A moderator looks at it by"),
        ({"proof": ClaimProof.PHONE, "document": None}, "A moderator calls the published number by"),
    ],
)
def test_my_listing_says_who_is_next_in_a_claim(app, session, unclaimed, facts, says):
    made = make_claim(session, unclaimed)
    for name, value in facts.items():
        setattr(made, name, value)
    session.flush()
    assert says in signed_in(app, session, account=made.account).open("/my-listing").text


def test_visitors_and_staff_are_told_how_it_works_and_led_to_an_account(browser, unclaimed):
    page = browser.open(f"/therapists/{unclaimed.slug}/claim")
    assert page.h1 == "Claim the listing of Nora Early"
    assert "the register of the Oregon Guild" in page.text
    assert page.link("Create an account")


def test_five_wrong_codes_make_a_code_worthless_and_a_new_one_works(claimant, session, unclaimed):
    claim(claimant, unclaimed)
    right = code_sent(session)
    wrong = f"{(int(right.replace(' ', '')) + 1) % 10**8:08}"
    for left in (4, 3, 2, 1):
        page = enter(claimant, wrong)
        assert page.status == 422
        assert f"You can try {left} more" in page.errors[0]
    enter(claimant, wrong)
    assert "Ask for a new one." in enter(claimant, right).errors[0], "now the right one comes too late"
    page = claimant.press("Send a new code")
    assert "A new code is on its way." in page.text
    assert code_sent(session) != right
    assert "The listing is yours." in enter(claimant, code_sent(session)).text


def test_a_code_is_good_for_an_hour(claimant, session, unclaimed):
    made = open_claim(session, unclaimed, claimant.account, ClaimProof.EMAIL, SITE)
    code = code_sent(session)
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert not enter_code(session, made, code, SITE)
    with time_machine.travel(now() + timedelta(minutes=59)):
        assert enter_code(session, made, code, SITE)


def test_three_codes_and_no_more(session, unclaimed):
    made = open_claim(session, unclaimed, make_account(session), ClaimProof.EMAIL, SITE)
    for _ in range(2):
        actions.send_code(session, made, SITE)
    with pytest.raises(CannotClaim):
        actions.send_code(session, made, SITE)


def test_the_code_goes_to_what_was_published_before_the_claim(session, unclaimed):
    made = open_claim(session, unclaimed, make_account(session), ClaimProof.EMAIL, SITE)
    unclaimed.public_email = "thief@example.org"
    session.flush()
    actions.send_code(session, made, SITE)
    assert "Your code for the listing of Nora Early" not in letters(session, "thief@example.org")


def test_no_code_is_stored_and_the_letter_is_forgotten_in_time(session, unclaimed):
    from directory_app.models import OutgoingMail

    made = open_claim(session, unclaimed, make_account(session), ClaimProof.EMAIL, SITE)
    code = code_sent(session).replace(" ", "")
    assert code not in str(vars(made))
    letter = session.scalars(select(OutgoingMail).where(OutgoingMail.subject.startswith("Your code"))).one()
    assert letter.forget_at is not None


def test_two_claims_make_a_dispute_in_which_a_right_code_decides_nothing(app, claimant, session, unclaimed):
    claim(claimant, unclaimed)
    other = signed_in(app, session)
    page = claim(other, unclaimed)
    assert "Somebody else owns or claims this listing too." in page.text
    page = enter(other, code_sent(session))
    assert "Your code was right, and the moderator sees that." in page.text
    session.refresh(unclaimed)
    assert unclaimed.account_id is None
    for browser in (claimant, other):
        assert letters(session, browser.account.email) == ["Somebody else owns or claims the listing of Nora Early too"]
    moderator = signed_in(app, session, "moderator")
    page = moderator.open("/moderation/claims")
    assert page.text.count("Disputed") == 2
    claims = session.scalars(select(Claim).order_by(Claim.id)).all()
    page = moderator.open(f"/moderation/claims/{claims[1].id}")
    assert "the code was right" in page.text
    moderator.choose("Accept")
    moderator.fill("Why", "The code went to the published address.")
    moderator.press("Save the decision")
    session.expire_all()
    assert [one.state for one in claims] == [ClaimState.REFUSED, ClaimState.ACCEPTED]
    assert unclaimed.account_id == other.account.id
    assert letters(session, claimant.account.email)[-1] == "Your claim to the listing of Nora Early"
    assert moderator.open(f"/moderation/claims/{claims[0].id}").status == 200


def test_what_somebody_owns_never_changes_hands_without_a_moderator_and_the_owner_is_told(app, claimant, session):
    owned = make_listing(session, "published", name="Olga Owner")
    owner = owned.account
    page = claim(claimant, owned)
    assert "Somebody else owns or claims this listing too." in page.text
    assert "Somebody claims the listing of Olga Owner" in letters(session, owner.email)
    assert "Somebody claims the listing of Olga Owner" in letters(session, owned.public_email)
    enter(claimant, code_sent(session, owned.public_email))
    session.refresh(owned)
    assert owned.account_id == owner.id


def test_a_moderator_gives_an_owned_listing_to_another_and_nothing_private_goes_along(session):
    owned = make_listing(session, "published", name="Olga Owner")
    before = owned.account
    make_revision(session, owned, 2, name="Secret draft")
    make_message(session, owned, "A private question.")
    account = make_account(session)
    made = open_claim(session, owned, account, ClaimProof.DOCUMENT, SITE)
    actions.accept(session, made, make_account(session, "moderator"), "Her licence.", SITE)
    session.expire_all()
    assert (owned.account_id, before.listing, owned.working) == (account.id, None, None)
    assert session.scalars(select(Message)).all() == []
    assert {place.street for one in owned.revisions for place in one.locations} == {""}
    assert letters(session, before.email)[-1] == "The listing of Olga Owner has a new owner"


def test_a_telephone_code_is_shown_to_moderators_only_and_only_once(app, claimant, session, unclaimed):
    page = claim(claimant, unclaimed, "By a code that a moderator reads out")
    assert "A moderator calls the published number" in page.text
    made = session.scalars(select(Claim)).one()
    moderator = signed_in(app, session, "moderator")
    moderator.open(f"/moderation/claims/{made.id}")
    page = moderator.press("Make a code to read out")
    code = page.soup.find(class_="receipt-word").get_text()
    assert code not in moderator.open(f"/moderation/claims/{made.id}").html
    assert code not in claimant.open(f"/my-claims/{made.id}").html
    assert "The listing is yours." in enter(claimant, code).text
    assert "claim_code_read_out" in actions_of(session, unclaimed)


def test_documents_are_deleted_thirty_days_after_the_decision(app, session, unclaimed):
    made = open_claim(session, unclaimed, make_account(session), ClaimProof.DOCUMENT, SITE)
    actions.add_document(session, made, PDF, "application/pdf")
    actions.refuse(session, made, make_account(session, "moderator"), "Not readable.", SITE)
    session.commit()
    with time_machine.travel(now() + timedelta(days=29)):
        assert sweep(app)[0] == 0
    with time_machine.travel(now() + timedelta(days=31)):
        assert sweep(app)[0] == 1
    session.expire_all()
    assert session.scalars(select(ClaimDocument)).all() == []


def test_a_claim_that_nobody_proves_lapses_and_another_can_begin(app, session, unclaimed):
    made = open_claim(session, unclaimed, make_account(session), ClaimProof.EMAIL, SITE)
    session.commit()
    with time_machine.travel(now() + timedelta(days=15)):
        assert sweep(app)[1] == 1
    session.expire_all()
    assert made.state is ClaimState.REFUSED
    again = open_claim(session, unclaimed, make_account(session), ClaimProof.EMAIL, SITE)
    assert again.state is ClaimState.OPEN


def test_claiming_twice_is_one_claim(claimant, session, unclaimed):
    claim(claimant, unclaimed)
    assert claimant.open(f"/therapists/{unclaimed.slug}/claim").h1 == "Your claim to the listing of Nora Early"
    claimant.post(f"/therapists/{unclaimed.slug}/claim", [("proof", "email")])
    assert len(session.scalars(select(Claim)).all()) == 1


def test_one_account_has_one_listing(app, session, unclaimed):
    account = make_account(session)
    browser = signed_in(app, session, account=account)
    browser.open(f"/therapists/{unclaimed.slug}/claim")
    browser.choose("By a code to the published e-mail address")
    make_listing(session, "published", account=account)
    page = browser.press("Claim this listing")
    assert page.status == 422
    assert "One account has one listing" in page.errors[0]
    told = browser.open(f"/therapists/{unclaimed.slug}/claim")
    assert "One account has one listing" in told.text, "before anything is filled in"
    assert not told.soup.find("button", string="Claim this listing")


def test_who_began_a_listing_meanwhile_is_told_so_when_the_code_comes(claimant, session, unclaimed):
    claim(claimant, unclaimed)
    make_listing(session, account=claimant.account)
    page = enter(claimant, code_sent(session))
    assert page.status == 422
    assert "One account has one listing" in page.errors[0]
    session.refresh(unclaimed)
    assert unclaimed.account_id is None


def test_a_draft_with_nothing_in_it_makes_room(session, unclaimed):
    account = make_account(session)
    listing_actions.start(session, account)
    made = open_claim(session, unclaimed, account, ClaimProof.EMAIL, SITE)
    assert enter_code(session, made, code_sent(session), SITE)
    session.expire_all()
    assert account.listing.id == unclaimed.id


def test_claims_of_others_are_nobodys_business(app, claimant, session, unclaimed):
    made = open_claim(session, unclaimed, make_account(session), ClaimProof.EMAIL, SITE)
    assert claimant.open(f"/my-claims/{made.id}").status == 404
    for path in ("code", "new-code", "document"):
        assert claimant.post(f"/my-claims/{made.id}/{path}", [("code", "1")]).status == 404


def test_of_two_moderators_the_second_is_told(session, unclaimed):
    made = open_claim(session, unclaimed, make_account(session), ClaimProof.DOCUMENT, SITE)
    moderator = make_account(session, "moderator")
    actions.refuse(session, made, moderator, "Not readable.", SITE)
    with pytest.raises(IllegalMove) as caught:
        actions.accept(session, made, moderator, "Fine.", SITE)
    assert caught.value.decided_by == moderator.email


def test_a_decision_needs_a_choice_and_a_reason(app, session, unclaimed):
    made = open_claim(session, unclaimed, make_account(session), ClaimProof.DOCUMENT, SITE)
    moderator = signed_in(app, session, "moderator")
    moderator.open(f"/moderation/claims/{made.id}")
    assert moderator.press("Save the decision").errors == ["Choose a decision.", "Write why."]


def test_whoever_claimed_the_wrong_listing_withdraws_the_claim_and_nobody_has_to_decide(
    app, claimant, session, unclaimed
):
    page = claim(claimant, unclaimed)
    made = session.scalars(select(Claim)).one()
    made.document = ClaimDocument(content=b"x", content_type="image/png", size=1)
    session.commit()
    page = claimant.press("Withdraw the claim")
    assert "You withdrew this claim" in page.text
    assert "Withdraw the claim" not in page.text
    session.expire_all()
    assert made.document is None
    assert made.listing.account is None
    assert "claim" not in claimant.open("/my-listing").h1.lower()
    moderator = signed_in(app, session, "moderator")
    assert "Withdrawn" in moderator.open(f"/moderation/claims/{made.id}").text
    links = moderator.open("/moderation/claims").soup.select("main a[href]")
    assert f"/moderation/claims/{made.id}" not in [link["href"] for link in links]
    assert claimant.post(f"/my-claims/{made.id}/withdraw", []).status == 409
    assert signed_in(app, session).post(f"/my-claims/{made.id}/withdraw", []).status == 404
    assert claim(claimant, unclaimed).h1.startswith("Your claim"), "it may be claimed again"


def test_the_claim_that_is_left_is_disputed_no_more_and_its_code_is_enough(app, claimant, session, unclaimed):
    other = signed_in(app, session)
    claim(claimant, unclaimed)
    claim(other, unclaimed)
    assert "Somebody else owns or claims this listing too" in other.open(other.page.url).text
    claimant.open(claimant.page.url)
    claimant.press("Withdraw the claim")
    page = other.open(other.page.url)
    assert "Somebody else" not in page.text
    assert "claim_undisputed" in actions_of(session, unclaimed)
    enter(other, code_sent(session))
    session.expire_all()
    assert unclaimed.account == other.account
