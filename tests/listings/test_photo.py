"""The photo of a listing: it comes in, is cut, waits with its version, and is public exactly as long as that is."""

from __future__ import annotations

import io
import json

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sqlalchemy import delete, func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from directory_app import publishing
from directory_app.models import Listing, Photo, Privacy, PublicListing, RevisionState
from directory_app.presence import actions as presence

from ..browser import Browser
from ..factories import make_account, make_listing, submit
from ..photos import pictures

PAGE = "/my-listing/photo"


def send(browser, data, *, name="me.jpg", **fields):
    """Send a file through the form that the page shows."""
    page = browser.open(PAGE)
    hidden = {one: page.soup.select_one(f'main input[name="{one}"]')["value"] for one in ("csrf_token", "opened")}
    return send_with(browser, data, hidden, name, **fields)


def send_with(browser, data, hidden, name="me.jpg", **fields):
    """Send a file with hidden fields from an earlier page."""
    browser.session.commit()
    body = {**hidden, **fields, "file": FileStorage(io.BytesIO(data), filename=name)}
    boundary, encoded = encode_multipart(body)
    answer = browser.client.post(PAGE, data=encoded, content_type=f"multipart/form-data; boundary={boundary}")
    browser.session.expire_all()
    return answer


@pytest.fixture
def therapist(browser, session):
    """A browser of somebody who edits a public listing."""
    browser.listing = make_listing(session, "published", name="Ada Ruiz")
    browser.sign_in(browser.listing.account)
    browser.open("/my-listing")
    browser.press("Edit my listing")
    return browser


def approve(session, revision):
    """What a moderator does to a version that was sent in."""
    submit(session, revision)
    if revision.listing.approved:
        revision.listing.approved.move(RevisionState.REPLACED)
        session.flush()
    revision.move(RevisionState.APPROVED)
    publishing.publish(session, revision)
    session.flush()
    session.commit()


def addresses(page):
    """Where the photos of a page come from."""
    found = [one["src"] for one in page.soup.select("img.avatar-photo")]
    return [*found, *(part.split()[0] for one in page.soup.select("source") for part in one["srcset"].split(","))]


def test_a_photo_comes_in_is_cut_and_is_shown_in_the_preview(therapist, session):
    answer = send(therapist, pictures.telephone_photo())
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = therapist.open(PAGE)
    assert "Your photo is saved" in page.text
    first = therapist.listing.working.photo.digest
    therapist.choose("Bottom")
    therapist.choose("Close")
    page = therapist.press("Show how it looks")
    assert page.is_chosen("Bottom")
    assert page.is_chosen("Close")
    second = therapist.listing.working.photo
    assert (second.across, second.down, second.zoom) == (50, 100, 200)
    assert second.digest != first
    assert therapist.press("Save and continue").h1 == "Where you work"
    page = therapist.open("/my-listing/preview")
    assert page.soup.select_one(".profile-head img")["alt"] == "Portrait of Ada Ruiz"
    for address in addresses(page):
        answer = therapist.client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert session.scalar(select(func.count()).select_from(Photo)) == 1, "the first cut is not kept"


def test_an_edited_photo_waits_and_the_approved_one_stays_public(therapist, another_browser, session):
    send(therapist, pictures.saved(pictures.picture()))
    draft = therapist.listing.working
    listing = session.get(Listing, therapist.listing.id)
    digest = draft.photo.digest
    visitor = another_browser
    places = (f"/therapists/{listing.slug}", "/search?place=Portland, OR", f"/shortlist?t={listing.slug}")
    assert all("<picture>" not in visitor.open(path).html for path in places)
    own = f"/photos/{digest}-192.webp"
    assert visitor.client.get(own).status_code == 404
    assert visitor.client.get(f"/my-listing{own}").status_code == 302
    assert therapist.client.get(f"/my-listing{own}").status_code == 200
    approve(session, draft)
    for path in places:
        page = visitor.open(path)
        assert addresses(page), path
        for address in addresses(page):
            answer = visitor.client.get(address)
            assert answer.status_code == 200
            assert digest in address
    # The next photo waits as this one did.
    therapist.open("/my-listing")
    therapist.press("Edit my listing")
    assert session.get(Listing, listing.id).working.photo.digest == digest
    send(therapist, pictures.saved(pictures.picture(500, 500)))
    page = visitor.open(places[0])
    assert {address.split("/")[-1].split("-")[0] for address in addresses(page)} == {digest}


