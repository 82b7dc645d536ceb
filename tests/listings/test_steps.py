"""The steps of a listing in a browser: saved, shown again without loss, and clear about what is wrong."""

from __future__ import annotations

import pytest

from directory_app.models import RevisionState, now

from ..browser import Browser, write
from ..factories import make_account, make_listing

LONG = "Ünï 🙂 " * 17_000


@pytest.fixture
def therapist(browser, session):
    """A browser of somebody with a listing just started."""
    browser.account = make_account(session)
    browser.sign_in(browser.account)
    browser.open("/my-listing")
    browser.press("Start")
    return browser


def test_a_new_therapist_is_led_from_the_start_through_all_steps(browser, session):
    browser.sign_in(make_account(session))
    assert browser.open("/my-listing").h1 == "Start your listing"
    headings = [browser.press("Start").h1]
    headings += [browser.press("Save and continue").h1 for _ in range(6)]
    assert headings == [
        "Who you are",
        "Your photo",
        "Where you work",
        "Techniques, prices, access",
        "Contact and hours",
        "Licences",
        "Can we spend the whole hour on my low back, hips and thighs?",
    ]


def test_who_you_are_is_shown_again_as_it_was_typed(therapist):
    typed = {
        "Your name": "Zoë Ruiz-Öztürk",
        "Name of your practice": "Quiet Hands & Co",
        "Letters after your name": "LMT",
        "About you and your work": "First line.\n\nשלום 🙂 <script>alert(1)</script>",
        "Website": "https://example.org/zoë",
        "Pronouns": "she/her",
    }
    therapist.open("/my-listing/about")
    for label, value in typed.items():
        therapist.fill(label, value)
    therapist.fill("Gender", "Woman")
    assert therapist.press("Save and continue").url == "/my-listing/photo"
    page = therapist.open("/my-listing/about")
    assert {label: page.value(label) for label in typed} == typed
    assert page.value("Gender") == "woman"
    assert "<script>alert(1)" not in page.html


def test_saving_for_later_leads_to_the_overview_that_shows_what_is_done(therapist):
    therapist.open("/my-listing/about")
    therapist.fill("Your name", "Ada")
    page = therapist.press("Save and come back later")
    assert page.url == "/my-listing"
    states = {
        row.select_one(".task-link").text: row.select_one(".task-state").text for row in page.soup.select(".task")
    }
    assert states["Who you are"] == "In progress"
    assert states["Where you work"] == "Not started"
    assert len(states) == 11


def test_only_steps_that_have_to_be_there_count_as_open(browser, session):
    listing = make_listing(session, bio="I work with backs.")
    browser.sign_in(listing.account)
    page = browser.open("/my-listing")
    assert "Everything is there" in page.text
    notes = {row.select_one(".task-link").text: row.select_one(".task-note") for row in page.soup.select(".task")}
    assert notes["Photo"].text == "Optional"
    listing.revisions[0].bio = ""
    page = browser.open("/my-listing")
    assert "One step is still open. Go on with: Who you are" in page.text


def test_what_no_database_can_hold_is_taken_out(therapist):
    therapist.open("/my-listing/about")
    therapist.fill("Your name", "Ada\x00 Ruiz\x07")
    therapist.press("Save and continue")
    assert therapist.open("/my-listing/about").value("Your name") == "Ada Ruiz"


def test_a_text_that_is_far_too_long_is_refused_and_kept(therapist):
    therapist.open("/my-listing/about")
    therapist.fill("Your name", "Ada")
    therapist.fill("About you and your work", LONG)
    page = therapist.press("Save and continue")
    assert page.status == 422
    assert page.errors == [f"About you and your work: Shorten this to 1,200 characters; it has {len(LONG.strip())}."]
    assert page.value("About you and your work").strip() == LONG.strip()
    assert page.value("Your name") == "Ada"


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("about", "Your name"),
        ("about", "Website"),
        ("place", "Town or city"),
        ("place", "Postal code"),
        ("place", "How far you travel"),
        ("practical", "Languages you work in"),
        ("practical", "Price of 60 minutes"),
        ("contact", "Phone number for clients"),
        ("contact", "E-mail address for clients"),
        ("contact", "Monday"),
        ("licence", "Licence or registration number"),
        ("licence", "Valid until"),
    ],
)
def test_a_hundred_kilobytes_in_any_field_are_refused_and_kept(therapist, path, label):
    typed = "x " * 50_000
    therapist.open(f"/my-listing/{path}")
    therapist.fill(label, typed)
    page = therapist.press("Save and continue")
    assert page.status == 422
    assert page.errors
    assert page.value(label).strip() == typed.strip()


