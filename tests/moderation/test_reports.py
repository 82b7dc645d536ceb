"""Moderators read what visitors reported and close it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from directory_app.claims.handing_over import hand_over
from directory_app.models import AuditEntry, OutgoingMail, Report, now

from ..factories import PORTLAND, make_account, make_listing, make_message, make_report
from ..letters import all_letters, letters_to


def test_urgent_reports_stand_on_top_then_the_oldest(browser, session):
    first, second, third = (make_listing(session, "published", name=name) for name in ("Ada", "Bea", "Cem"))
    make_report(session, first, created_at=now() - timedelta(days=1))
    make_report(session, second, "other", created_at=now() - timedelta(days=5), due_on=now().date() - timedelta(days=2))
    make_report(session, third, "unsafe")
    browser.sign_in(make_account(session, "moderator"))
    page = browser.open("/moderation/?kind=report")
    assert "3 cases wait, 1 urgent , 1 late" in page.text
    assert [row.text for row in page.soup.select(".work-list th a")] == ["Cem", "Bea", "Ada"]
    page = browser.follow("Reports")
    assert [row.a.text for row in page.soup.select(".queue tbody th")] == ["Cem", "Bea", "Ada"]
    assert page.text.count("late") == 1


def test_closing_a_report_answers_the_visitor_and_forgets_the_address(browser, session):
    listing = make_listing(session, "published", name="Ada Near")
    make_report(session, listing, email="vera@example.org")
    moderator = make_account(session, "moderator")
    browser.sign_in(moderator)
    browser.open("/moderation/reports")
    page = browser.follow("Ada Near")
    assert "The number is not in the register." in page.text
    assert page.link("The listing as visitors see it") == f"/therapists/{listing.slug}"
    browser.choose("The visitor is right, and I have acted")
    browser.fill("Note", "The therapist sent us the new licence.")
    page = browser.press("Close the report")
    assert "The report about Ada Near is closed. The visitor gets a letter." in page.text
    assert page.url.startswith("/moderation/licences/"), "the next case"
    assert "No report is open." in browser.open("/moderation/reports").text
    report = session.scalars(select(Report)).one()
    assert (report.outcome, report.email, report.closed_by_id) == ("acted", "", moderator.id)
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.recipient == "vera@example.org"
    assert "Ada Near" in letter.text
    assert "The therapist sent us the new licence." in letter.text
    assert letter.forget_at is not None
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "report_closed")).one()
    assert (entry.actor_name, entry.after) == (moderator.email, {"outcome": "acted"})
    assert "vera" not in str(vars(entry))
    history = browser.open(f"/moderation/cases/{listing.revisions[0].id}").text
    assert "Report closed by " + moderator.email in history


def test_the_letter_to_a_visitor_quotes_the_reason_as_it_was_chosen(browser, session):
    report = make_report(session, make_listing(session, "published", name="Ada Near"), "unsafe", email="v@example.org")
    browser.sign_in(make_account(session, "moderator"))
    browser.open(f"/moderation/reports/{report.id}")
    browser.choose("Not for us to decide")
    browser.press("Close the report")
    [letter] = letters_to(session, "v@example.org")
    assert "you reported the listing of Ada Near: “I felt unsafe or was hurt”." in letter.text


def test_a_visitor_without_an_address_gets_no_letter(browser, session):
    report = make_report(session, make_listing(session, "published"))
    browser.sign_in(make_account(session, "moderator"))
    browser.open(f"/moderation/reports/{report.id}")
    browser.choose("Nothing here breaks the rules")
    assert "letter" not in browser.press("Close the report").soup.select_one(".notice").text
    assert session.scalars(select(OutgoingMail)).all() == []


def test_the_second_moderator_is_told_who_was_faster_and_keeps_the_note(browser, another_browser, session):
    report = make_report(session, make_listing(session, "published"), email="vera@example.org")
    first, second = make_account(session, "moderator"), make_account(session, "moderator")
    browser.sign_in(first)
    another_browser.sign_in(second)
    for one in (browser, another_browser):
        one.open(f"/moderation/reports/{report.id}")
        one.choose("Nothing here breaks the rules")
        one.fill("Note", "I looked at the register myself.")
    another_browser.choose("Not for us to decide")
    browser.press("Close the report")
    page = another_browser.press("Close the report")
    assert page.status == 409
    assert first.email in page.text
    assert page.value("What did you find?") == "Not for us to decide"
    assert page.value("Note") == "I looked at the register myself."
    assert len(session.scalars(select(OutgoingMail)).all()) == 1


def test_a_report_is_not_closed_without_a_finding_and_unknown_ones_are_not_there(browser, session):
    report = make_report(session, make_listing(session, "published"))
    browser.sign_in(make_account(session, "moderator"))
    browser.open(f"/moderation/reports/{report.id}")
    page = browser.press("Close the report")
    assert page.status == 422
    assert page.errors == ["Choose what you found."]
    assert browser.open("/moderation/reports/999999").status == 404
    assert browser.open("/moderation/reports?page=x").status == 400


def test_a_private_street_is_in_no_page_of_reports_and_no_letter(browser, session):
    place = {**PORTLAND, "street": "771 Hidden Lane", "private_lat": 45.51234, "private_lon": -122.67891}
    report = make_report(session, make_listing(session, "published", place=place), email="vera@example.org")
    browser.sign_in(make_account(session, "moderator"))
    pages = [browser.open("/moderation/reports").html, browser.open(f"/moderation/reports/{report.id}").html]
    browser.choose("Not for us to decide")
    browser.press("Close the report")
    pages.append(session.scalars(select(OutgoingMail)).one().text)
    for text in pages:
        assert not any(secret in text for secret in ("Hidden Lane", "45.51234", "122.67891"))


def test_behind_the_last_page_of_a_list_is_the_last_page(browser, session):
    listing = make_listing(session, "published", name="Ada Near")
    make_report(session, listing)
    browser.sign_in(make_account(session, "moderator"))
    assert "1 open" in browser.open("/moderation/reports?page=9").text
    assert "Ada Near" in browser.open("/moderation/listings?state=published&page=9").text


def report_a_message(browser, session):
    """The report of a therapist, Ada Near, about a message of Vera Visitor."""
    listing = make_listing(session, "published", name="Ada Near", account=make_account(session))
    message = make_message(session, listing, "I know where you live.")
    browser.sign_in(listing.account)
    browser.open(f"/my-listing/messages/{message.key}/report")
    browser.choose("A message threatens or insults")
    browser.press("Show it to the moderators")
    browser.sign_out()
    return session.scalars(select(Report)).one()


def test_a_therapist_who_reports_a_message_is_not_the_one_reported(browser, another_browser, session):
    report = report_a_message(another_browser, session)
    browser.sign_in(make_account(session, "moderator"))
    row = browser.open("/moderation/reports").one(".queue tbody tr")
    assert "reports a message" in row.text()
    assert "not wanted" not in row.text()
    page = browser.follow("Ada Near")
    assert page.h1 == "Report by Ada Near about a message"
    assert page.soup.title.get_text().startswith("Report by Ada Near about a message")
    assert "The visitor is right" not in page.text
    assert "A visitor who left an address" not in page.text
    assert "take it down" not in page.text
    facts = browser.open(f"/moderation/cases/{report.listing.approved.id}").text
    assert "1 version, 0 reports, 0 appeals" in facts


def test_the_therapist_reads_what_came_of_a_reported_message_in_a_letter_and_beside_it(
    browser, another_browser, session
):
    report = report_a_message(another_browser, session)
    owner, path = report.listing.account, f"/my-listing/messages/{report.message.key}"
    browser.sign_in(make_account(session, "moderator"))
    browser.open(f"/moderation/reports/{report.id}")
    browser.choose("The therapist is right, and I have acted")
    browser.fill("Note", "We wrote to the sender that this must stop.")
    page = browser.press("Close the report")
    assert "The report by Ada Near about a message is closed. The therapist gets a letter." in page.text
    letter = letters_to(session, owner.email)[-1]
    assert letter.subject == "What came of the message you reported"
    for words in ("“A message threatens or insults”", "you were right, and has acted", "must stop.", path):
        assert words in letter.text
    assert "vera" not in letter.text.lower()
    assert letter.forget_at is not None
    another_browser.sign_in(owner)
    page = another_browser.open(path)
    assert "A moderator found that you were right, and has acted." in page.text
    assert "A note from the moderator: We wrote to the sender that this must stop." in page.text
    assert "The therapist is right, and I have acted" in browser.open(f"/moderation/reports/{report.id}").text


def test_a_report_of_a_message_that_is_opened_again_has_no_answer_and_its_letter_never_leaves(
    browser, another_browser, session
):
    report = report_a_message(another_browser, session)
    owner, path = report.listing.account, f"/my-listing/messages/{report.message.key}"
    browser.sign_in(make_account(session, "moderator"))
    browser.open(f"/moderation/reports/{report.id}")
    browser.choose("Nothing in the message breaks the rules")
    browser.press("Close the report")
    browser.press("Undo")
    assert not [one for one in all_letters(session) if "reported" in one.subject]
    another_browser.sign_in(owner)
    assert "nothing that breaks the rules" not in another_browser.open(path).text


def test_whoever_owns_the_listing_by_now_reads_nothing_of_what_the_owner_before_reported(
    browser, another_browser, session
):
    report = report_a_message(another_browser, session)
    before, after = report.listing.account, make_account(session)
    hand_over(session, report.listing, after)
    browser.sign_in(make_account(session, "moderator"))
    browser.open(f"/moderation/reports/{report.id}")
    browser.choose("Nothing in the message breaks the rules")
    browser.press("Close the report")
    assert letters_to(session, after.email) == []
    letter = letters_to(session, before.email)[-1]
    assert "nothing that breaks the rules" in letter.text
    assert "/my-listing/messages/" not in letter.text
    assert "Ada Near" not in letter.text