def test_a_public_photo_keeps_for_a_year_and_tells_nothing_else(therapist, another_browser, session):
    send(therapist, pictures.telephone_photo(), name="Canary name.JPG")
    draft = therapist.listing.working
    approve(session, draft)
    visitor = another_browser
    page = visitor.open(f"/therapists/{therapist.listing.slug}")
    answer = visitor.client.get(addresses(page)[0])
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.mimetype == "image/jpeg"
    assert not Image.open(io.BytesIO(answer.data)).getexif()
    assert b"Canary" not in answer.data
    assert "Canary" not in page.html
    again = visitor.client.get(addresses(page)[0], headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    for wrong in (f"/photos/{draft.photo.digest}-0.jpg", f"/photos/{draft.photo.digest}-97.jpg", "/photos/x-96.jpg"):
        assert visitor.client.get(wrong).status_code == 404


def test_machines_and_shared_links_get_the_photo_of_the_approved_version(therapist, another_browser, session):
    before = another_browser.client.get(f"/pictures/therapists/{therapist.listing.slug}.png")
    send(therapist, pictures.saved(pictures.picture()))
    digest = therapist.listing.working.photo.digest
    approve(session, therapist.listing.working)
    page = another_browser.open(f"/therapists/{therapist.listing.slug}")
    data = json.loads(page.soup.select_one('script[type="application/ld+json"]').get_text())
    person = data["@graph"][0]["mainEntity"]["employee"]
    assert person["image"].endswith(f"/photos/{digest}-480.jpg")
    after = another_browser.client.get(f"/pictures/therapists/{therapist.listing.slug}.png")
    shown = Image.open(io.BytesIO(after.data)).convert("RGB")
    assert shown.getpixel((970, 120))[0] > 180
    assert Image.open(io.BytesIO(before.data)).convert("RGB").getpixel((970, 120)) == (248, 242, 230)
    for answer in (before, after):
        answer.close()


@pytest.mark.parametrize("way", ["paused", "withdrawn"])
def test_the_photo_of_a_listing_that_is_not_public_is_nowhere(therapist, another_browser, session, way):
    send(therapist, pictures.saved(pictures.picture()))
    approve(session, therapist.listing.working)
    listing = session.get(Listing, therapist.listing.id)
    address = f"/photos/{listing.approved.photo.digest}-96.jpg"
    assert another_browser.client.get(address).status_code == 200
    if way == "paused":
        presence.pause(session, listing, listing.account)
    else:
        publishing.withdraw(session, listing)
    session.commit()
    assert another_browser.client.get(address).status_code == 404


def test_a_moderator_sees_the_old_photo_beside_the_new(therapist, another_browser, session):
    send(therapist, pictures.saved(pictures.picture()))
    approve(session, therapist.listing.working)
    therapist.open("/my-listing")
    therapist.press("Edit my listing")
    send(therapist, pictures.saved(pictures.picture(500, 500)))
    draft = session.get(Listing, therapist.listing.id).working
    digest = draft.photo.digest
    moderator = another_browser
    moderator.sign_in(make_account(session, "moderator"))
    assert moderator.client.get(f"/moderation/photos/{digest}-480.jpg").status_code == 404, "a draft is private"
    submit(session, draft)
    page = moderator.open(f"/moderation/cases/{draft.id}")
    shown = [one["src"] for one in page.soup.select(".photo-comparison img")]
    assert len(set(shown)) == 2
    assert all(moderator.client.get(one).status_code == 200 for one in shown)
    assert moderator.client.get(f"/my-listing/photos/{digest}-480.jpg").status_code == 403


def test_a_therapist_sees_a_new_photo_among_the_changes_before_sending_or_giving_up(therapist, session):
    send(therapist, pictures.saved(pictures.picture()))
    approve(session, therapist.listing.working)
    therapist.open("/my-listing")
    therapist.press("Edit my listing")
    assert "There is no need to send it in" in therapist.open("/my-listing/check").text
    therapist.listing.working.locations[0].privacy = Privacy.MOBILE
    assert "no need to send it in" not in therapist.open("/my-listing/check").text, "no word differs, but the map does"
    send(therapist, pictures.saved(pictures.picture(500, 500)))
    for path in ("/my-listing/check", "/my-listing/discard"):
        page = therapist.open(path)
        shown = [one["src"] for one in page.soup.select(".photo-comparison img")]
        assert len(set(shown)) == 2
        assert all(therapist.client.get(one).status_code == 200 for one in shown)
        assert "no need to send it in" not in page.text


def test_what_is_no_photo_is_refused_on_the_page_and_the_photo_stays(therapist, session):
    send(therapist, pictures.saved(pictures.picture()))
    kept = therapist.listing.working.photo.digest
    for data, words in (
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "We cannot read this file"),
        (pictures.png_that_claims(30_000, 30_000), "too large to open"),
        (pictures.saved(pictures.picture(100, 100)), "at least 200"),
        (b"", "This file is empty"),
    ):
        answer = send(therapist, data, name="../../etc/passwd.svg")
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert words in page
        assert "There is a problem" in page
        assert "passwd" not in page
        assert f"{kept}-480.jpg" in page
    assert session.scalar(select(func.count()).select_from(Photo)) == 1