def test_each_of_several_lines_that_are_too_long_is_named(therapist):
    therapist.open("/my-listing/about")
    for label in ("Your name", "Name of your practice", "Website"):
        therapist.fill(label, "x" * 300)
    page = therapist.press("Save and continue")
    assert page.errors == [
        "Your name: Shorten this to 120 characters; it has 300.",
        "Name of your practice: Shorten this to 120 characters; it has 300.",
        "Website: Shorten this to 292 characters; it has 300.",
    ]


def test_the_error_summary_links_to_the_field(therapist):
    therapist.open("/my-listing/about")
    therapist.fill("Website", "javascript:alert(1)")
    page = therapist.press("Save and continue")
    assert page.status == 422
    link = page.soup.select_one("[data-error-summary] a")
    assert link["href"] == f"#{page.control('Website').attributes['id']}"
    assert page.control("Website").attributes["aria-invalid"] == "true"


def test_a_place_is_found_completed_and_shown_by_its_privacy(therapist, session):
    therapist.open("/my-listing/place")
    therapist.fill("Street and number", "12 Oak Street")
    therapist.fill("Postal code", "97205")
    assert therapist.press("Save and continue").url == "/my-listing/place"
    page = therapist.follow("Change")
    assert (page.value("Town or city"), page.value("State, province or region")) == ("Portland", "OR")
    assert page.is_chosen("Show the neighbourhood only")
    assert therapist.account.listing.working.locations[0].public_label == "Portland, OR"


def fill_place(therapist, **values):
    therapist.open("/my-listing/place")
    for label, value in values.items():
        therapist.fill(label.replace("_", " "), value)
    therapist.choose("Show the middle of the postal code only")
    return therapist.press("Save and continue")


def test_a_small_town_with_the_name_of_a_larger_one_is_published_where_its_code_is(therapist):
    fill_place(therapist, Country="United Kingdom", Town="St Ives", State="Cornwall", Postal_code="TR26 1AA")
    place = therapist.account.listing.working.locations[0]
    assert (round(place.public_lat, 1), round(place.public_lon, 1)) == (50.3, -5.1), "Truro, not Cambridge"
    assert place.public_label == "St Ives, United Kingdom TR26"


def test_a_british_code_far_from_its_city_is_asked_about(therapist):
    page = fill_place(therapist, Country="United Kingdom", Town="Manchester", Postal_code="SW1A 1AA")
    assert page.status == 422
    assert page.errors == [
        "SW1A 1AA is in or near London. Check the postal code and the town, and name the county as region."
    ]


def test_an_unknown_town_comes_back_with_suggestions(therapist):
    therapist.open("/my-listing/place")
    therapist.fill("Town or city", "Portlnd")
    therapist.fill("State, province or region", "OR")
    page = therapist.press("Save and continue")
    assert page.status == 422
    assert "We do not know “Portlnd”" in page.errors[0]
    assert "Portland" in page.errors[0]
    assert page.value("Town or city") == "Portlnd"


def test_a_distance_is_kept_in_the_unit_it_was_typed_in(therapist):
    therapist.open("/my-listing/place")
    therapist.fill("Postal code", "97205")
    therapist.choose("I travel to clients")
    therapist.fill("How far you travel", "12,5")
    therapist.press("Save and continue")
    assert therapist.follow("Change").value("How far you travel") == "12.5"
    assert therapist.account.listing.working.locations[0].mobile_radius_km == pytest.approx(20.1168)


@pytest.mark.parametrize("typed", ["-1", "0", "NaN", "sNaN", "Infinity", "1e9", "far"])
def test_a_distance_that_is_none_is_refused(therapist, typed):
    therapist.open("/my-listing/place")
    therapist.choose("I travel to clients")
    therapist.fill("How far you travel", typed)
    page = therapist.press("Save and continue")
    assert page.status == 422
    assert page.value("How far you travel") == typed


def test_prices_are_understood_and_come_back(therapist):
    therapist.open("/my-listing/practical")
    therapist.check("Trigger point work")
    therapist.fill("Languages you work in", "english, Español,, English")
    therapist.fill("Price of 60 minutes", "$95")
    therapist.fill("Price of 90 minutes", "132,50")
    therapist.choose("Yes")
    assert therapist.press("Save and continue").url == "/my-listing/contact"
    page = therapist.open("/my-listing/practical")
    assert page.is_chosen("Trigger point work")
    assert page.value("Languages you work in") == "English, Español"
    assert (page.value("Price of 60 minutes"), page.value("Price of 90 minutes")) == ("95", "132.50")
    assert page.value("Currency of your prices") == "USD"


