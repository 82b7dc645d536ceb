"""Redis goes away and comes back: every page works, limits go on counting, in each process for itself."""

from __future__ import annotations

import pytest

from directory_app import create_app

from ..browser import Browser
from ..conftest import TESTING


@pytest.fixture
def app(sqlite_app, redis_server, tmp_path):
    """An application that counts in Redis."""
    made = create_app(
        {
            **TESTING,
            "RATELIMIT_ENABLED": True,
            "DATA": str(tmp_path),
            "DATABASE_URL": sqlite_app.config["DATABASE_URL"],
            "REDIS_URL": redis_server.url,
        }
    )
    yield made
    made.extensions["engine"].dispose()


def guess(browser: Browser) -> int:
    """Try a wrong password of an account that nobody has."""
    browser.open("/account/sign-in")
    browser.fill("E-mail", "nobody@example.org")
    browser.fill("Password", "a wrong one of many")
    return browser.press("Sign in").status


def test_pages_and_limits_work_while_redis_is_gone_and_count_there_again_afterwards(app, redis_server):
    browser = Browser(app)
    redis_server.client().flushall()
    assert [guess(browser) for _ in range(3)] == [200] * 3
    assert redis_server.client().keys("LIMITS*")
    redis_server.kill()
    try:
        assert browser.open("/search?place=Portland,+OR").status == 200
        answers = [guess(browser) for _ in range(11)]
        assert answers == [200] * 10 + [429], "it counts anew, and no more than ten are let through"
        assert browser.open("/").status == 200
    finally:
        redis_server.start()
    limiter = app.extensions["limits"]
    # It looks for Redis again after a second, later each time.
    limiter._Limiter__last_check_backend = 0
    assert guess(browser) == 200
    assert redis_server.client().keys("LIMITS*")


def test_a_directory_starts_while_redis_is_away(sqlite_app, tmp_path):
    away = {"REDIS_URL": f"redis+unix://{tmp_path}/nobody", "RATELIMIT_ENABLED": True}
    url = sqlite_app.config["DATABASE_URL"]
    app = create_app({**TESTING, **away, "DATA": str(tmp_path), "DATABASE_URL": url})
    browser = Browser(app)
    assert browser.open("/search?place=Portland,+OR").status == 200
    assert guess(browser) == 200
    app.extensions["engine"].dispose()