def test_a_file_beyond_all_measure_is_refused_with_a_sentence(therapist):
    answer = send(therapist, b"\xff" * 7_000_000)
    assert answer.status_code == 413
    page = answer.get_data(as_text=True)
    assert "6 MB" in page
    assert "<h1>That file is too large</h1>" in page
    assert "too much text" not in page
    assert send(therapist, pictures.saved(pictures.picture()) + b"\0" * 3_000_000).status_code == 303


def test_a_photo_can_be_removed(therapist, session):
    send(therapist, pictures.saved(pictures.picture()))
    therapist.open(PAGE)
    page = therapist.press("Remove the photo")
    assert "Without a photo" in page.text
    assert session.scalar(select(func.count()).select_from(Photo)) == 0


def test_two_devices_with_a_photo_each_lose_neither(therapist, app, session):
    second = Browser(app, session)
    second.sign_in(therapist.listing.account)
    page = second.open(PAGE)
    hidden = {one: page.soup.select_one(f'main input[name="{one}"]')["value"] for one in ("csrf_token", "opened")}
    send(therapist, pictures.saved(pictures.picture()))
    first = therapist.listing.working.photo.digest
    answer = send_with(second, pictures.saved(pictures.picture(500, 500)), hidden)
    assert answer.status_code == 409
    html = answer.get_data(as_text=True)
    assert "Changed in another tab meanwhile" in html
    form = BeautifulSoup(html, "html.parser").select_one(".photo-two form")
    fields = {one["name"]: one.get("value", "") for one in form.select("input, button")}
    assert fields["photo"] != first
    for digest in (first, fields["photo"]):
        assert digest in html
        assert second.client.get(f"/my-listing/photos/{digest}-192.jpg").status_code == 200
    session.commit()
    assert second.client.post(PAGE, data=fields).status_code == 303
    session.expire_all()
    assert session.get(Listing, therapist.listing.id).working.photo.digest == fields["photo"]


def test_nobody_takes_the_photo_of_another(therapist, another_browser, session):
    send(therapist, pictures.saved(pictures.picture()))
    digest = therapist.listing.working.photo.digest
    other = make_listing(session)
    another_browser.sign_in(other.account)
    page = another_browser.open(PAGE)
    hidden = {one: page.soup.select_one(f'main input[name="{one}"]')["value"] for one in ("csrf_token", "opened")}
    assert another_browser.client.post(PAGE, data={**hidden, "do": "use", "photo": digest}).status_code == 404
    assert another_browser.client.get(f"/my-listing/photos/{digest}-96.jpg").status_code == 404


def test_a_photo_is_gone_with_its_listing(therapist, session):
    send(therapist, pictures.saved(pictures.picture()))
    session.execute(delete(Listing).where(Listing.id == therapist.listing.id))
    assert session.scalar(select(func.count()).select_from(Photo)) == 0
    assert session.scalar(select(func.count()).select_from(PublicListing)) == 0