def test_a_price_of_an_unusual_length_is_not_lost(therapist, session):
    from decimal import Decimal

    from directory_app.models import SessionPrice

    working = therapist.account.listing.working
    working.prices = [SessionPrice(minutes=50, amount=Decimal(80), currency="GBP")]
    session.flush()
    page = therapist.open("/my-listing/practical")
    assert page.value("Price of 50 minutes") == "80"
    therapist.fill("Price of 60 minutes", "90")
    therapist.press("Save and continue")
    session.expire_all()
    assert [(p.minutes, p.currency) for p in working.prices] == [(50, "GBP"), (60, "GBP")]


@pytest.mark.parametrize(
    ("country", "town", "currency", "price", "shown"),
    [("United Kingdom", "London", "GBP", "£60", "£60"), ("Japan", "Tokyo", "JPY", "8,000", "¥8,000")],
)
def test_the_currency_is_that_of_the_country(therapist, country, town, currency, price, shown):
    therapist.open("/my-listing/place")
    therapist.fill("Country", country)
    therapist.fill("Town or city", town)
    therapist.press("Save and continue")
    page = therapist.follow("Continue")
    assert page.value("Currency of your prices") == currency
    therapist.fill("Price of 60 minutes", price)
    assert therapist.press("Save and continue").status == 200
    assert shown in therapist.open("/my-listing/preview").text


def test_hours_and_numbers_are_shown_back_as_understood(therapist):
    therapist.open("/my-listing/contact")
    therapist.fill("Phone number for clients", "(503) 555 0142")
    therapist.fill("E-mail address for clients", "ada@EXAMPLE.org")
    therapist.choose("Yes")
    therapist.fill("Monday", "9-12, 1pm - 5pm")
    therapist.fill("Tuesday", "closed")
    assert therapist.press("Save and continue").url == "/my-listing/licence"
    page = therapist.open("/my-listing/contact")
    assert page.value("Phone number for clients") == "+1 503-555-0142"
    assert page.value("E-mail address for clients") == "ada@example.org"
    assert page.value("Monday") == "09:00–12:00, 13:00–17:00"
    assert page.value("Tuesday") == ""
    assert page.is_chosen("Yes")


def test_every_wrong_contact_is_named_and_everything_is_kept(therapist):
    therapist.open("/my-listing/contact")
    therapist.fill("Phone number for clients", "12")
    therapist.fill("E-mail address for clients", "nobody")
    therapist.fill("Monday", "mornings")
    page = therapist.press("Save and continue")
    assert page.status == 422
    assert len(page.errors) == 3
    assert page.errors[2].startswith("Monday: ")
    assert page.value("Monday") == "mornings"
    assert page.value("E-mail address for clients") == "nobody"


def test_a_number_without_its_area_code_is_not_published_as_one_that_reaches_nobody(therapist):
    therapist.open("/my-listing/contact")
    therapist.fill("Phone number for clients", "555-0142")
    page = therapist.press("Save and continue")
    assert (page.status, page.errors) == (422, ["Give the number with its area code."])
    assert page.value("Phone number for clients") == "555-0142"


def test_a_licence_is_shown_again_and_a_place_without_licences_is_a_fact(therapist):
    therapist.open("/my-listing/licence")
    therapist.fill("Board or register", "Oregon Board of Massage Therapists")
    therapist.fill("Licence or registration number", "12345")
    therapist.fill("Valid until", "2027-01-31")
    therapist.press("Save and continue")
    page = therapist.open("/my-listing/licence")
    assert page.value("Licence or registration number") == "12345"
    assert page.value("Valid until") == "2027-01-31"
    therapist.check("No licence for massage exists where I work")
    page = therapist.press("Save and continue")
    assert page.errors == ["Give a number or say that no licence exists, not both."]
    therapist.fill("Licence or registration number", "")
    therapist.fill("Board or register", "")
    assert therapist.press("Save and continue").status == 200
    assert therapist.open("/my-listing/licence").is_chosen("No licence for massage exists where I work")


