"""Requests that no page of ours makes: forged by other sites, with other methods, too large, leading elsewhere."""

from __future__ import annotations

import gc
import io
import logging
import re
import time
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from sqlalchemy import select

from directory_app.models import Base
from directory_app.uninvited import SET_BY_US

from ..browser import PASSWORD, Browser
from ..factories import make_account, make_listing

HOME = "http://localhost"
FORGED = (
    {"Origin": "https://elsewhere.example"},
    {"Origin": "http://localhost.elsewhere.example"},
    {"Origin": "http://["},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": HOME},
    {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
)
OURS = (
    {},
    {"Origin": HOME},
    {"Origin": HOME, "Sec-Fetch-Site": "same-origin"},
    # A page that hides where it stands, as all pages behind a link in a letter do.
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "none"},
)
# Ways to write an address of another site that browsers or libraries have fallen for.
ELSEWHERE = (
    "https://elsewhere.example/", "//elsewhere.example", "///elsewhere.example", "////elsewhere.example/",
    "/\\elsewhere.example", "\\\\elsewhere.example", "/\t/elsewhere.example", "https:elsewhere.example",
    "http:///elsewhere.example", " //elsewhere.example", "https://localhost@elsewhere.example/",
    "javascript:alert(1)", "/%09/elsewhere.example", "//elsewhere.example\\@localhost", "\n//elsewhere.example",
)  # fmt: skip
PROBES = (
    "/.git/config", "/.git/HEAD", "/.env", "/.htaccess", "/.DS_Store", "/backup.sql", "/backup.zip", "/dump.sql",
    "/directory.sqlite3", "/var/directory.sqlite3", "/config.py", "/setup.cfg", "/requirements.txt", "/secret-key",
    "/admin", "/phpmyadmin/", "/wp-login.php", "/server-status", "/debug", "/console", "/static/",
    "/static/../config.py", "/static/%2e%2e/config.py", "/static/site.css.map", "/swagger.json", "/api", "/outbox/",
    "/photos/",
)  # fmt: skip
INSIDE = re.compile(r"Traceback|/site-packages/|sqlalchemy|SELECT .* FROM|SECRET_KEY|werkzeug", re.IGNORECASE)


@pytest.fixture
def database_app(sqlite_app):
    """What a request may be is decided before any database is asked."""
    return sqlite_app


def token_of(client, path="/account/sign-in", **how):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path, **how).get_data(as_text=True))[1]


def test_every_form_refuses_pages_of_other_sites_though_the_token_is_right(app, session):
    client = app.test_client()
    token = token_of(client)
    open_to, asked = [], 0
    for rule in app.url_map.iter_rules():
        for method in rule.methods & {"POST", "PUT", "PATCH", "DELETE"}:
            with app.test_request_context():
                path = app.url_for(
                    rule.endpoint, **{name: 1 if f"int:{name}" in rule.rule else "x" for name in rule.arguments}
                )
            headers = FORGED[asked % len(FORGED)]
            answer = client.open(
                path, method=method, data={"csrf_token": token, "email": "a@example.org"}, headers=headers
            )
            asked += 1
            if answer.status_code != 400 or "page of another site" not in answer.get_data(as_text=True):
                open_to.append(f"{method} {rule.endpoint} {headers}: {answer.status_code}")
    assert open_to == []
    assert asked > 100


@pytest.mark.parametrize("headers", OURS)
def test_pages_of_our_own_are_taken_whatever_their_browser_says_of_them(app, session, headers):
    client = app.test_client()
    data = {"csrf_token": token_of(client), "email": "nobody@example.org", "password": "x"}
    assert client.post("/account/sign-in", data=data, headers=headers).status_code == 200


def test_over_https_a_form_needs_no_referer(app, session):
    """Pages behind a link in a letter send none, by their own policy: a new password could not be chosen otherwise."""
    client, https = app.test_client(), {"base_url": "https://localhost"}
    data = {"csrf_token": token_of(client, **https), "email": "nobody@example.org", "password": "x"}
    assert client.post("/account/sign-in", data=data, **https).status_code == 200
    data["csrf_token"] = "another"
    assert client.post("/account/sign-in", data=data, **https).status_code == 400


def test_another_method_is_refused_and_no_header_stands_in_for_one(app, session):
    client = app.test_client()
    for method in ("TRACE", "PROPFIND", "DELETE", "PUT", "PATCH", "QUUX"):
        for path in ("/", "/search", "/account/sign-in", "/my-listing", "/static/site.css"):
            answer = client.open(path, method=method)
            # A file of the site answers before the application does, and in the same way.
            assert answer.status_code in (405, 400) or path.startswith("/static"), (method, path, answer.status_code)
            answer.close()
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        assert client.get("/about", headers={name: "POST"}).status_code == 200
        answer = client.post("/account/sign-out", headers={name: "GET"})
        assert answer.status_code == 400, "it was taken for what its header says"
    assert client.get("/account/sign-out").status_code == 405


