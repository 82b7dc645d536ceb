"""What profiles and the start page say to machines: only words that schema.org knows, and nothing that is hidden."""

from __future__ import annotations

import json
from urllib.parse import unquote

import pytest

from directory_app.models import Privacy
from directory_app.pages.guides import GUIDES

from ..factories import CLINICAL, PORTLAND, make_listing

# Type: its properties on our pages, as schema.org 30.0 defines them for the type or one it descends from.
KNOWN = {
    "WebSite": {"name", "url", "potentialAction"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "BreadcrumbList": {"itemListElement"},
    "ItemList": {"name", "numberOfItems", "itemListElement"},
    "ListItem": {"position", "name", "item", "url"},
    "ProfilePage": {"url", "name", "mainEntity", "dateModified"},
    "HealthAndBeautyBusiness": {
        "name", "url", "employee", "address", "geo", "areaServed", "location", "knowsAbout", "knowsLanguage",
        "amenityFeature", "openingHoursSpecification", "additionalProperty", "currenciesAccepted", "priceRange",
        "makesOffer",
    },
    "Place": {"name", "address", "geo"},
    "Person": {"name", "jobTitle", "honorificSuffix", "hasCredential"},
    "EducationalOccupationalCredential": {"credentialCategory", "identifier", "recognizedBy", "expires"},
    "Organization": {"name"},
    "PostalAddress": {"streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry"},
    "GeoCoordinates": {"latitude", "longitude"},
    "GeoCircle": {"geoMidpoint", "geoRadius"},
    "City": {"name"},
    "Offer": {"price", "priceCurrency", "itemOffered"},
    "Service": {"name"},
    "LocationFeatureSpecification": {"name", "value"},
    "OpeningHoursSpecification": {"dayOfWeek", "opens", "closes"},
    "PropertyValue": {"name", "description", "value", "minValue", "maxValue"},
    "MedicalWebPage": {"name", "description", "url", "about", "audience", "citation"},
    "MedicalCondition": {"name"},
    "Patient": set(),
    "FAQPage": {"url", "mainEntity"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
}  # fmt: skip


def data_of(page):
    return json.loads(page.soup.find("script", type="application/ld+json").get_text())


def misused(thing):
    """Properties that are used where schema.org does not know them, and values that are empty."""
    if isinstance(thing, list):
        return [one for part in thing for one in misused(part)]
    if not isinstance(thing, dict):
        return ["empty"] if thing in (None, "", []) else []
    own = set(thing) - {"@type", "@id", "@context", "@graph"}
    wrong = [] if "@graph" in thing else [f"{thing['@type']}.{name}" for name in own - KNOWN[thing["@type"]]]
    return wrong + [one for value in thing.values() for one in misused(value)]


def practice(browser, session, **place):
    listing = make_listing(session, "published", name="Ada Ruiz", place={**PORTLAND, **place})
    page = browser.open(f"/therapists/{listing.slug}")
    data = data_of(page)
    assert misused(data) == []
    return data["@graph"][0]["mainEntity"]


def test_the_start_page_says_how_to_search(browser):
    data = data_of(browser.open("/"))
    assert misused(data) == []
    assert data["@type"] == "WebSite"
    target = data["potentialAction"]["target"]["urlTemplate"]
    found = browser.open(target.replace("{search_term_string}", "Portland").removeprefix("http://127.0.0.1:8000"))
    assert found.h1.startswith("Massage therapists near Portland")


def test_an_exact_place_has_its_address_and_its_point(browser, session):
    data = practice(browser, session, privacy=Privacy.EXACT, street="1 Open Street")
    assert data["@type"] == "HealthAndBeautyBusiness"
    assert data["name"] == "Quiet Corner Bodywork"
    assert data["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "1 Open Street",
        "addressLocality": "Portland",
        "addressRegion": "Oregon",
        "postalCode": "97205",
        "addressCountry": "US",
    }
    assert data["geo"] == {"@type": "GeoCoordinates", "latitude": 45.5152, "longitude": -122.6784}
    assert data["employee"]["hasCredential"][0]["recognizedBy"]["name"] == "Oregon Board of Massage Therapists"
    assert data["makesOffer"][0]["price"] == "95.00"
    assert data["priceRange"] == "95 USD"
    assert data["openingHoursSpecification"][0]["opens"] == "09:00"


def test_an_area_is_a_circle_around_its_public_point(browser, session):
    data = practice(browser, session, privacy=Privacy.AREA)
    assert "geo" not in data
    assert data["areaServed"]["geoMidpoint"]["latitude"] == 45.5152
    assert data["areaServed"]["geoRadius"] == 1500
    assert set(data["address"]) == {"@type", "addressLocality", "addressRegion", "addressCountry"}


def test_a_postal_code_alone_is_no_point_at_all(browser, session):
    data = practice(browser, session, privacy=Privacy.POSTAL_CODE)
    assert data["areaServed"] == {"@type": "City", "name": "Portland, United States"}
    assert "geo" not in data
    assert "45.5152" not in json.dumps(data)


def test_somebody_who_travels_serves_a_circle_as_wide_as_they_travel(browser, session):
    data = practice(browser, session, privacy=Privacy.MOBILE, mobile_radius_km=12.5)
    assert data["areaServed"]["geoRadius"] == 12500
    assert "streetAddress" not in data["address"]


@pytest.mark.parametrize("secret", ["555 0142", "@example.org", "aggregateRating"])
def test_neither_telephone_nor_mail_nor_a_rating_is_said(browser, session, secret):
    assert secret not in json.dumps(practice(browser, session))


def test_what_a_therapist_typed_cannot_leave_the_data(browser, session):
    evil = "</script><script>alert(1)</script>"
    listing = make_listing(session, "published", name=f"Eve {evil}", practice=evil, credentials="&'\"")
    page = browser.open(f"/therapists/{listing.slug}")
    assert "alert(1)</script><" not in page.html
    assert data_of(page)["@graph"][0]["name"] == f"Eve {evil}"


def test_the_description_of_a_profile_is_made_of_facts(browser, session):
    listing = make_listing(session, "published", name="Ada Ruiz")
    page = browser.open(f"/therapists/{listing.slug}")
    description = page.soup.find("meta", attrs={"name": "description"})["content"]
    assert description.startswith("Ada Ruiz, massage therapist in Portland, OR: the whole hour on your low back")
    assert description == page.soup.find("meta", property="og:description")["content"]
    assert page.soup.title.get_text() == "Ada Ruiz, Portland, OR, LMT – Clear Hands"


def test_a_long_name_and_no_choices_still_give_a_title_and_a_description(browser, session):
    answers = {question: (None, text) for question, (_, text) in CLINICAL.items()}
    listing = make_listing(session, "published", name="Ana María " + "Fernández de la " * 6, answers=answers)
    assert browser.open(f"/therapists/{listing.slug}").status == 200


@pytest.mark.parametrize("path", ["/before-you-book", *(f"/good-to-know/{slug}" for slug in GUIDES)])
def test_a_page_about_back_pain_says_so_and_cites_its_studies(browser, path):
    page = browser.open(path)
    data = data_of(page)
    assert misused(data) == []
    about = data["@graph"][0]
    assert (about["@type"], about["about"]["name"]) == ("MedicalWebPage", "Low back pain")
    assert about["url"].endswith(path)
    # In words as they stand there, since a journal is not the name of an article and "and colleagues" not an author's.
    lines = [
        (" ".join(one.cite.get_text().split()), one.select_one(".sources-where"))
        for one in page.soup.select("#sources ~ ul li")
    ]
    assert about.get("citation", []) == [
        f"{who}, {where.get_text().rstrip('.')}" + (f", {unquote(where.a['href'])}" if where.a else "")
        for who, where in lines
    ]


def test_every_study_that_has_a_lasting_address_leads_there(browser):
    page = browser.open("/good-to-know/evidence")
    links = {one["href"] for one in page.soup.select("#sources ~ ul a")}
    assert links == {f"https://doi.org/{one.doi}" for one in GUIDES["evidence"].sources if one.doi}
    assert len(links) == 8


def test_the_card_of_five_questions_is_one_for_machines_too(browser, session):
    page = browser.open("/call-card")
    data = data_of(page)
    assert misused(data) == []
    questions = data["@graph"][0]["mainEntity"]
    assert [one["name"] for one in questions] == [one.get_text() for one in page.soup.select(".call-card-questions h2")]
    shown = " ".join(page.text.split())
    for one in questions:
        assert one["acceptedAnswer"]["text"].startswith("Points to the clinical end: ")
        heard = one["acceptedAnswer"]["text"].split(" Points to the relaxing end: ")
        assert all(words in shown for end in heard for words in end.removesuffix(".").split(": ")[-1].split("; "))
    # A card about somebody is for the person who prints it.
    listing = make_listing(session, "published", name="Ada Ruiz")
    assert browser.open(f"/therapists/{listing.slug}/call-card").soup.find("script", type="application/ld+json") is None