def test_a_day_that_is_none_is_refused_and_kept(therapist):
    therapist.open("/my-listing/licence")
    therapist.fill("Valid until", "soon")
    page = therapist.press("Save and continue")
    assert page.errors == ["Write the day such as 2027-01-31 or 31 January 2027."]
    assert page.value("Valid until") == "soon"


def test_a_licence_that_ran_out_is_refused_with_its_day_and_kept(therapist):
    therapist.open("/my-listing/licence")
    therapist.fill("Board or register", "Oregon Board of Massage Therapists")
    therapist.fill("Licence or registration number", "12345")
    therapist.fill("Valid until", "2020-01-01")
    page = therapist.press("Save and continue")
    assert page.errors == ["This licence ended on 1 January 2020. Give the day of the new one, or leave it empty."]
    assert page.value("Valid until") == "2020-01-01"
    therapist.fill("Valid until", f"{now():%Y-%m-%d}")
    assert therapist.press("Save and continue").status == 200


@pytest.mark.parametrize(
    "typed",
    [
        "English and Spanish", "English/Spanish", "English & Spanish", "English y Spanish", "English et Spanish",
        "English UND Spanish", "English, and Spanish", "English + Spanish",
    ],
)  # fmt: skip
def test_two_languages_are_two_however_they_are_joined(therapist, typed):
    therapist.open("/my-listing/practical")
    therapist.fill("Languages you work in", typed)
    therapist.press("Save and continue")
    assert therapist.open("/my-listing/practical").value("Languages you work in") == "English, Spanish"


def test_a_language_whose_name_holds_such_a_word_is_one(therapist):
    therapist.open("/my-listing/practical")
    therapist.fill("Languages you work in", "Candoshi, Yoruba")
    therapist.press("Save and continue")
    assert therapist.open("/my-listing/practical").value("Languages you work in") == "Candoshi, Yoruba"


def test_the_rules_of_the_place_are_told_beside_the_licence(therapist):
    therapist.open("/my-listing/place")
    therapist.fill("Postal code", "97205")
    therapist.press("Save and continue")
    assert "Oregon Board of Massage Therapists" in therapist.open("/my-listing/licence").text


def test_two_tabs_on_one_step_lose_nothing_and_the_therapist_chooses(therapist, app, session):
    second = Browser(app, session)
    second.sign_in(therapist.account)
    for tab in (therapist, second):
        tab.open("/my-listing/about")
    therapist.fill("Your name", "Ada")
    therapist.fill("About you and your work", "Words of the first tab.")
    therapist.press("Save and continue")
    second.fill("Your name", "Ada")
    second.fill("About you and your work", "Words of the second tab.")
    page = second.press("Save and continue")
    assert page.status == 409
    assert "Saved in another tab meanwhile" in page.text
    assert [dt.text for dt in page.soup.select(".notice dt")] == ["About you and your work"]
    assert "Words of the first tab." in page.text
    assert page.value("About you and your work") == "Words of the second tab."
    assert second.press("Save and continue").status == 200
    assert second.open("/my-listing/about").value("About you and your work") == "Words of the second tab."


def test_what_the_other_tab_saved_can_be_kept_instead(therapist, app, session):
    second = Browser(app, session)
    second.sign_in(therapist.account)
    for tab in (therapist, second):
        tab.open("/my-listing/contact")
    therapist.fill("Monday", "9-5")
    therapist.press("Save and continue")
    second.fill("Monday", "10-4")
    page = second.press("Save and continue")
    assert page.status == 409
    assert "09:00–17:00" in page.text
    assert second.follow("keep what the other tab saved").value("Monday") == "09:00–17:00"


@pytest.mark.parametrize(
    ("path", "label", "first", "second"),
    [
        ("practical", "Price of 60 minutes", "95", "99"),
        ("licence", "State, province or country it is for", "OR", "WA"),
    ],
)
def test_every_step_notices_a_second_tab(therapist, app, session, path, label, first, second):
    other = Browser(app, session)
    other.sign_in(therapist.account)
    for tab in (therapist, other):
        tab.open(f"/my-listing/{path}")
    therapist.fill(label, first)
    assert therapist.press("Save and continue").status == 200
    other.fill(label, second)
    page = other.press("Save and continue")
    assert page.status == 409
    assert page.value(label) == second
    assert other.press("Save and continue").status == 200
    assert other.open(f"/my-listing/{path}").value(label) == second


