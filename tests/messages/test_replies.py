"""Answers through the directory, in both directions; blocking and reporting a sender."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from directory_app import delivery, letter_html, publishing
from directory_app.claims.handing_over import hand_over
from directory_app.models import AuditEntry, BlockedSender, Message, OutgoingMail, Reply, Report, SetAside, now
from directory_app.scorekeeping import QUESTIONS

from ..factories import make_account, make_listing, make_message
from ..letters import letters_to
from ..waiting import a_minute_ago, days_later
from .test_views import begin, stored

OWN = "ada@private.example.org"
VISITOR = "vera@example.org"


@pytest.fixture
def listing(session):
    return make_listing(session, "published", name="Ada Near", account=make_account(session, email=OWN))


def write(browser, listing, **typed):
    """A visitor's message, sent."""
    begin(browser, listing, **typed)
    return browser.press("Send the message")


def path_in(letter, part):
    """The address in a letter that holds this part, without the host."""
    line = next(line for line in letter.text.splitlines() if part in line and line.startswith("http"))
    return urlsplit(line).path


def latest(session, recipient):
    return letters_to(session, recipient)[-1]


def answer_as_therapist(browser, session, listing, words):
    browser.sign_in(listing.account)
    browser.open(path_in(latest(session, OWN), "/my-listing/messages/"))
    browser.fill("Your answer", words)
    return browser.press("Send the answer")


def test_in_the_plain_letter_nobody_goes_on_in_our_name_behind_a_line_of_hyphens(browser, session, listing):
    forged = "https://evil.example/my-listing/messages/1"
    words = f"Hello.\n\n{'-' * 40}\n\nTo answer, open the message in your inbox:\n\n{forged}"
    write(browser, listing, text=words)
    for letter in (latest(session, OWN), latest(session, VISITOR)):
        lines = letter.text.splitlines()
        assert [line for line in lines if line.startswith("http") and "evil" in line] == []
        assert lines.count("-" * 40) == 2, "the first and the last line of the quote"
        [quote] = [block for block in letter_html.blocks(letter.text) if block.kind == "quote"]
        assert "\n".join(quote.lines).strip() == words


def test_an_answer_goes_both_ways_and_neither_side_learns_an_address(browser, another_browser, session, listing):
    write(another_browser, listing)
    to_therapist = latest(session, OWN)
    assert to_therapist.reply_to == ""
    assert VISITOR not in to_therapist.text
    assert "Do not press Reply" in to_therapist.text
    page = answer_as_therapist(browser, session, listing, "Tuesday at six is free.")
    assert "Your answer to Vera Visitor is on its way." in page.text
    assert "Tuesday at six is free." in page.text
    assert VISITOR not in page.html
    to_visitor = latest(session, VISITOR)
    assert to_visitor.subject == "Ada Near answered your message"
    assert "Tuesday at six is free." in to_visitor.text
    assert OWN not in to_visitor.text + to_visitor.reply_to + to_visitor.subject
    with a_minute_ago():
        page = another_browser.open(path_in(to_visitor, "/conversation/"))
    assert "Tuesday at six is free." in page.text
    assert OWN not in page.html
    another_browser.fill("Write again", "Then I come on Tuesday.")
    assert "Your message is on its way." in another_browser.press("Send").text
    back = latest(session, OWN)
    assert back.subject == "Vera Visitor wrote again"
    assert "Then I come on Tuesday." in back.text
    assert VISITOR not in back.text + back.reply_to
    assert "Then I come on Tuesday." in browser.open(path_in(back, "/my-listing/messages/")).text
    assert "A new message waits for you." in browser.open("/my-listing").text, "what is written again is new again"


def test_who_shows_an_address_is_answered_straight_and_both_letters_say_so(browser, another_browser, session, listing):
    page = write(another_browser, listing, shared=True)
    assert "You chose to show your address" in page.text
    letter = latest(session, OWN)
    assert letter.reply_to == VISITOR
    assert f"answered straight to {VISITOR}" in letter.text
    assert "You chose to show your address" in latest(session, VISITOR).text
    browser.sign_in(listing.account)
    assert VISITOR in browser.open(path_in(letter, "/my-listing/messages/")).text


