"""Nothing that leaves the directory holds a place that somebody chose to hide: no page, header, file or picture."""

from __future__ import annotations

import re
import struct

import pytest

from directory_app.models import Privacy
from directory_app.places.distance import unit_vector

from ..factories import make_listing
from .public_routes import SEARCHES, public_paths

# Figures for machines: times and sizes, in which any number may come up.
FIGURES = {"/metrics", "/ready"}
NUMBER = re.compile(r"-?\d{1,3}\.\d{3,}")
WHOLE = re.compile(r"-?\d{8,11}")
# Two digits less than what is searched for: a rounding to three decimals is off by half a thousandth at most.
DEGREES = 0.0011
HIDDEN = {
    Privacy.AREA: ("1847 Concealed Terrace", "97291", (45.58731, -122.71369)),
    Privacy.POSTAL_CODE: ("2958 Unlisted Passage", "97292", (45.46917, -122.58243)),
    Privacy.MOBILE: ("3069 Secluded Alley", "97293", (45.55089, -122.84771)),
}
PUBLIC = (45.5152, -122.6784)


@pytest.fixture
def hidden(session):
    """Somebody for each way of hiding a place, all within reach of Portland."""
    return {
        privacy: make_listing(
            session,
            "published",
            name=f"Hidden {privacy.value.replace('_', ' ')}",
            place={
                "city": "Portland",
                "region": "OR",
                "postal_code": code,
                "street": street,
                "lat": PUBLIC[0],
                "lon": PUBLIC[1],
                "privacy": privacy,
                "private_lat": point[0],
                "private_lon": point[1],
                "mobile_radius_km": 15.0 if privacy is Privacy.MOBILE else None,
            },
        )
        for privacy, (street, code, point) in HIDDEN.items()
    }


def betrayals(text: str) -> list[str]:
    """What of the hidden places stands in a text: a street, a code, or a coordinate in any common way of writing it."""
    found = []
    numbers = [float(one) for one in NUMBER.findall(text)]
    numbers += [int(one) / size for one in WHOLE.findall(text) for size in (1e6, 1e7)]
    for street, code, (lat, lon) in HIDDEN.values():
        words = [street, street.split(" ", 1)[1], street.replace(" ", "-"), street.replace(" ", "+")]
        found += [word for word in words if word.casefold() in text.casefold()]
        # Five digits in a row stand by chance in the middle of long tokens now and then.
        found += [code] if re.search(rf"(?<!\w){code}(?!\w)", text) else []
        found += [str(one) for one in numbers if abs(abs(one) - lat) < DEGREES or abs(abs(one) - abs(lon)) < DEGREES]
        found += [str(one) for one in numbers for part in unit_vector(lat, lon) if abs(one - part) < 1e-5]
    return found


def test_the_search_for_betrayals_finds_what_it_is_for():
    for text in (
        "1847 Concealed Terrace", "at unlisted passage", "97293", "45.587", "45.58731", "-122.7137", "122.714",
        "455873100", f"{unit_vector(45.58731, -122.71369)[0]:.6f}",
    ):  # fmt: skip
        assert betrayals(f"<p>{text}</p>"), text
    assert betrayals("45.5152 -122.6784 97205 12 Example Street 45.59 122.7") == []


def test_no_answer_of_any_kind_holds_a_hidden_place(app, session, browser, hidden):
    session.commit()
    found = []
    opened = 0
    for listing in hidden.values():
        for path in {*public_paths(app, listing), *SEARCHES, f"/therapists/{listing.slug}?unit=km"} - FIGURES:
            answer = browser.client.get(path)
            opened += answer.status_code == 200
            said = "\n".join(f"{name}: {value}" for name, value in answer.headers)
            body = answer.get_data()
            answer.close()
            text = shown_by_picture(body) if answer.mimetype == "image/png" else body.decode("latin-1")
            found += [f"{path}: {what}" for what in betrayals(f"{said}\n{text}")]
    assert found == []
    assert opened > 40


def shown_by_picture(body: bytes) -> str:
    """What a picture carries beside its pixels: nothing. Its pixels are drawn from facts that another test reads."""
    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    kinds, at = [], 8
    while at < len(body):
        (length,) = struct.unpack(">I", body[at : at + 4])
        kinds.append(body[at + 4 : at + 8].decode())
        at += 12 + length
    assert set(kinds) == {"IHDR", "IDAT", "IEND"}, kinds
    return " ".join(kinds)


def test_a_picture_is_drawn_from_name_city_and_score_alone(app, session, hidden):
    from directory_app.discovery import pictures
    from directory_app.publishing import published_profile

    for listing in hidden.values():
        with app.test_request_context():
            facts = pictures.of_profile(published_profile(session, listing.slug))
        assert betrayals(repr(facts)) == []
        assert facts.line == "Massage therapist in Portland, OR"


def test_a_place_that_is_shown_in_full_is_found_where_it_may_stand(session, browser):
    street, code, (lat, lon) = HIDDEN[Privacy.AREA]
    place = {"city": "Portland", "region": "OR", "postal_code": code, "street": street, "lat": lat, "lon": lon}
    label = f"{street}, Portland, OR {code}"
    listing = make_listing(session, "published", place={**place, "privacy": Privacy.EXACT, "public_label": label})
    assert len(betrayals(browser.open(f"/therapists/{listing.slug}").html)) > 3