def test_a_double_click_is_no_conflict(therapist):
    therapist.open("/my-listing/place")
    therapist.fill("Postal code", "97205")
    form = therapist.page
    assert therapist.press("Save and continue").status == 200
    therapist.page = form
    assert therapist.press("Save and continue").status == 200


def test_a_change_from_the_check_page_leads_back_there(therapist):
    therapist.open("/my-listing/check")
    therapist.follow("Change pronouns")
    therapist.fill("Pronouns", "they/them")
    page = therapist.press("Save and continue")
    assert page.url == "/my-listing/check"
    assert "they/them" in page.text


def test_what_waits_is_not_changed_and_what_was_typed_is_shown(browser, session):
    listing = make_listing(session, name="Ada")
    browser.sign_in(listing.account)
    browser.open("/my-listing/about")
    browser.fill("About you and your work", "A long thought that took me an hour to write.")
    revision = listing.revisions[0]
    revision.move(RevisionState.SUBMITTED)
    session.flush()
    page = browser.press("Save and continue")
    assert page.status == 409
    assert "take it back first" in page.text
    assert "A long thought that took me an hour to write." in page.html
    assert browser.open("/my-listing/about").url == "/my-listing"


def test_another_therapist_reaches_only_their_own_listing(browser, session):
    make_listing(session, name="Somebody Else", bio="Private draft words.")
    browser.sign_in(make_account(session))
    for path in ("", "/about", "/place", "/practical", "/contact", "/licence", "/check", "/preview", "/submitted"):
        page = browser.open(f"/my-listing{path}")
        assert page.url == "/my-listing"
        assert "Private draft words." not in page.html


def test_a_week_in_one_line_is_saved_and_shown_back_before_it_goes_on(therapist, session):
    therapist.open("/my-listing/contact")
    therapist.fill("All days at once", "Mon-Fri 9-5, Sat by appointment")
    page = therapist.press("Save and continue")
    assert page.url == "/my-listing/contact"
    assert "We understood: Monday to Friday 09:00–17:00; Saturday by appointment" in page.text
    assert (page.value("Friday"), page.value("Saturday"), page.value("All days at once")) == (
        "09:00–17:00",
        "by appointment",
        "",
    )
    assert therapist.press("Save and continue").h1 == "Licences"
    assert "Saturday by appointment" in therapist.open("/my-listing/check").text
    assert "by appointment" in therapist.open("/my-listing/preview").text


def test_a_week_that_was_not_understood_is_kept_and_named(therapist):
    therapist.open("/my-listing/contact")
    therapist.fill("All days at once", "Mon-Fri whenever I like")
    therapist.fill("Phone number for clients", "(503) 555-0142 ext. 3")
    page = therapist.press("Save and continue")
    assert page.status == 422
    assert page.errors[0].startswith("“whenever i like”")
    assert page.value("All days at once") == "Mon-Fri whenever I like"
    therapist.fill("All days at once", "")
    therapist.press("Save and continue")
    assert therapist.open("/my-listing/contact").value("Phone number for clients") == "+1 503-555-0142 ext. 3"


def test_prices_on_lines_get_fields_of_their_own_and_are_shown_back(therapist):
    therapist.open("/my-listing/practical")
    therapist.fill("Price of 60 minutes", "$95")
    therapist.fill("Other lengths", "50 min – 80\n$150/1h45")
    page = therapist.press("Save and continue")
    assert "We understood: 50 minutes 80; 105 minutes 150" in page.text
    assert (page.value("Price of 50 minutes"), page.value("Price of 105 minutes")) == ("80", "150")
    assert therapist.press("Save and continue").h1 == "Contact and hours"


@pytest.mark.parametrize(
    ("label", "typed", "words"),
    [
        ("Other lengths", "60 min - 90", "There are two prices for 60 minutes"),
        ("Other lengths", "50 min", "say how much it costs"),
        ("Price of 90 minutes", "120 €", "“120 €” names another currency than US dollar"),
        ("Price of 90 minutes", "9500", "A price of 9,500 is too high for US dollar"),
        ("Price of 90 minutes", "95.505", "A price of 95,505 is too high for US dollar"),
        ("Other lengths", "120 min 6000", "A price of 6,000 is too high for US dollar"),
        ("Techniques that are missing", "a, b, c, d, e, f", "Give 5 techniques of your own at most"),
    ],
)
def test_what_contradicts_itself_among_prices_and_techniques_is_said(therapist, label, typed, words):
    therapist.open("/my-listing/practical")
    therapist.fill("Price of 60 minutes", "95")
    therapist.fill(label, typed)
    page = therapist.press("Save and continue")
    assert page.status == 422
    assert words in page.errors[0]
    assert page.value(label) == typed
    assert page.value("Price of 60 minutes") == "95"


