"""Programs that gather listings by searching all day are asked to wait; people never notice."""

from __future__ import annotations

from directory_app import create_app

from ..browser import Browser
from ..conftest import TESTING


def test_one_network_searches_so_often_and_another_is_not_held_up(tmp_path):
    app = create_app({**TESTING, "RATELIMIT_ENABLED": True, "SEARCHES_PER_MINUTE": 3, "DATA": str(tmp_path)})
    client = app.test_client()
    assert [client.get("/search").status_code for _ in range(3)] == [200] * 3
    refused = client.get("/search")
    assert refused.status_code == 429
    assert "Very many searches came from your connection" in refused.get_data(as_text=True)
    assert client.get("/search", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200
    app.extensions["engine"].dispose()


def test_a_search_that_has_to_wait_can_be_made_again_as_it_was(tmp_path):
    app = create_app({**TESTING, "RATELIMIT_ENABLED": True, "SEARCHES_PER_MINUTE": 1, "DATA": str(tmp_path)})
    browser = Browser(app)
    asked = "/search?place=Portland%2C+OR&words=psoas"
    browser.open(asked)
    page = browser.open(asked)
    assert page.status == 429
    assert page.link("Search again") == asked
    assert "typed" not in page.text, "nothing was typed into a form, and nothing stands below"
    assert "cookies" not in page.text
    app.extensions["engine"].dispose()