def test_opening_the_pages_of_sign_in_changes_nothing(app, session):
    """Those of the library; `test_access.py` opens all of our own."""
    account = make_account(session)
    session.commit()
    browser = Browser(app, session)
    browser.sign_in(account)
    rules = [one for one in app.url_map.iter_rules() if one.endpoint.startswith("security.") and "GET" in one.methods]
    assert len(rules) > 10

    def contents():
        session.expire_all()
        tables = [one for one in Base.metadata.sorted_tables if one.name not in ("place", "place_name", "postal_code")]
        return {one.name: session.execute(select(one).order_by(*one.primary_key.columns)).all() for one in tables}

    before = contents()
    for client in (browser.client, app.test_client()):
        for rule in rules:
            with app.test_request_context():
                path = app.url_for(rule.endpoint, **dict.fromkeys(rule.arguments, "x"))
            assert client.get(path).status_code < 500
            assert client.head(path).status_code < 500
    assert contents() == before


def test_heaps_are_refused_at_once(app, session):
    client = app.test_client()
    token = token_of(client)
    many = {f"field{number}": "x" for number in range(20_000)}
    for path, data, status in (
        ("/account/sign-in", {"csrf_token": token, **dict(list(many.items())[:150])}, 200),
        ("/account/sign-in", {"csrf_token": token, **many}, 413),
        ("/account/sign-in", {"csrf_token": token, "email": "x" * 1_100_000}, 413),
    ):
        body = urlencode(data)
        # Neither what other threads do nor garbage of the tests before is work of the refusal.
        gc.collect()
        begun = time.thread_time()
        answer = client.post(path, data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == status
        assert time.thread_time() - begun < 1
    for query, status in (("place=" + "x" * 7_000, 200), ("place=" + "x" * 9_000, 414), ("&".join(["t=x"] * 300), 414)):
        assert client.get(f"/search?{query}").status_code in (status, 404 if status == 200 else status)


def test_signing_in_never_leads_to_another_site(app, session):
    account = make_account(session)
    make_listing(session, "draft", account=account)
    session.commit()
    for address in ELSEWHERE:
        client = app.test_client()
        data = {"csrf_token": token_of(client), "email": account.email, "password": PASSWORD, "next": address}
        answer = client.post("/account/sign-in", data=data, query_string={"next": address})
        place = answer.headers.get("Location", "")
        assert not re.search(r"[\\\s]", place), (address, place)
        assert urlsplit(urljoin(HOME, place)).netloc == "localhost", (address, place)
        assert (
            client.get("/account/verify", query_string={"next": address}).headers.get("Location", "/").startswith("/")
        )
        session.expire_all()


def test_no_file_of_the_inside_is_handed_out_and_no_error_shows_it(app, session):
    client = app.test_client()
    for path in PROBES:
        answer = client.get(path)
        assert answer.status_code == 404, (path, answer.status_code)
        assert not INSIDE.search(answer.get_data(as_text=True)), path
        answer.close()


def noted(caplog):
    return [one.getMessage() for one in caplog.records if one.name == "directory_app.uninvited"]


def test_fields_that_no_form_offers_do_nothing_and_are_noted(app, session, caplog):
    browser = Browser(app, session)
    account = make_account(session, email="mallory@example.org")
    listing = make_listing(session, "draft", account=account)
    session.commit()
    browser.sign_in(account)
    page = browser.open("/my-listing/contact")
    data = [
        (one["name"], one.get("value", ""))
        for one in page.soup.select("main form input[name]")
        if one.get("type") != "checkbox"
    ]
    planted = [(name, "1") for name in sorted(SET_BY_US)]
    with caplog.at_level(logging.WARNING, logger="directory_app.uninvited"):
        browser.client.post("/my-listing/contact", data=dict([*planted, *data]))
    session.expire_all()
    assert listing.account_id == account.id
    assert listing.approved is None
    assert [role.name for role in account.roles] == ["therapist"]
    (line,) = noted(caplog)
    assert "at=listings.contact" in line
    assert f"account={account.id}" in line
    assert "'role'" in line
    assert "mallory" not in line


def test_an_honest_form_notes_nothing(app, session, caplog):
    browser = Browser(app, session)
    account = make_account(session)
    make_listing(session, "draft", account=account)
    session.commit()
    browser.sign_in(account)
    with caplog.at_level(logging.WARNING, logger="directory_app.uninvited"):
        for step in ("about", "practical", "contact", "licence"):
            browser.open(f"/my-listing/{step}")
            browser.press("Save")
    assert noted(caplog) == []


@pytest.mark.parametrize("field", ["name", "text", "signs_read", "opened_token"])
def test_a_file_in_the_place_of_words_is_no_words(browser, session, field):
    listing = make_listing(session, "published")
    session.commit()
    page = browser.open(f"/therapists/{listing.slug}/message")
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    sent = {"csrf_token": token, "email": "vera@example.org", field: (io.BytesIO(b"words"), "words.txt")}
    answer = browser.client.post(page.url, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Write your name, or what the therapist may call you." in answer.text