def test_what_is_wrong_is_listed_in_the_order_of_the_page(therapist):
    therapist.open("/my-listing/practical")
    for label in ("Other lengths", "Price of 60 minutes", "Price of 30 minutes"):
        therapist.fill(label, "abc -5")
    page = therapist.press("Save and continue")
    fields = [link["href"] for link in page.soup.select(".error-summary a")]
    assert fields == ["#price_30", "#price_60", "#more_prices"]


def test_a_technique_in_own_words_stands_on_the_page_and_one_of_the_list_is_ticked(therapist):
    therapist.open("/my-listing/practical")
    therapist.fill("Techniques that are missing", "Amma, trigger point work")
    page = therapist.press("Save and continue")
    assert page.is_chosen("Trigger point work")
    assert page.value("Techniques that are missing") == "Amma"
    assert "Amma" in therapist.open("/my-listing/preview").soup.select_one("#profile-practical").parent.text


def test_several_licences_are_added_and_emptied_without_a_script(therapist):
    therapist.open("/my-listing/licence")
    therapist.fill("Board or register", "Oregon Board of Massage Therapists")
    therapist.fill("Licence or registration number", "111")
    page = therapist.press("Save and add another licence")
    rows = page.all(".licence-row")
    assert len(rows) == 2
    second = {one.attributes["name"].rpartition("-")[2]: one for one in rows[1].css("input")}
    write(second["board"], "Washington State Department of Health")
    write(second["number"], "222")
    write(second["expires_on"], "31.12.2030")
    therapist.press("Save and continue")
    assert [one.number for one in therapist.account.listing.licences] == ["111", "222"]
    therapist.open("/my-listing/licence")
    for label in ("Board or register", "Licence or registration number"):
        therapist.fill(label, "")
    therapist.press("Save and continue")
    therapist.session.expire_all()
    assert [one.number for one in therapist.account.listing.licences] == ["222"]


def test_no_licence_can_be_claimed_where_the_state_licenses(therapist):
    therapist.open("/my-listing/place")
    therapist.fill("Postal code", "97205")
    therapist.press("Save and continue")
    page = therapist.open("/my-listing/licence")
    assert "No licence for massage exists where I work" not in page.text
    added = therapist.page.tree.create_node("input")
    for name, value in (("type", "hidden"), ("name", "none_exists"), ("value", "y")):
        added.attrs[name] = value
    therapist.page.one("main form").insert_child(added)
    page = therapist.press("Save and continue")
    assert page.status == 422
    assert "Oregon does license massage therapists" in page.errors[0]


def test_what_is_pasted_from_a_word_processor_becomes_plain_text(therapist):
    therapist.open("/my-listing/about")
    therapist.fill("Your name", "Ana\u00a0Mar\u00ada\u200b O\u2019Neill\u202e")
    therapist.fill("About you", "Backs\u2028\u2022\tknees\n\u00b7 hips\u2009\u2013 \x93slow\x94\ufeff")
    therapist.press("Save and continue")
    page = therapist.open("/my-listing/about")
    assert page.value("Your name") == "Ana María O’Neill".replace("María", "Mara")
    assert page.value("About you") == "Backs\n- knees\n- hips – “slow”"


NAMES = ("محمد الأمين", "王小明", "Zoë D’Artagnan-Ötvös", "Ṣọlá Adébáyọ̀", "अनीता शर्मा", "O'Brien", "N\u0303un\u0303ez")


@pytest.mark.every_database
@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_works_on_every_page_in_search_on_paper_and_in_the_picture(browser, session, name):
    listing = make_listing(session, "published", name=name)
    assert listing.slug.isascii()
    page = browser.open(f"/therapists/{listing.slug}")
    assert page.h1 == name
    found = browser.open(f"/search?place=Portland, OR&radius=25&words={name}")
    assert name in [one.get_text(" ", strip=True) for one in found.soup.select(".listing-name a")]
    sheet = browser.client.get(f"/therapists/{listing.slug}/call-card.pdf")
    assert sheet.data.startswith(b"%PDF")
    picture = browser.client.get(f"/pictures/therapists/{listing.slug}.png")
    assert picture.data.startswith(b"\x89PNG")
    for answer in (sheet, picture):
        answer.close()
