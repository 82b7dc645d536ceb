"""Whatever anybody types anywhere: a page or a message, never a crash, and no page that the input could break."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from directory_app.forms import clean

from ..browser import Browser, check_page
from ..factories import make_account, make_listing, make_report

NASTY = {
    "empty": "",
    "spaces": " \u00a0\u2003 ",
    "emoji": "🙂‍🦰👨‍👩‍👧‍👦" * 20,
    "right to left": "مرحبا \u202e gnorw \u2066x\u2069",
    "markup": "<script>alert(1)</script><b onmouseover=x>'\"&amp;</b>",
    "template": "{{ 7*7 }}{% raw %}${7*7}",
    "sql": "'; DROP TABLE account; -- %_\\",
    "control characters": "a\x00b\x07c\x1b[31m",
    "combining marks": "a" + "\u0301" * 2000,
    "line ends": "a\r\nb\rc\u2028d\u0085e",
    "header": "x\r\nSet-Cookie: a=b",
    "number": "1e309",
    "not a number": "nan",
    "negative": "-1",
    "huge number": "9" * 400,
    "other digits": "١٢٣",
    "long": "x" * 100_000,
}

# What one database may take and the other refuse; the rest is the same code before either is asked.
REFUSED_BY_ONE = ("sql", "control characters", "huge number", "long")
EVERYWHERE = [*(("sqlite", kind) for kind in NASTY), *(("postgresql", kind) for kind in REFUSED_BY_ONE)]
on_databases = pytest.mark.parametrize(("database_app", "kind"), EVERYWHERE, indirect=["database_app"])


def forms_of(page):
    """Every form of a page with the names and values it would send."""
    for form in page.soup.find_all("form"):
        if str(form.get("method", "get")).lower() == "post" and "sign-out" not in str(form.get("action")):
            fields = [one for one in form.find_all(["input", "select", "textarea"]) if one.get("name")]
            yield str(form.get("action") or page.url), fields


@pytest.fixture
def people(app, session):
    therapist = make_account(session)
    moderator = make_account(session, "moderator")
    make_listing(session, "draft", account=therapist)
    waiting = make_listing(session, "submitted")
    public = make_listing(session, "published")
    pages = {
        "visitor": [
            *("/account/sign-in", "/account/register", "/account/recover", "/account/confirm"),
            *(f"/therapists/{public.slug}/{page}" for page in ("message", "report")),
        ],
        "therapist": [
            *(f"/my-listing/{step}" for step in ("about", "place", "practical", "contact", "licence")),
            *(f"/my-listing/questions/Q{n}" for n in range(1, 6)),
            "/account/change-password",
        ],
        "moderator": [
            f"/moderation/cases/{waiting.revisions[0].id}",
            f"/moderation/reports/{make_report(session, public).id}",
        ],
    }
    browsers = {person: Browser(app, session) for person in pages}
    browsers["therapist"].sign_in(therapist)
    browsers["moderator"].sign_in(moderator)
    return [(browsers[person], path) for person, paths in pages.items() for path in paths]


@on_databases
def test_no_form_crashes_on_nasty_text(people, session, kind):
    wrong = []
    for browser, path in people:
        for action, fields in forms_of(browser.open(path)):
            token = next(one["value"] for one in fields if one["name"] == "csrf_token")
            data = {one["name"]: NASTY[kind] for one in fields if one.get("type") != "hidden"}
            hidden = {one["name"]: one.get("value", "") for one in fields if one.get("type") == "hidden"}
            answer = browser.client.post(action, data={**data, **hidden, "csrf_token": token})
            session.expire_all()
            if answer.status_code >= 500:
                wrong.append(f"{action}: {answer.status_code}")
            elif answer.mimetype == "text/html" and answer.status_code not in (302, 303):
                check_page(answer.get_data(as_text=True), f"{action} after {kind}")
    assert wrong == []


@on_databases
def test_no_hidden_field_crashes_the_site(people, session, kind):
    wrong = []
    for browser, path in people:
        for action, fields in forms_of(browser.open(path)):
            data = {one["name"]: one.get("value", "") for one in fields}
            hidden = [one["name"] for one in fields if one.get("type") == "hidden" and one["name"] != "csrf_token"]
            for name in hidden:
                answer = browser.client.post(action, data={**data, name: NASTY[kind]})
                session.expire_all()
                if answer.status_code >= 500:
                    wrong.append(f"{action} {name}: {answer.status_code}")
    assert wrong == []


@on_databases
def test_no_address_crashes_the_site(browser, session, kind):
    value = NASTY[kind][:5000]
    for path in ("/search", "/account/sign-in", "/therapists/x", "/"):
        for name in ("place", "radius", "unit", "order", "page", "next", "x"):
            answer = browser.client.get(path, query_string={name: value})
            assert answer.status_code < 500, (path, name)
            if answer.mimetype == "text/html":
                # Facts for machines are data, not a program; they must still be what they say they are.
                for script in BeautifulSoup(answer.data, "html.parser").find_all("script", src=False):
                    assert script.get("type") == "application/ld+json", path
                    assert json.loads(script.string), path
    for path in (
        f"/therapists/{value[:200]}",
        f"/moderation/cases/{value[:200]}",
        f"/my-listing/questions/{value[:200]}",
    ):
        assert browser.client.get(path.replace("\r", "").replace("\n", "")).status_code < 500


def test_what_was_nasty_can_be_stored_and_shown(app, session, browser):
    for kind, text in NASTY.items():
        listing = make_listing(session, "published", name=f"Name {kind}", bio=clean(text[:1000]))
        page = browser.open(f"/therapists/{listing.slug}")
        assert page.status == 200
        assert page.h1 == f"Name {kind}"