def test_the_same_answer_sent_twice_is_one_letter(browser, session, listing):
    make_message(session, listing)
    browser.sign_in(listing.account)
    browser.open("/my-listing/messages")
    form = browser.follow("Vera Visitor")
    browser.fill("Your answer", "Yes.")
    browser.press("Send the answer")
    browser.page = form
    browser.press("Send the answer")
    assert session.scalar(select(func.count()).select_from(Reply)) == 1
    assert len(letters_to(session, VISITOR)) == 1


@pytest.mark.parametrize(
    ("words", "message"), [("", "Write your answer first."), ("x" * 2001, "Shorten your answer to 2,000 characters.")]
)
def test_an_answer_that_cannot_be_sent_is_said_and_kept(browser, session, listing, words, message):
    one = make_message(session, listing)
    browser.sign_in(listing.account)
    browser.open(f"/my-listing/messages/{one.key}")
    browser.fill("Your answer", words)
    page = browser.press("Send the answer")
    assert (page.status, page.errors) == (422, [message])
    assert page.value("Your answer") == words
    assert letters_to(session, VISITOR) == []


def test_a_message_is_new_until_it_is_marked_or_answered(browser, session, listing):
    one = make_message(session, listing)
    browser.sign_in(listing.account)
    assert "A new message waits for you." in browser.open("/my-listing").text
    browser.open(f"/my-listing/messages/{one.key}")
    session.expire_all()
    assert one.read_at is None, "opening a page changes nothing"
    browser.press("Mark as read")
    assert "new message" not in browser.open("/my-listing").text
    browser.open(f"/my-listing/messages/{one.key}")
    page = browser.press("Mark as new")
    assert page.h1 == "Messages from visitors"
    assert page.soup.select_one(".inbox-new") is not None
    browser.open(f"/my-listing/messages/{one.key}")
    browser.fill("Your answer", "Yes.")
    browser.press("Send the answer")
    assert "Answered" in browser.open("/my-listing/messages").text


def test_the_questions_asked_stand_beside_what_the_listing_answers(browser, another_browser, session, listing):
    write(another_browser, listing, questions=True)
    browser.sign_in(listing.account)
    page = browser.open(path_in(latest(session, OWN), "/my-listing/messages/"))
    asked = page.soup.select_one(".asked").get_text(" ")
    assert all(one.asked_as in asked for one in QUESTIONS)
    assert listing.approved.answer("Q2").text in asked
    [chosen] = [one.label for one in QUESTIONS[1].choices if one.value == listing.approved.answer("Q2").choice]
    assert chosen in asked


def test_nobody_reads_or_answers_the_messages_of_others(browser, session, listing):
    one = make_message(session, make_listing(session, "published"), "For somebody else")
    browser.sign_in(listing.account)
    for path in ("", "/report"):
        assert browser.open(f"/my-listing/messages/{one.key}{path}").status == 404
    for path in ("", "/read", "/block", "/report"):
        page = browser.client.post(f"/my-listing/messages/{one.key}{path}", data={"csrf_token": token(browser)})
        assert page.status_code == 404
    assert session.scalar(select(func.count()).select_from(Reply)) == 0


def token(browser):
    return browser.open("/my-listing/messages").soup.find("input", attrs={"name": "csrf_token"})["value"]


