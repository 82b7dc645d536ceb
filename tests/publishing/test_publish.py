"""The public listing: what it holds, whom it quotes, and that nothing private is in it."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, select

from directory_app import publishing
from directory_app.errors import InvalidAnswers, NotFound
from directory_app.models import ListingState, Privacy, PublicListing, PublicLocation
from directory_app.publishing.quote import quote_from
from directory_app.scorekeeping import read_text
from directory_app.scorekeeping.questions import QUESTIONS

from ..factories import CLINICAL, PORTLAND, RELAXING, make_listing


def test_the_quote_is_a_sentence_of_the_therapist(session):
    listing = make_listing(session, "published")
    public = session.get(PublicListing, listing.id)
    texts = " ".join(text for _, text in CLINICAL.values() if text)
    assert public.quote.strip("… ") in texts
    assert len(public.quote) <= 146
    assert public.quote_label


def test_the_quote_speaks_to_the_question_although_knowledge_beside_it_earned_more():
    text = (
        "Muscles can send pain on. I press slowly with the thumb or elbow, follow the fibres, wait until they give, "
        "and ask whether it hurts where you know it."
    )
    question = next(one for one in QUESTIONS if one.id == "Q4")
    reading = read_text(question, text)
    shown = [row for row in reading.criteria if row.is_marked and row.earns]
    assert max(shown, key=lambda row: row.points).label == "Speaks of body and tissue"
    assert quote_from(reading).label in {"Pain felt away from its source", "Checks it in the session"}


def test_who_earned_nothing_is_quoted_with_nothing(session):
    answers = {question_id: (choice, None) for question_id, (choice, _) in RELAXING.items()}
    public = session.get(PublicListing, make_listing(session, "published", answers=answers).id)
    assert (public.quote, public.quote_label) == ("", "")


def test_a_weak_answer_is_quoted_without_a_meaning_that_its_words_do_not_have(session, browser):
    answers = {
        "Q1": ("full_body_only", "Always full body, so you can float. We end with twenty minutes of scalp and face."),
        "Q2": ("no", None),
        "Q3": ("rarely", None),
        "Q4": ("rarely", None),
        "Q5": ("a_lot", None),
    }
    public = session.get(PublicListing, make_listing(session, "published", answers=answers).id)
    assert public.quote in answers["Q1"][1]
    assert public.quote_label == ""
    row = browser.open("/search?place=Portland, OR").soup.select_one(".listing-why")
    question = next(one for one in QUESTIONS if one.id == "Q1")
    assert row.figcaption.get_text() == f"Their answer to “{question.asked_as}”"


def test_a_plain_yes_is_quoted_for_the_yes(session, browser):
    answers = {
        "Q1": ("yes_whole_hour", "yes whole hour no problem"),
        "Q2": ("no", None),
        "Q3": ("rarely", None),
        "Q4": ("rarely", None),
        "Q5": ("a_lot", None),
    }
    make_listing(session, "published", answers=answers)
    row = browser.open("/search?place=Portland, OR").soup.select_one(".listing-why")
    assert row.blockquote.get_text(strip=True) == "“yes whole hour no problem”"
    assert row.figcaption.get_text() in {
        "From the answers: says yes to the whole hour on one area",
        "From the answers: gives the whole session to one area",
    }, "so near to the relaxing end it is not what puts the row here"


def test_two_of_the_same_name_in_one_city_get_two_addresses(session):
    slugs = [make_listing(session, "published", name="Zoë O’Hara").slug for _ in range(3)]
    assert slugs == ["zoe-o-hara-portland", "zoe-o-hara-portland-2", "zoe-o-hara-portland-3"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Bjørn Łukasz", "bjorn-lukasz-portland"),
        ("Jürgen Strauß", "jurgen-strauss-portland"),
        ("Þóra Sæmundsdóttir", "thora-saemundsdottir-portland"),
    ],
)
def test_letters_that_have_a_plain_one_stand_in_an_address_as_it(session, name, slug):
    assert make_listing(session, "published", name=name).slug == slug


def test_a_name_without_latin_letters_still_gets_an_address(session):
    place = {**PORTLAND, "city": "東京"}
    slug = make_listing(session, "published", name="山田", practice="山田整体", place=place).slug
    assert slug.startswith("therapist-")
    assert make_listing(session, "published", name="דנה כהן", practice="").slug == "therapist-portland"


@pytest.mark.parametrize("name", ["דנה כהן", "李小龙", "محمد", "Олена Коваль"])
def test_a_name_in_other_letters_lends_an_address_the_name_of_its_practice(session, name):
    slug = make_listing(session, "published", name=name, practice="Still Point Bodywork").slug
    assert slug == "still-point-bodywork-portland"


def test_no_public_table_has_a_column_for_anything_private():
    columns = {c.key for model in (PublicListing, PublicLocation) for c in inspect(model).columns}
    assert not {c for c in columns if "private" in c or c in {"postal_code", "account_id", "email", "phone"}}


@pytest.mark.parametrize("privacy", [Privacy.AREA, Privacy.POSTAL_CODE, Privacy.MOBILE])
def test_the_street_of_a_private_place_stays_behind(session, privacy):
    listing = make_listing(session, "published", place={**PORTLAND, "privacy": privacy, "street": "9 Secret Way"})
    row = session.scalars(select(PublicLocation).where(PublicLocation.listing_id == listing.id)).one()
    assert row.street == ""
    assert publishing.published_profile(session, listing.slug).places[0].street == ""


def test_a_listing_without_a_place_cannot_be_published(session):
    listing = make_listing(session, "submitted")
    listing.revisions[0].locations.clear()
    session.flush()
    with pytest.raises(InvalidAnswers):
        publishing.publish(session, listing.revisions[0])


def test_withdrawn_means_gone_and_coming_back_keeps_the_address(session):
    listing = make_listing(session, "published")
    slug = listing.slug
    publishing.withdraw(session, listing)
    with pytest.raises(NotFound):
        publishing.published_profile(session, slug)
    publishing.publish(session, listing.approved)
    assert publishing.published_profile(session, slug).name == listing.approved.name
    assert listing.state is ListingState.PUBLISHED


def test_an_instant_change_reaches_the_public_listing(session):
    listing = make_listing(session, "published")
    listing.accepting_clients = False
    publishing.refresh(session, listing)
    assert session.get(PublicListing, listing.id).accepting_clients is False
