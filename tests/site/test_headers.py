"""Headers of every answer."""

from __future__ import annotations

import pytest

from directory_app import create_app
from directory_app.errors import InsecureConfiguration
from directory_app.static_files import FOLDER

from ..browser import Browser
from ..factories import make_account, make_listing

PATHS = (
    "/",
    "/search?place=Portland, OR",
    "/search/map?place=Portland, OR",
    "/nowhere",
    "/search?radius=0",
    "/account/sign-in",
    "/static/site.css",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_what_the_site_does_not_need(browser, path):
    answer = browser.client.get(path)
    answer.close()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.mimetype == "text/html":
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_style_sheet_is_sent_with_all_its_rules_and_without_its_comments(browser):
    written = (FOLDER / "site.css").read_text(encoding="utf-8")
    answer = browser.client.get("/static/site.css")
    sent = answer.get_data(as_text=True)
    answer.close()
    assert "/* 1 values" in written
    assert "/*" not in sent
    assert sent.count("{") == written.count("{")


def test_no_answer_is_for_scripts_of_other_sites(browser):
    for path in (*PATHS, "/search/points?place=Portland, OR", "/places", "/robots.txt", "/pictures/directory.png"):
        answer = browser.client.get(path, headers={"Origin": "https://elsewhere.example"})
        answer.close()
        assert not [name for name, _ in answer.headers if name.lower().startswith("access-control-")], path


def test_what_depends_on_who_is_signed_in_is_never_kept(browser, session):
    browser.sign_in(make_account(session, "moderator"))
    for path in ("/moderation/", "/", "/nowhere"):
        assert browser.open(path).headers["Cache-Control"] == "no-store"


def test_what_somebody_typed_is_kept_by_no_browser(browser, session):
    listing = make_listing(session, "published")
    address = f"/therapists/{listing.slug}/message"
    browser.open(address)
    browser.fill("Your name", "Ada Visitor")
    browser.fill("Your e-mail", "ada@example.org")
    browser.fill("Your message", "My low back aches.")
    browser.check("No emergency sign is true of me")
    shown = browser.press("Check your message")
    assert "Ada Visitor" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert browser.open(f"{address}/sent").headers["Cache-Control"] == "no-store"


def test_public_pages_set_no_cookie(app):
    client = app.test_client()
    for path in (
        "/",
        "/search?place=Portland, OR",
        "/search/map?place=Portland, OR",
        "/how-the-score-works",
        "/before-you-book",
        "/about",
        "/privacy",
    ):
        assert "Set-Cookie" not in client.get(path).headers, path


def test_a_damaged_cookie_means_not_signed_in(app, session):
    for value in ("x", "x" * 3000, "é", "."):
        browser = Browser(app, session)
        browser.client.set_cookie("session", value)
        assert browser.open("/my-listing").h1 == "Sign in"


def production(tmp_path, **changes):
    return {
        "ENVIRONMENT": "production",
        "SECRET_KEY": "s" * 40,
        "BASE_ADDRESS": "https://directory.example.org",
        "MAIL_SERVER": "mail.example.org",
        "DATA": str(tmp_path),
        "RATELIMIT_ENABLED": False,
        **changes,
    }


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"BASE_ADDRESS": "http://directory.example.org"}, "BASE_ADDRESS"),
        ({"MAIL_SERVER": ""}, "MAIL_SERVER"),
        ({"WEB_WORKERS": 3}, "REDIS_URL"),
    ],
)
def test_production_refuses_to_start_insecurely_and_names_the_setting(tmp_path, change, named):
    with pytest.raises(InsecureConfiguration) as refused:
        create_app(production(tmp_path, **change))
    assert named in str(refused.value)
    assert "short" not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"JOBS": "nowhere"}, "DIRECTORY_JOBS"),
        ({"REPLICA_URL": "postgresql:///copy"}, "DIRECTORY_DATABASE_URL"),
        ({"DATABASE_URL": "postgresql:///main", "REPLICA_URL": "sqlite:///copy"}, "DIRECTORY_REPLICA_URL"),
        ({"REDIS_URL": "localhost:6379"}, "DIRECTORY_REDIS_URL"),
    ],
)
def test_settings_of_several_processes_that_cannot_work_are_named_at_the_start(tmp_path, change, named):
    with pytest.raises(InsecureConfiguration) as refused:
        create_app({"DATA": str(tmp_path), **change})
    assert [one.split()[0] for one in refused.value.faults] == [named]


@pytest.mark.parametrize("host", ["x" * 300, "a..b", f"{'x' * 64}.example.org"])
def test_a_name_that_no_site_has_is_refused_in_words(browser, host):
    answer = browser.client.get("/about", headers={"Host": host})
    assert (answer.status_code, answer.text) == (400, "This site is not known by that name.")


def test_production_knows_its_host_and_hides_development_pages(tmp_path):
    client = create_app(production(tmp_path)).test_client()
    secure = {"base_url": "https://directory.example.org"}
    assert client.get("/about", base_url="https://evil.example").status_code == 400
    about = client.get("/about", **secure)
    assert about.status_code == 200
    assert "max-age=31536000" in about.headers["Strict-Transport-Security"]
    assert client.get("/development/outbox", **secure).status_code == 404
    cookie = client.get("/account/sign-in", **secure).headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
