"""The pictures beside shared links: what they show, when they are drawn, and that nobody can have too many drawn."""

from __future__ import annotations

import io
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from directory_app import create_app, publishing
from directory_app.discovery import lettering, pictures

from ..conftest import TESTING
from ..factories import make_listing


def picture_of(listing):
    return f"/pictures/therapists/{listing.slug}.png"


def drawn(app):
    folder = Path(app.config["DATA"]) / "pictures"
    return {path.name for path in folder.glob("*")}


def opened(answer):
    assert answer.status_code == 200
    image = Image.open(io.BytesIO(answer.get_data()))
    answer.close()
    return image


def test_a_shared_profile_and_any_other_page_have_a_picture_of_the_size_that_others_expect(browser, session):
    listing = make_listing(session, "published")
    for path in (f"/therapists/{listing.slug}", "/about"):
        page = browser.open(path)
        address = page.soup.find("meta", property="og:image")["content"]
        image = opened(browser.client.get(address.removeprefix("http://127.0.0.1:8000")))
        assert (image.format, image.size) == ("PNG", (1200, 630))
        assert image.info == {}
    assert page.soup.find("meta", attrs={"name": "twitter:card"})["content"] == "summary_large_image"


def test_a_picture_is_drawn_once_until_something_in_it_changes(browser, session, app):
    listing = make_listing(session, "published", name="Ada Drawn Once")
    session.commit()
    first = browser.client.get(picture_of(listing))
    before = drawn(app)
    again = browser.client.get(picture_of(listing), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert drawn(app) == before
    listing.approved.name = "Ada Drawn Again"
    publishing.refresh(session, listing)
    session.commit()
    changed = browser.client.get(picture_of(listing))
    assert changed.headers["ETag"] != first.headers["ETag"]
    assert len(drawn(app) - before) == 1
    for answer in (first, again, changed):
        answer.close()


def test_a_picture_may_be_shown_by_others_and_is_asked_for_anew(browser, session):
    answer = browser.client.get(picture_of(make_listing(session, "published")))
    answer.close()
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_a_hidden_listing_has_no_picture(browser, session):
    listing = make_listing(session, "published")
    session.commit()
    browser.client.get(picture_of(listing)).close()
    publishing.withdraw(session, listing)
    session.commit()
    assert browser.client.get(picture_of(listing)).status_code == 404
    waiting = make_listing(session, "submitted")
    waiting.slug = "waiting-person"
    assert browser.client.get(picture_of(waiting)).status_code == 404


@pytest.mark.parametrize("name", ["Łucja Świętosławska", "Þóra Ægisdóttir", "A" * 120, "Ana " * 30, "O'Neil – Smith"])
def test_a_name_of_any_length_and_with_any_latin_letter_is_drawn(name):
    facts = pictures.Facts("Clear Hands", "example.org", name, "Massage therapist in Portland, OR", (24, 46, 68))
    assert lettering.has_letters(name)
    assert pictures.draw(facts).size == (1200, 630)


def test_a_name_in_letters_that_the_typeface_lacks_gets_the_picture_of_the_directory(app, session):
    listing = make_listing(session, "published", name="田中 さくら")
    with app.test_request_context():
        facts = pictures.of_profile(publishing.published_profile(session, listing.slug))
        assert facts == pictures.of_directory()


def test_old_pictures_make_room_for_new_ones(tmp_path, monkeypatch, app):
    monkeypatch.setattr(pictures, "MOST_KEPT", 4)
    monkeypatch.setattr(pictures, "draw", lambda facts: Image.new("RGB", (2, 2)))
    paths, kept = [], []
    with app.test_request_context():
        for number in range(9):
            paths.append(pictures.stored(tmp_path, pictures.Facts("x", "y", str(number))))
            # Each is a second younger than the one before, however coarse the clock of the disk.
            os.utime(paths[-1], (number, number))
            kept.append([n for n, path in enumerate(paths) if path.exists()])
    assert kept[3] == [0, 1, 2, 3]
    assert kept[4] == [2, 3, 4], "one too many: the oldest go, until a tenth is free"
    assert kept[-1] == [6, 7, 8]


def test_one_network_cannot_have_more_than_thirty_pictures_drawn_a_minute(tmp_path_factory, sqlite_app, monkeypatch):
    monkeypatch.setattr(pictures, "draw", lambda facts: Image.new("RGB", (2, 2)))
    settings = {**TESTING, "RATELIMIT_ENABLED": True, "DATA": str(tmp_path_factory.mktemp("limited"))}
    app = create_app({**settings, "DATABASE_URL": sqlite_app.config["DATABASE_URL"]})
    names = iter(range(1000))

    def other(_session, _slug):
        return SimpleNamespace(listing_id=1)

    monkeypatch.setattr(publishing, "published_profile", other)
    monkeypatch.setattr(pictures, "of_profile", lambda _profile: pictures.Facts("x", "y", str(next(names))))
    client = app.test_client()
    answers = [client.get("/pictures/therapists/somebody.png") for _ in range(32)]
    assert [one.status_code for one in answers] == [200] * 30 + [429] * 2
    for one in answers:
        one.close()
    app.extensions["engine"].dispose()