def test_a_blocked_sender_is_told_so_however_the_address_is_spelt(browser, another_browser, session, listing):
    write(another_browser, listing)
    browser.sign_in(listing.account)
    browser.open(path_in(latest(session, OWN), "/my-listing/messages/"))
    page = browser.press("Block this sender")
    assert "cannot write to you any more" in page.text
    kept = session.scalars(select(BlockedSender)).one().sender
    assert "vera" not in kept
    page = begin(another_browser, listing, email="VERA@example.org")
    assert page.status == 422
    assert page.errors == ["This therapist does not take messages from this address. Please choose another therapist."]
    assert begin(another_browser, make_listing(session, "published"), email=VISITOR).h1 == "Check your message"
    conversation = path_in(letters_to(session, VISITOR)[0], "/conversation/")
    page = another_browser.open(conversation)
    assert "does not take messages from this address" in page.text
    assert "Write again" not in page.text
    assert f'/therapists/{listing.slug}"' not in page.html
    browser.open("/my-listing/messages")
    blocking = browser.page
    browser.press("Unblock")
    browser.page = blocking
    assert browser.press("Unblock").status == 404, "pressed twice, it says so and does nothing"
    assert begin(another_browser, listing).h1 == "Check your message"
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["sender_blocked", "sender_unblocked"]


def test_a_blocked_sender_is_answered_and_not_asked_to_write_again(browser, another_browser, session, listing):
    write(another_browser, listing)
    conversation = path_in(latest(session, VISITOR), "/conversation/")
    with a_minute_ago():
        opened_before = another_browser.open(conversation)
    answer_as_therapist(browser, session, listing, "Tuesday at six is free.")
    assert "Write again here." in latest(session, VISITOR).text
    browser.press("Block this sender")
    another_browser.page = opened_before
    another_browser.fill("Write again", "Why did you do that?")
    page = another_browser.press("Send")
    assert page.status == 422
    assert "Why did you do that?" in page.text, "the words are not lost"
    page = browser.open(path_in(latest(session, OWN), "/my-listing/messages/"))
    assert "Your answer arrives, and Vera Visitor cannot write back." in page.text
    browser.fill("Your answer", "I cannot take you on.")
    browser.press("Send the answer")
    letter = latest(session, VISITOR).text
    assert "I cannot take you on." in letter
    assert "Write again" not in letter
    assert "does not take messages from this address any more" in letter
    assert "I cannot take you on." in another_browser.open(conversation).text
    assert session.scalars(select(Reply.by_visitor)).all() == [False, False]


def test_moderators_read_a_message_only_when_it_is_reported_and_only_as_long_as_it_lives(
    browser, another_browser, session, listing, app, caplog
):
    one = make_message(session, listing, "I know where you live.")
    letter = session.get(OutgoingMail, one.letter_id)
    letter.forget_at = now() + timedelta(days=20)
    moderator = make_account(session, "moderator")
    another_browser.sign_in(moderator)
    assert another_browser.open(f"/my-listing/messages/{one.key}").status == 403
    browser.sign_in(listing.account)
    browser.open(f"/my-listing/messages/{one.key}")
    browser.follow("Report to a moderator")
    browser.choose("A message threatens or insults")
    page = browser.press("Show it to the moderators")
    assert "A moderator reads it by" in page.text
    assert "You showed it to the moderators" in page.text
    report = session.scalars(select(Report)).one()
    assert (report.reason.urgent, report.about_message) == (True, True)
    another_browser.open("/moderation/reports")
    with caplog.at_level("INFO", "directory_app.moderation.views"):
        page = another_browser.follow("Ada Near")
    assert "I know where you live." in page.text
    assert [one for one in caplog.messages if "message read" in one] == [
        f"message read report={report.id} account={moderator.id}"
    ]
    with days_later(21):
        delivery.forget_old(app)
    session.expire_all()
    page = another_browser.open(page.url)
    assert "I know where you live." not in page.text
    assert "deleted by now" in page.text


def test_visitors_are_not_offered_the_reasons_of_therapists(browser, session, listing):
    assert "A message threatens" not in browser.open(f"/therapists/{listing.slug}/report").text


def test_a_visitor_deletes_a_conversation_and_nothing_of_it_is_left(browser, another_browser, session, listing):
    other = make_message(session, listing, "Somebody else’s words", email="other@example.org")
    write(another_browser, listing)
    answer_as_therapist(browser, session, listing, "Yes.")
    another_browser.open(path_in(letters_to(session, VISITOR)[0], "/conversation/"))
    address = another_browser.page.url
    page = another_browser.press("Delete this conversation")
    assert page.h1 == "The conversation is deleted"
    assert another_browser.open(address).status == 404
    assert session.scalars(select(Message)).all() == [other]
    assert session.scalar(select(func.count()).select_from(Reply)) == 0
    assert letters_to(session, VISITOR) == []


