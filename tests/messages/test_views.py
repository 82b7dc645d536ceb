"""A visitor writes to a therapist, and the therapist reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
import time_machine
from sqlalchemy import func, select

from directory_app import delivery, letter_html, publishing
from directory_app.models import ListingState, Message, OutgoingMail
from directory_app.scorekeeping import QUESTIONS
from directory_app.warning_signs import DOCTOR_FIRST, EMERGENCY

from ..factories import PORTLAND, make_account, make_listing, make_message
from ..letters import letters_to
from ..waiting import a_minute_ago, days_later

WORDS = "My low back hurts after work. Do you have time on Tuesday evenings?"


@pytest.fixture
def listing(session):
    return make_listing(session, "published", name="Ada Near", account=make_account(session, email="ada@example.org"))


def begin(
    browser,
    listing,
    text=WORDS,
    *,
    name="Vera Visitor",
    email="vera@example.org",
    questions=False,
    shared=False,
    signs=True,
):
    """Fill in the form, opened a minute ago, up to the page where it is checked."""
    with a_minute_ago():
        browser.open(f"/therapists/{listing.slug}/message")
    browser.fill("Your name", name)
    browser.fill("Your e-mail", email)
    browser.fill("Your message", text)
    browser.check("No emergency sign is true of me", on=signs)
    browser.check("Ask the five questions too", on=questions)
    browser.check("Show my e-mail address", on=shared)
    return browser.press("Check your message")


def stored(session):
    return session.scalar(select(func.count()).select_from(Message))


def test_a_visitor_writes_and_both_get_a_letter(browser, session, listing):
    browser.open(f"/therapists/{listing.slug}")
    page = browser.follow("Write a message")
    assert "get emergency help now" in page.text
    page = begin(browser, listing, shared=True)
    assert page.h1 == "Check your message"
    assert WORDS in page.text
    assert stored(session) == 0, "nothing is sent before it was checked"
    page = browser.press("Send the message")
    assert page.h1 == "Your message is on its way"
    (letter,) = letters_to(session, "ada@example.org")
    assert WORDS in letter.text
    assert letter.reply_to == "vera@example.org"
    (copy,) = letters_to(session, "vera@example.org")
    assert WORDS in copy.text
    assert "30 days" in copy.text
    assert copy.reply_to == ""
    assert session.scalars(select(Message)).one().body == WORDS


def test_every_address_in_the_copy_says_in_front_of_it_what_it_leads_to(browser, session, listing):
    begin(browser, listing)
    browser.press("Send the message")
    (copy,) = letters_to(session, "vera@example.org")
    blocks = letter_html.blocks(copy.text)
    led = {block.lines[0]: before for before, block in pairwise(blocks) if block.kind == "address"}
    assert len(led) == 3
    assert [address for address, before in led.items() if not before.lines[-1].endswith(":")] == []
    profile = next(before for address, before in led.items() if address.endswith(f"/therapists/{listing.slug}"))
    assert profile.lines == ("The listing of Ada Near:",)


def test_the_address_of_the_account_is_told_to_no_visitor(browser, session, listing):
    pages = [browser.open(f"/therapists/{listing.slug}/message").html, begin(browser, listing).html]
    pages.append(browser.press("Send the message").html)
    (copy,) = letters_to(session, "vera@example.org")
    assert all("ada@example.org" not in text for text in [*pages, copy.text, copy.reply_to, copy.subject])


def test_nobody_writes_before_the_signs_were_read_and_the_tick_goes_nowhere(browser, session, listing):
    page = begin(browser, listing, signs=False)
    assert page.status == 422
    assert "Read the signs above, then tick the box below them." in page.errors
    assert page.value("Your message") == WORDS
    for sign in (*EMERGENCY, *DOCTOR_FIRST):
        assert sign.text in " ".join(page.soup.main.get_text().split())
    assert page.soup.select_one(".red-flags details").has_attr("open"), "what one ticks for is there to be read"
    browser.check("No emergency sign is true of me")
    with days_later(1):
        browser.press("Check your message")
        assert browser.press("Change it").is_chosen("No emergency sign is true of me")
        browser.press("Check your message")
        page = browser.press("Send the message")
    assert page.h1 == "Your message is on its way"
    stored_words = " ".join(str(value) for value in vars(session.scalars(select(Message)).one()).values())
    letters = [*letters_to(session, "ada@example.org"), *letters_to(session, "vera@example.org")]
    assert [text for text in (stored_words, *(one.text for one in letters)) if "sign is true" in text] == []


def test_a_message_sent_without_the_tick_is_held_at_the_form(browser, session, listing):
    begin(browser, listing)
    browser.page.one("input[name=signs_read]").decompose()
    page = browser.press("Send the message")
    assert page.status == 422
    assert page.h1 == "Write to Ada Near"
    assert stored(session) == 0


def test_one_tick_asks_all_five_questions(browser, session, listing):
    page = begin(browser, listing, text="", questions=True)
    assert page.h1 == "Check your message"
    browser.press("Send the message")
    body = session.scalars(select(Message)).one().body
    assert all(f"{number}. {one.asked_as}" in body for number, one in enumerate(QUESTIONS, start=1))


def test_a_message_can_be_changed_before_it_is_sent(browser, session, listing):
    begin(browser, listing, questions=True)
    page = browser.press("Change it")
    assert page.value("Your message") == WORDS
    assert page.is_chosen("Ask the five questions too")
    assert page.errors == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": ""}, "Write a message, or tick the box"),
        ({"text": "x" * 2001}, "Shorten your message to 2,000 characters."),
        ({"name": ""}, "Write your name, or what the therapist may call you."),
        ({"name": "Vera\nBcc: all@example.org"}, "Write this on one line."),
        ({"name": "Vera\u2028Subject"}, "Write this on one line."),
        ({"name": "Vera%0ABcc everybody"}, "Write this on one line."),
        ({"name": "Bcc: all@example.org"}, "Leave out words such as"),
        ({"name": "www.example.net"}, "Write a name without a web or e-mail address."),
        ({"name": "Vera https://example.net/win"}, "Write a name without a web or e-mail address."),
        ({"name": "vera@example.net"}, "Write a name without a web or e-mail address."),
        ({"email": "vera"}, "Write an e-mail address such as name@example.org."),
        ({"email": "vera@example.org\nBcc: all@example.org"}, "Write this on one line."),
        ({"email": "vera@example.org, all@example.org"}, "Write an e-mail address such as name@example.org."),
    ],
)
def test_what_cannot_be_sent_is_said_and_kept(browser, session, listing, fields, message):
    page = begin(browser, listing, **fields)
    assert page.status == 422
    assert any(error.startswith(message) for error in page.errors), page.errors
    assert page.value("Your message") == fields.get("text", WORDS)
    assert stored(session) == 0


def test_a_program_that_fills_in_everything_sends_nothing(browser, session, listing):
    begin(browser, listing)
    browser.fill("Leave this empty", "https://example.org")
    page = browser.press("Send the message")
    assert page.status == 200
    assert page.h1 == "Check your message"
    assert stored(session) == 0
    assert letters_to(session, "ada@example.org") == []


def test_a_person_whose_browser_filled_in_the_trap_presses_once_more_and_loses_nothing(browser, session, listing):
    begin(browser, listing)
    browser.fill("Leave this empty", "https://example.org")
    page = browser.press("Send the message")
    assert WORDS in page.text
    assert browser.press("Send the message").h1 == "Your message is on its way"
    assert session.scalars(select(Message)).one().body == WORDS


def test_a_form_sent_at_once_is_asked_to_be_checked_again(browser, session, listing):
    browser.open(f"/therapists/{listing.slug}/message")
    browser.fill("Your name", "Vera")
    browser.fill("Your e-mail", "vera@example.org")
    browser.fill("Your message", WORDS)
    browser.check("No emergency sign is true of me")
    browser.press("Check your message")
    assert browser.press("Send the message").h1 == "Check your message"
    assert stored(session) == 0
    with days_later(0.01):
        assert browser.press("Send the message").h1 == "Your message is on its way"
    assert stored(session) == 1


def test_the_same_form_sent_twice_is_one_message(browser, session, listing):
    checked = begin(browser, listing)
    browser.press("Send the message")
    browser.page = checked
    assert browser.press("Send the message").h1 == "Your message is on its way"
    assert stored(session) == 1
    assert len(letters_to(session, "ada@example.org")) == 1


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_nobody_can_write_to_a_listing_that_is_not_public(browser, session, state):
    listing = make_listing(session, state)
    listing.slug = "hidden-person"
    session.flush()
    for page in ("message", "message/sent", "contact", "report", "report/received"):
        assert browser.open(f"/therapists/hidden-person/{page}").status == 404, page


def test_a_message_checked_before_the_listing_was_paused_is_shown_again_and_not_sent(browser, session, listing):
    begin(browser, listing)
    listing.move(ListingState.PAUSED)
    publishing.withdraw(session, listing)
    page = browser.press("Send the message")
    assert page.status == 404
    assert WORDS in page.html, "what was typed is not lost"
    assert stored(session) == 0


def test_the_therapist_reads_messages_newest_first_and_only_their_own(browser, another_browser, session, listing):
    make_message(session, listing, "The first one")
    make_message(session, listing, "The second one")
    other = make_listing(session, "published")
    make_message(session, other, "For somebody else")
    browser.sign_in(listing.account)
    page = browser.open("/my-listing")
    assert "2 messages in the last 30 days" in page.text
    page = browser.follow("Messages")
    assert page.text.index("The second one") < page.text.index("The first one")
    assert "For somebody else" not in page.text
    another_browser.sign_in(other.account)
    assert "The first one" not in another_browser.open("/my-listing/messages").text


def test_the_inbox_has_pages(browser, session, listing):
    for number in range(21):
        make_message(session, listing, f"Message number {number:02}.")
    browser.sign_in(listing.account)
    assert "Message number 00." not in browser.open("/my-listing/messages").text
    assert "Message number 00." in browser.follow("Next").text
    assert browser.open("/my-listing/messages?page=0").status == 400


def test_what_a_visitor_typed_is_text_and_never_markup(browser, session, listing):
    begin(browser, listing, text="<b>bold</b> <script>alert(1)</script>", name="<i>Vera</i>")
    browser.press("Send the message")
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/messages")
    assert "<script>alert(1)</script>" in page.text
    assert "<i>Vera</i>" in page.text


def deliver(app):
    """Send what waits, as the job does."""
    return delivery.sweep(app)


def test_thirty_days_after_it_was_delivered_nothing_of_a_message_is_left(browser, session, listing, app):
    begin(browser, listing)
    browser.press("Send the message")
    session.commit()
    with days_later(0.5):
        assert deliver(app) == 2
    with days_later(30.4):
        assert delivery.forget_old(app) == 0
    session.expire_all()
    assert stored(session) == 1
    with days_later(30.6):
        assert delivery.forget_old(app) == 2
    session.expire_all()
    assert stored(session) == 0
    assert session.scalar(select(func.count()).select_from(OutgoingMail)) == 0


def test_a_message_whose_letter_never_left_goes_after_thirty_one_days(browser, session, listing, app):
    begin(browser, listing)
    browser.press("Send the message")
    session.commit()
    with days_later(31.1):
        delivery.forget_old(app)
    session.expire_all()
    assert stored(session) == 0


def test_a_letter_that_never_left_is_kept_for_a_season(session, app):
    session.add(OutgoingMail(recipient="a@example.org", subject="A decision", text="Approved"))
    session.commit()
    with days_later(89):
        assert delivery.forget_old(app) == 0


def test_the_letter_that_leaves_is_answered_to_the_visitor(browser, session, listing, app):
    from flask_mailman import EmailMessage  # noqa: F401  (the back end of tests keeps what it sends)

    begin(browser, listing, shared=True)
    browser.press("Send the message")
    session.commit()
    deliver(app)
    outbox = app.extensions["mailman"].outbox
    to_therapist = next(one for one in reversed(outbox) if one.to == ["ada@example.org"])
    assert to_therapist.reply_to == ["vera@example.org"]
    assert WORDS in to_therapist.body


def test_a_private_street_is_in_no_page_and_no_letter(browser, session):
    place = {**PORTLAND, "street": "771 Hidden Lane", "private_lat": 45.51234, "private_lon": -122.67891}
    listing = make_listing(session, "published", place=place)
    pages = [browser.open(f"/therapists/{listing.slug}/{page}").html for page in ("message", "contact", "message/sent")]
    pages.append(begin(browser, listing, questions=True).html)
    browser.press("Send the message")
    pages += [letter.text for letter in session.scalars(select(OutgoingMail))]
    assert len(pages) == 6
    for text in pages:
        assert not any(secret in text for secret in ("Hidden Lane", "45.51234", "122.67891"))


def test_a_message_sent_too_fast_is_shown_again_with_the_reason(browser, session, listing):
    # The clock stands still: on a busy machine the steps take longer than what is too fast.
    with time_machine.travel(datetime.now(UTC), tick=False):
        browser.open(f"/therapists/{listing.slug}/message")
        browser.fill("Your name", "Vera Visitor")
        browser.fill("Your e-mail", "vera@example.org")
        browser.fill("Your message", WORDS)
        browser.check("No emergency sign is true of me")
        assert "once more" not in browser.press("Check your message").text
        page = browser.press("Send the message")
        assert page.h1 == "Check your message"
        assert "Press the button once more to send this." in page.text
