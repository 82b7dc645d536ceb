"""The profile page: contact on demand, the plot, dates beside what ages, passing it on."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest

from directory_app import publishing
from directory_app.models import Privacy, now
from directory_app.scorekeeping import QUESTIONS

from ..factories import CLINICAL, PORTLAND, RELAXING, make_account, make_listing


def test_phone_and_email_stand_on_a_page_of_their_own(browser, session):
    listing = make_listing(session, "published", name="Ada Near", website="https://example.org/ada")
    page = browser.open(f"/therapists/{listing.slug}")
    for secret in (listing.phone, listing.public_email, "mailto:", "tel:"):
        assert secret not in page.html
    assert page.link("example.org/ada") == "https://example.org/ada"
    page = browser.follow("Show phone and e-mail")
    assert page.h1 == "Reach Ada Near"
    assert page.link(listing.phone) == "tel:+15035550142"
    assert page.link(listing.public_email) == f"mailto:{listing.public_email}"
    assert "noindex" in page.soup.find("meta", attrs={"name": "robots"})["content"]
    assert page.link("All warning signs") == "/before-you-book"
    assert page.html.index("get emergency help now") < page.html.index("tel:"), "what comes first is safety"


def test_a_long_address_breaks_at_its_signs_and_is_copied_and_escaped_as_it_is(browser, session, app):
    listing = make_listing(session, "published")
    listing.public_email = "maria.fernanda.etcheverry-oyelaran@neuromuscular-massage-portland.example.org"
    session.flush()
    page = browser.open(f"/therapists/{listing.slug}/contact")
    assert page.link(listing.public_email) == f"mailto:{listing.public_email}"
    pieces = "maria<wbr>.fernanda<wbr>.etcheverry-oyelaran<wbr>@neuromuscular-massage-portland<wbr>.example<wbr>.org"
    assert pieces in page.html
    made = app.jinja_env.from_string("{{ address|breakable }}").render(address="<b>.x@y")
    assert made == "&lt;b&gt;<wbr>.x<wbr>@y"


def test_a_visitor_gets_no_cookie_for_looking_at_contact(browser, session):
    listing = make_listing(session, "published")
    for path in ("", "/contact"):
        assert "Set-Cookie" not in browser.open(f"/therapists/{listing.slug}{path}").headers


def test_the_link_names_what_there_is(browser, session):
    listing = make_listing(session, "published")
    listing.phone = ""
    publishing.refresh(session, listing)
    assert browser.open(f"/therapists/{listing.slug}").link("Show e-mail")
    listing.public_email = ""
    publishing.refresh(session, listing)
    page = browser.open(f"/therapists/{listing.slug}")
    assert "Show " not in page.soup.select_one(".profile-contact").text
    assert page.link("Write a message")


def test_the_preview_shows_contact_and_leads_nowhere(browser, session):
    account = make_account(session)
    listing = make_listing(session, "published", account=account)
    browser.sign_in(account)
    page = browser.open("/my-listing/preview")
    box = page.soup.select_one(".profile-contact")
    assert listing.phone in box.text
    assert listing.public_email in box.text
    assert box.find_all("a") == []
    assert "Report this listing" not in page.text
    assert page.soup.select("[data-copy]") == []


def test_the_parts_far_down_are_named_near_the_top_with_a_link_each(browser, session):
    listing = make_listing(session, "published")
    page = browser.open(f"/therapists/{listing.slug}")
    jumps = page.soup.find("nav", attrs={"aria-label": "On this page"})
    links = {one.get_text(strip=True): one["href"].lstrip("#") for one in jumps.find_all("a")}
    assert list(links) == ["Contact", "Five questions", "Where", "Prices and hours", "Licence"]
    assert {page.soup.find(id=target).name for target in links.values()} == {"h2"}
    for below in ("profile-answers", "profile-practical"):
        assert page.html.index('aria-label="On this page"') < page.html.index(f'id="{below}"')


def test_a_listing_without_prices_hours_or_licence_names_none(browser, session):
    listing = make_listing(session, "published")
    listing.hours, listing.licences, listing.approved.prices = {}, [], []
    session.flush()
    jumps = browser.open(f"/therapists/{listing.slug}").soup.find("nav", attrs={"aria-label": "On this page"})
    assert [one.get_text(strip=True) for one in jumps.find_all("a")] == [
        "Contact",
        "Five questions",
        "Where",
        "Practical",
    ]


def test_hours_are_written_as_the_country_of_the_listing_reads_the_clock(browser, session):
    open_on = {"mon": [["08:30", "12:00"], ["13:05", "24:00"]], "tue": [["00:00", "00:45"]]}
    shown = {}
    for country in ("US", "DE"):
        listing = make_listing(session, "published", place={**PORTLAND, "country": country})
        listing.hours, listing.by_appointment = open_on, ["mon"]
        publishing.refresh(session, listing)
        page = browser.open(f"/therapists/{listing.slug}")
        shown[country] = page.soup.find("dt", string="Hours").find_next("dd").get_text(" ", strip=True)
        data = page.soup.find("script", attrs={"type": "application/ld+json"}).text
        assert "08:30" in data, "machines read 24 hours everywhere"
    assert shown["US"].startswith(
        "Monday 8:30 am to noon, 1:05 pm to midnight, by appointment Tuesday midnight to 12:45 am"
    )
    assert shown["DE"].startswith("Monday 08:30 to 12:00, 13:05 to 24:00, by appointment Tuesday 00:00 to 00:45")


def test_each_of_the_five_contributions_is_a_bar_beside_its_words(browser, session):
    listing = make_listing(session, "published")
    page = browser.open(f"/therapists/{listing.slug}")
    rows = page.soup.select(".plot-rows li")
    parts = {part.question_id: part.contribution for part in listing.approved.score.questions}
    for row, question in zip(rows, QUESTIONS, strict=True):
        brought = f"{parts[question.id]:.0f} of {question.weight * 100:.0f} points"
        assert " ".join(row.get_text(" ").split()) == f"{question.title} {brought}"
        (bar,) = row.select("svg.plot .share-fill")
        assert float(bar["width"].rstrip("%")) > 0


def test_a_visitor_reads_what_was_found_in_plain_words(browser, session):
    answers = {
        **CLINICAL,
        "Q1": ("yes_whole_hour", "Yes, the whole hour can go to your low back and hips."),
        "Q4": ("routinely", "Other therapists say that trigger points in the gluteus refer pain to the low back."),
    }
    listing = make_listing(session, "published", answers=answers)
    page = browser.open(f"/therapists/{listing.slug}")
    first, fourth = (page.soup.find("section", {"aria-labelledby": f"answer-{q}"}) for q in ("Q1", "Q4"))
    found = [next(one.stripped_strings) for one in first.select(".answer-legend-label")]
    assert "Names the low back, hips or thighs" in found
    assert "Gives the whole session to one area" in found
    assert any(one.startswith("How the whole answer is worded") for one in found)
    assert "Names the muscles to work on" in first.select_one(".answer-absent").get_text(" ", strip=True)
    assert not {"Names the areas around the pelvis", "Agrees to it", "Speaks of the time"} & set(found)
    marked = {number for one in first.select("mark sup") for number in re.findall(r"\d+", one.text)}
    assert marked >= {"1", "2"}, "words and their line still find each other"
    apart = fourth.select_one(".answer-legend .apart").get_text(" ", strip=True)
    assert "It would have spoken to “Names muscles of the hip”" in apart


def test_below_an_answer_stands_how_much_was_found_and_folded_what(browser, session):
    listing = make_listing(session, "published", answers=CLINICAL)
    scores = listing.approved.score.questions
    answers = browser.open(f"/therapists/{listing.slug}").soup.select(".answer")
    assert len(answers) == len(scores) == 5
    for answer, question in zip(answers, QUESTIONS, strict=True):
        folded = answer.select_one("details")
        lines, shown = folded.select(".answer-legend li"), folded.summary.text
        brought = next(one.contribution for one in scores if one.question_id == question.id)
        assert not folded.has_attr("open")
        assert shown.startswith(f"{len(lines)} things found. The question brings {brought:.0f} of ")
        assert all(line.select_one(".answer-note").text for line in lines), "what each means stands with it"


def test_level_and_range_are_said_in_plain_words(browser, session):
    listing = make_listing(session, "published")
    score = listing.approved.score
    page = browser.open(f"/therapists/{listing.slug}")
    assert score.level == "L1"
    assert "says it in their own words, and nobody else has confirmed it yet" in page.text
    assert f"the score most likely lies between {score.low:.0f} and {score.high:.0f}" in page.text


def test_every_fact_that_ages_has_its_date(browser, session):
    listing = make_listing(session, "published")
    listing.contact_confirmed_at = listing.hours_confirmed_at = now() - timedelta(days=5)
    listing.accepting_confirmed_at = now() - timedelta(days=12)
    listing.approved.decided_at = now() - timedelta(days=20)
    publishing.refresh(session, listing)
    text = browser.open(f"/therapists/{listing.slug}").text
    assert "Accepting new clients, confirmed 12 days ago" in text
    assert "Phone and e-mail confirmed 5 days ago" in text
    assert "Monday 9:00 am to 5:00 pm Confirmed 5 days ago" in text
    assert "60 minutes: $95 As stated 20 days ago" in text
    assert "Answered by the therapist and read by a moderator 20 days ago" in text
    assert "Confirmed by the therapist 5 days ago" in browser.open(f"/therapists/{listing.slug}/contact").text


def test_a_profile_can_be_passed_on_without_script(browser, session, app):
    listing = make_listing(session, "published")
    page = browser.open(f"/therapists/{listing.slug}")
    address = f"{app.config['BASE_ADDRESS']}/therapists/{listing.slug}"
    assert page.link(address.split("//")[1]) == address
    assert page.soup.select_one("[data-copy]")["data-copy"] == address


def test_a_private_address_is_not_on_the_contact_page(browser, session):
    place = {**PORTLAND, "street": "771 Hidden Lane", "private_lat": 45.51234, "private_lon": -122.67891}
    listing = make_listing(session, "published", place=place)
    html = browser.open(f"/therapists/{listing.slug}/contact").html
    assert not any(secret in html for secret in ("Hidden Lane", "45.51234", "122.67891"))


def test_a_pin_stands_only_where_the_postal_code_is_known(browser, session):
    known, unknown = (
        make_listing(session, "published", place={**PORTLAND, "privacy": Privacy.EXACT, "postal_code": code})
        for code in ("97205", "97999")
    )
    page = browser.open(f"/therapists/{known.slug}")
    assert "The pin marks the middle of the postal code" in page.text
    assert page.soup.select(".place-map .place-pin")
    page = browser.open(f"/therapists/{unknown.slug}")
    assert "Somewhere in this town or near it. On our map we know only where its middle is." in page.text
    assert not page.soup.select(".place-map .place-pin")


def test_the_plot_names_the_sum_by_which_listings_are_ordered(browser, session):
    listing = make_listing(session, "published")
    score = listing.approved.score
    text = browser.open(f"/therapists/{listing.slug}").text
    assert (
        f"All bars together bring {score.rank_score:.0f}, a cautious figure: searches are put in order by it." in text
    )
    assert f"The score of {score.estimate:.0f} is what is most likely." in text
    assert "Without clients’ reports, even a full answer fills only about half of its bar." in text


def test_a_listing_with_clients_reports_is_not_told_what_it_lacks(app):
    with app.test_request_context():
        macro = app.jinja_env.get_template("components/contributions.html").module.contributions
        question = SimpleNamespace(title="Oil", weight=0.15)
        reading = SimpleNamespace(question=question, share=0.8, score=SimpleNamespace(contribution=12.0))
        assert "about half" not in macro([reading], SimpleNamespace(estimate=70.0, level="L2"))


def test_the_number_of_a_mark_stays_with_its_last_word(browser, session):
    listing = make_listing(session, "published")
    page = browser.open(f"/therapists/{listing.slug}")
    ends = page.soup.select(".answer mark .mark-end")
    assert len(ends) == len(page.soup.select(".answer mark sup")) > 0
    assert all(one.sup and one.find(string=True).strip() and " " not in one.find(string=True) for one in ends)
    numbers = ["".join(one.sup.find_all(string=True, recursive=False)) for one in ends]
    assert any("," in one for one in numbers)
    assert not [one for one in numbers if " " in one], "an ordinary space would be a place to break"


def test_what_a_choice_answers_is_not_called_not_mentioned(browser, session):
    answers = {**CLINICAL, "Q5": ("none_or_only_at_the_end", "I want to feel the muscle under my hands.")}
    listing = make_listing(session, "published", answers=answers)
    page = browser.open(f"/therapists/{listing.slug}")
    absent = (
        page.soup.select_one("#answer-Q5").find_parent("section").select_one(".answer-absent").get_text(" ", strip=True)
    )
    assert "Not mentioned" in absent
    assert "Keeps oil for the end" not in absent
    assert "Uses little or no oil" not in absent


def test_every_numbered_line_has_marked_words_and_the_wording_stands_apart(browser, session):
    listing = make_listing(session, "published")
    page = browser.open(f"/therapists/{listing.slug}")
    answers = page.soup.select(".answer")
    assert answers
    for answer in answers:
        numbers = {int(number) for sup in answer.select("mark sup") for number in re.findall(r"\d+", sup.text)}
        lines = answer.select(".answer-legend li")
        assert numbers <= set(range(1, len(lines) + 1))
        assert not [line.text for line in lines if "How the whole answer is worded" in line.text]
    whole = [one.text for one in page.soup.select(".answer-whole")]
    assert any(
        "How the whole answer is worded" in one and "All words together; none is marked for it." in one for one in whole
    )


def test_marks_of_an_answer_that_says_little_are_light_and_it_says_so(browser, session):
    answers = {**CLINICAL, "Q2": ("sometimes", "I go through the fascia with elbows. It is supposed to hurt some.")}
    listing = make_listing(session, "published", answers=answers)
    page = browser.open(f"/therapists/{listing.slug}")
    first, second = (page.soup.find("section", {"aria-labelledby": f"answer-{q}"}) for q in ("Q1", "Q2"))
    told = "Little of this points to the clinical end, so the marks are light."
    assert told in second.get_text()
    assert "answer-little" in second["class"]
    assert told not in first.get_text()
    assert "answer-little" not in first["class"]


def test_names_written_from_right_to_left_leave_the_words_beside_them_in_order(browser, session):
    slug = make_listing(session, "published", name="שרה כהן", practice="קליניקה (2)", credentials="LMT 7").slug
    for address in (f"/therapists/{slug}", "/search?place=Portland, OR", f"/shortlist?t={slug}"):
        apart = {one.text for one in browser.open(address).soup.select("main bdi")}
        assert {"שרה כהן", "קליניקה (2)"} <= apart, address


@pytest.mark.parametrize(
    "address",
    [
        "/therapists/{0}", "/therapists/{0}/contact", "/therapists/{0}/message", "/therapists/{0}/report",
        "/search?place=Portland, OR", "/shortlist?t={0}&t={1}",
    ],
)  # fmt: skip
def test_names_and_places_from_right_to_left_leave_the_words_around_them_in_their_order(browser, session, address):
    place = {**PORTLAND, "city": "תל אביב", "street": "הרצל 12"}
    facts = {"practice": "קליניקה (2)", "credentials": "LMT 7", "place": place}
    slugs = [make_listing(session, "published", name=name, **facts).slug for name in ("שרה כהן", "דוד לוי")]
    page = browser.open(address.format(*slugs))
    # What is only heard has no direction on a page, and what has a box to itself nothing beside it.
    alone = page.soup.select("svg, script, .visually-hidden")
    for text in (found := page.soup.body.find_all(string=re.compile("[א-ת]"))):
        assert text.find_parent("bdi") or any(one in text.parents for one in alone), text.parent
    assert found


def test_words_in_another_language_are_read_out_in_it_and_run_as_they_are_written(browser, session):
    spanish = "Muy poco aceite, solo al final, para que las manos no resbalen en la piel."
    arabic = "أعمل ببطء ومن دون زيت"
    made = make_listing(session, "published", bio=arabic, answers={**CLINICAL, "Q5": (None, spanish)})
    page = browser.open(f"/therapists/{made.slug}")
    answers = {one.h3.get_text(): one.blockquote for one in page.soup.select(".answer")}
    assert answers["Do you use a lot of oil?"].get("lang") == "es"
    assert [one.get("lang") for one in answers.values()].count(None) == 4
    assert {one.get("dir") for one in (*answers.values(), page.soup.select_one(".profile-bio p"))} == {"auto"}


def test_what_is_denied_is_told_as_denied_once_and_a_cost_says_its_sentence_once(browser, session):
    denied = "I do not use myofascial release or any fascial technique. I never hold the pressure."
    oily = "I use plenty of warm oil, and it is poured generously all through."
    listing = make_listing(session, "published", answers={**CLINICAL, "Q2": ("no", denied), "Q5": ("a_lot", oily)})
    page = browser.open(f"/therapists/{listing.slug}")
    second, fifth = (page.soup.find("section", {"aria-labelledby": f"answer-{q}"}) for q in ("Q2", "Q5"))
    labels = [next(one.stripped_strings) for one in second.select(".answer-legend-label")]
    assert [one for one in labels if one.startswith("Denied: ")]
    assert not [one for one in labels if one == "Uses fascial techniques" or one == "Works on fascia"]
    costs = [one.get_text(" ", strip=True) for one in fifth.select(".answer-legend .costs")]
    assert [one for one in costs if one.count("plenty of oil is used") == 1], costs
    assert not [one for one in costs if "little or no oil" in one], "it says nothing that “a lot of oil” does not say"


@pytest.mark.parametrize(
    "answers",
    [RELAXING, {one: (None, text) for one, (_, text) in CLINICAL.items()}],
    ids=["a relaxing style", "no choice but five explanations"],
)
def test_the_lowest_level_says_nothing_of_a_choice_or_of_how_much_was_explained(browser, session, answers):
    listing = make_listing(session, "published", answers=answers)
    said = browser.open(f"/therapists/{listing.slug}").soup.select_one(".score-plain").text
    assert said.startswith("Claimed: stated by the therapist.")
    assert "a relaxing style seldom meets them, however well it is explained." in said
    assert "picked" not in said
