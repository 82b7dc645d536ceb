"""Visitors get no cookie: only pages with a form that needs a session set one, and only that one."""

from __future__ import annotations

from bs4 import BeautifulSoup

from ..factories import make_listing
from .public_routes import SEARCHES, public_paths


def test_no_public_page_sets_a_cookie_unless_its_form_needs_a_session(app, session):
    listing = make_listing(session, "published")
    session.commit()
    without_need, opened = [], 0
    for path in [*public_paths(app, listing), *SEARCHES]:
        answer = app.test_client().get(path)
        opened += 1
        cookies = answer.headers.getlist("Set-Cookie")
        soup = BeautifulSoup(answer.get_data(as_text=True) if answer.mimetype == "text/html" else "", "html.parser")
        answer.close()
        # Pages of accounts hold such a form or send to one, with a message that the session carries.
        needed = bool(soup.select('form[method="post"] input[name="csrf_token"]')) or path.startswith("/account/")
        if len(cookies) > needed or any(not one.startswith("session=") for one in cookies):
            without_need.append(f"{path}: {cookies}")
    assert without_need == []
    assert opened > 20


def test_a_whole_visit_leaves_no_cookie(app, session):
    listing = make_listing(session, "published")
    session.commit()
    client = app.test_client()
    for path in ("/", "/search?place=Portland, OR", f"/therapists/{listing.slug}", "/before-you-book", "/places"):
        assert client.get(path).status_code == 200
    assert client.get_cookie("session") is None