def test_deleting_one_conversation_leaves_the_others_alone(browser, another_browser, session, listing):
    write(another_browser, listing)
    first = path_in(latest(session, VISITOR), "/conversation/")
    answer_as_therapist(browser, session, listing, "Answer to the first.")
    write(another_browser, listing)
    browser.open(path_in(latest(session, OWN), "/my-listing/messages/"))
    browser.fill("Your answer", "Answer to the second.")
    browser.press("Send the answer")
    another_browser.open(first)
    another_browser.press("Delete this conversation")
    session.expire_all()
    assert session.scalars(select(Reply.body)).all() == ["Answer to the second."]
    assert [letter.subject for letter in letters_to(session, VISITOR)] == [
        "A copy of your message",
        "Ada Near answered your message",
    ]


def test_a_therapist_who_tries_the_own_form_deletes_that_alone(another_browser, session, listing):
    write(another_browser, listing)
    begin(another_browser, listing, email=OWN)
    another_browser.press("Send the message")
    another_browser.open(path_in(latest(session, OWN), "/conversation/"))
    another_browser.press("Delete this conversation")
    session.expire_all()
    assert session.scalars(select(Message.email)).all() == [VISITOR]


def test_a_visitor_deletes_what_was_set_aside_when_the_listing_changed_hands(another_browser, session, listing):
    write(another_browser, listing)
    address = path_in(latest(session, VISITOR), "/conversation/")
    hand_over(session, listing, make_account(session))
    session.commit()
    page = another_browser.open(address)
    assert page.h1 == "This conversation has ended"
    assert another_browser.press("Delete this conversation").h1 == "The conversation is deleted"
    session.expire_all()
    assert session.scalars(select(SetAside)).one().content["messages"] == []
    assert letters_to(session, VISITOR) == []
    assert another_browser.open(address).status == 404


def test_a_thread_ends_with_its_first_letter(browser, another_browser, session, listing, app):
    write(another_browser, listing)
    with days_later(0.1):
        delivery.sweep(app)
    with days_later(20):
        answer_as_therapist(browser, session, listing, "Sorry, I was away.")
        delivery.sweep(app)
    address = path_in(letters_to(session, VISITOR)[0], "/conversation/")
    with days_later(30.2):
        delivery.forget_old(app)
        session.expire_all()
        assert stored(session) == 0
        assert session.scalar(select(func.count()).select_from(Reply)) == 0
        page = another_browser.open(address)
        assert (page.status, page.h1) == (404, "The conversation is deleted")


@pytest.mark.parametrize("address", ["damaged", "x" * 500, "%00", "ImFiYyI.AAAA"])
def test_an_address_that_is_not_ours_opens_no_conversation(browser, address):
    assert browser.open(f"/conversation/{address}").status == 404


def test_a_conversation_goes_on_while_the_listing_is_paused(browser, another_browser, session, listing):
    write(another_browser, listing)
    publishing.withdraw(session, listing)
    listing.move(type(listing.state).PAUSED)
    session.flush()
    page = another_browser.open(path_in(letters_to(session, VISITOR)[0], "/conversation/"))
    assert page.h1 == "Your messages with Ada Near"
    assert f'/therapists/{listing.slug}"' not in page.html
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_what_is_typed_into_a_conversation_is_text_and_never_markup(browser, another_browser, session, listing):
    write(another_browser, listing, text="<b>bold</b>", name="<i>Vera</i>")
    page = answer_as_therapist(browser, session, listing, "<script>alert(1)</script>")
    assert "<script>alert(1)</script>" in page.text
    page = another_browser.open(path_in(letters_to(session, VISITOR)[0], "/conversation/"))
    assert "<script>alert(1)</script>" in page.text
    assert "<b>bold</b>" in page.text
