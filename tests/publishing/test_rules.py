"""The rules of a place change how a listing is shown, everywhere at once."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import select

from directory_app import casework, publishing, scorekeeping
from directory_app.discovery import pictures
from directory_app.errors import InvalidAnswers
from directory_app.jurisdictions import refused_words, rules_of
from directory_app.listings import actions
from directory_app.models import Flag, FlagKind, Jurisdiction, Licence, PublicListing
from directory_app.presence.queries import clients_may_be_named
from directory_app.workplaces import PlaceOfWork

from ..factories import CLINICAL, PORTLAND, make_account, make_listing, make_location, make_unclaimed
from ..site.public_routes import public_paths

TORONTO = {"city": "Toronto", "region": "ON", "country": "CA", "postal_code": "M5V 2T6", "lat": 43.64, "lon": -79.39}
PHOENIX = {"city": "Phoenix", "region": "AZ", "postal_code": "85004", "lat": 33.45, "lon": -112.07}
FIGURES = {"estimate": 73.3, "low": 66.4, "high": 84.2}
# Pictures from which a score could be read; all others are drawn of numbers that say nothing.
TELLING = {"range", "plot"}


def public_listing(session, place, *more, **facts):
    """A public listing whose score has figures that stand nowhere else."""
    listing = make_listing(session, "published", place=place, **facts)
    revision = listing.approved
    for position, other in enumerate(more, start=1):
        revision.locations.append(make_location(position=position, **other))
    for name, value in FIGURES.items():
        setattr(revision.score, name, value)
    for part in revision.score.questions:
        part.contribution = 17.7
    session.flush()
    publishing.publish(session, revision)
    session.commit()
    return listing


def licensed(session, listing, number, region):
    listing.licences = [Licence(number=number, board="A board", region=region)]
    session.flush()
    publishing.refresh(session, listing)
    session.commit()


def said(page):
    """What a page tells people and machines, without the outlines of drawings and the addresses of files."""
    if page.html.startswith("{"):
        return json.dumps(json.loads(page.html).get("listings"))
    for drawn in page.soup.select("svg"):
        if not TELLING & set(drawn.get("class", [])):
            drawn.decompose()
    return re.sub(r'(?:src|href)="[^"]*"', "", str(page.soup))


def addresses(app, one, other):
    around = "place=Toronto, ON&radius=50"
    return [
        *public_paths(app, one),
        *(f"/search?{around}&order={order}" for order in ("best-fit", "nearest", "most-clinical", "most-relaxing")),
        f"/search/map?{around}",
        f"/search/map/points?{around}",
        f"/shortlist?t={one.slug}&t={other.slug}",
        f"/compare?t={one.slug}&t={other.slug}",
    ]


def test_where_a_place_does_without_figures_no_answer_of_the_site_holds_one(app, session, browser):
    one, other = (public_listing(session, TORONTO, name=name) for name in ("Ada Near", "Bea Near"))
    figures = re.compile(r"\b(?:73|66|84)(?:\.\d+)?\b|\bof 100\b|\b18 of\b|answer-points")
    told, worded = {}, set()
    for address in addresses(app, one, other):
        page = browser.open(address)
        if page.status >= 400 or not ("Ada Near" in page.html or one.slug in address):
            continue
        text = said(page)
        if found := figures.findall(text):
            told[address] = found
        if "earer the clinical end" in text:
            worded.add(address.partition("?")[0])
    assert told == {}
    assert {f"/therapists/{one.slug}", "/search", "/search/map/points", "/shortlist", "/compare"} <= worded


def test_elsewhere_the_figures_stand_where_they_always_stood(session, browser):
    one = public_listing(session, PORTLAND, name="Ada Near")
    page = browser.open(f"/therapists/{one.slug}")
    assert "73 of 100" in page.text
    assert '"value": 73' in page.html or '"value":73' in page.html
    assert "73 of 100" in browser.open("/search?place=Portland, OR&radius=50").text


def test_a_shared_picture_draws_words_in_place_of_figures(app, session):
    one = public_listing(session, TORONTO)
    with app.test_request_context():
        facts = pictures.of_profile(publishing.published_profile(session, one.slug))
        assert (facts.score, facts.band) == (None, (2, "Nearer the clinical end"))
        assert pictures.draw(facts).size == (1200, 630)


def test_whoever_works_in_two_places_keeps_the_strictest_rule_of_each(session):
    one = public_listing(session, PORTLAND, TORONTO)
    assert session.get_one(PublicListing, one.id).score_shown == "band"
    rules = rules_of(session, one.approved)
    assert rules.forbids_testimonials.code == "CA-ON"
    assert "specialist" in refused_words(session, one.approved)
    assert not clients_may_be_named(session, session.get_one(PublicListing, one.id))


def test_a_place_is_known_by_the_name_of_its_region_too(session):
    one = public_listing(session, {**TORONTO, "region": "Ontario"})
    assert not clients_may_be_named(session, session.get_one(PublicListing, one.id))


def test_a_licence_number_stands_wherever_the_listing_does_where_a_rule_asks_for_it(app, session, browser):
    one, other = (public_listing(session, PHOENIX, name=name) for name in ("Ada Near", "Bea Near"))
    for listing in (one, other):
        licensed(session, listing, f"MT-{listing.id}", "AZ")
    line = f"Arizona licence number MT-{one.id}"
    around = "place=Phoenix, AZ&radius=50"
    city = "/places/united-states/arizona/phoenix"
    for address in (f"/therapists/{one.slug}", f"/search?{around}", city, f"/shortlist?t={one.slug}",
                    f"/compare?t={one.slug}&t={other.slug}"):  # fmt: skip
        assert line in browser.open(address).text, address
    points = json.loads(browser.open(f"/search/map/points?{around}").html)["listings"]
    assert line in {point["licence"] for point in points}
    assert f'"identifier": "MT-{one.id}"' in browser.open(f"/therapists/{one.slug}").html.replace('":"', '": "')
    with app.test_request_context():
        assert pictures.of_profile(publishing.published_profile(session, one.slug)).licence == line


def test_the_number_of_another_place_is_not_shown_for_this_one(session):
    one = public_listing(session, PHOENIX)
    licensed(session, one, "OR-777", "OR")
    assert session.get_one(PublicListing, one.id).licence_line == ""


def test_a_rule_that_names_its_words_is_followed_to_the_letter(session):
    one = public_listing(session, {**PHOENIX, "city": "Oakland", "region": "CA"})
    licensed(session, one, "4711", "California")
    assert session.get_one(PublicListing, one.id).licence_line == "CAMTC certificate number 4711"


def test_where_only_licensed_people_may_advertise_nothing_is_sent_in_without_a_number(browser, session):
    listing = make_listing(session, place=PHOENIX)
    revision = listing.working
    with pytest.raises(InvalidAnswers):
        actions.submit(session, revision, listing.account, 3)
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/check")
    assert "Your licence number for Arizona, where only licensed people may advertise massage" in page.text
    licensed(session, listing, "MT-1", "Arizona")
    actions.submit(session, revision, listing.account, 3)
    assert revision.state == "submitted"


def test_a_therapist_is_told_of_a_refused_word_with_the_rule_and_a_moderator_sees_it_flagged(browser, session):
    answers = {**CLINICAL, "Q1": ("yes_whole_hour", "Yes. I am an expert for the low back, hips and thighs.")}
    listing = make_listing(session, place=TORONTO, answers=answers, practice="Specialist Hands", credentials="")
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/check")
    assert "“expert” . The rules for advertising in Ontario keep this out (O. Reg. 544/94" in page.text
    assert "“Specialist”" in page.text
    before = scorekeeping.preview_score(session, listing.working).estimate
    actions.submit(session, listing.working, listing.account, 3)
    flags = session.scalars(select(Flag).where(Flag.kind == FlagKind.REFUSED_WORD).order_by(Flag.id)).all()
    assert {(one.question_id, *one.detail["words"]) for one in flags} == {("bio", "Specialist"), ("Q1", "expert")}
    assert listing.working.score.estimate == before
    browser.sign_out()
    browser.sign_in(make_account(session, "moderator"))
    assert "Words that the rules of the place keep out" in browser.open(f"/moderation/cases/{listing.working.id}").text


def test_a_moderator_finds_the_register_of_the_place_beside_the_licence(browser, session):
    listing = make_listing(session, "submitted", place=PHOENIX)
    browser.sign_in(make_account(session, "moderator"))
    page = browser.open(f"/moderation/cases/{listing.working.id}")
    link = page.soup.select_one(".board-lookup a")
    assert (link.text, link["rel"]) == ("Arizona State Board of Massage Therapy", ["noreferrer"])


def test_a_title_for_licensed_people_is_refused_only_while_no_number_is_stated(session):
    listing = make_listing(session, place=TORONTO, credentials="RMT")
    assert "RMT" in refused_words(session, listing.working)
    licensed(session, listing, "K-123", "ON")
    assert "RMT" not in refused_words(session, listing.working)


def test_a_profile_names_the_rules_that_apply_and_where_they_stand(session, browser):
    one = public_listing(session, TORONTO)
    text = browser.open(f"/therapists/{one.slug}").text
    assert "Rules that apply here" in text
    assert "Ontario: what clients report is neither shown nor counted (O. Reg. 544/94, s. 6 (2) (d))" in text
    plain = public_listing(session, PORTLAND)
    assert "Rules that apply here" not in browser.open(f"/therapists/{plain.slug}").text


def test_the_page_of_rules_tells_each_rule_with_its_source(browser):
    text = browser.open("/rules").text
    for told in ("A.R.S. § 32-4260 (A), read November 2026", "No licence for massage exists here", "no legal advice"):
        assert told in text


def test_what_an_operator_set_stays_when_a_release_brings_more_rules(app, session):
    from directory_app.cli.prepare import load_reference_data

    arizona, texas = session.get_one(Jurisdiction, "US-AZ"), session.get_one(Jurisdiction, "US-TX")
    arizona.sources, arizona.licensed_only = {}, False
    texas.licensed_only = False
    session.commit()
    with app.app_context():
        load_reference_data(lambda words: None)
    session.expire_all()
    assert session.get_one(Jurisdiction, "US-AZ").licensed_only
    assert not session.get_one(Jurisdiction, "US-TX").licensed_only


def test_an_imported_listing_is_flagged_for_words_that_its_place_refuses_although_it_answers_nothing(session):
    place = PlaceOfWork(city="Toronto", region="ON", postal_code="M5V 2T6", country="CA")
    listing = make_unclaimed(session, bio="A specialist for low backs.", places=(place,))
    flag = session.scalars(select(Flag).where(Flag.revision_id == listing.approved.id)).one()
    assert (flag.kind, flag.question_id, flag.detail["words"]) == (FlagKind.REFUSED_WORD, "bio", ["specialist"])
    assert listing.approved.id in {row.subject_id for row in session.execute(casework.source_of("flag").select())}
