"""Figures of the health page that a job worked out: nobody waits while a large directory is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from directory_app.health import keeping
from directory_app.models import KeptFigures, now
from directory_app.template_filters import clock

from ..factories import make_account, make_listing

STALE = 90


@pytest.fixture
def kept(session):
    """What was kept while one listing was public; a second one is public since."""
    make_listing(session, "published", name="Ada Near")
    assert keeping.keep(session, STALE)
    session.commit()
    make_listing(session, "published", name="Bea New")
    session.commit()
    return session.get(KeptFigures, keeping.NAME)


def public(figures):
    return next(bar.count for bar in figures.plots[0].bars if bar.label == "Public")


def test_what_is_kept_is_what_was_counted(session, kept):
    figures = keeping.kept(session, STALE)
    again = keeping.work_out(session, STALE)
    assert (public(figures), public(again)) == (1, 2)
    assert [one.id for one in figures.questions] == [one.id for one in again.questions]
    assert figures.demand == again.demand
    assert keeping.keep(session, STALE + 1)
    assert list(keeping.kept(session, STALE + 1).plots) == keeping.work_out(session, STALE + 1).plots


def test_the_page_shows_what_is_kept_and_of_when_it_is(app, browser, session, kept):
    assert app.config["REMIND_AFTER_DAYS"] == STALE
    kept.worked_out_at = now() - timedelta(minutes=3)
    session.commit()
    browser.sign_in(make_account(session, "moderator"))
    page = browser.open("/moderation/health")
    assert f"As of {clock(kept.worked_out_at)}" in page.text
    assert "Public 1;" in page.soup.select_one("[aria-labelledby=states] svg")["aria-label"]


@pytest.mark.parametrize(
    ("minutes", "took", "is_shown"),
    [(10, 1, True), (20, 1, False), (20, 10, True), (60, 10, False), (-5, 1, False)],
)
def test_figures_are_shown_until_the_job_has_missed_its_time(session, kept, minutes, took, is_shown):
    kept.worked_out_at, kept.took = now() - timedelta(minutes=minutes), took
    session.commit()
    assert (keeping.kept(session, STALE) is not None) is is_shown


def test_figures_of_another_number_of_days_are_not_shown(session, kept):
    assert keeping.kept(session, STALE + 1) is None


@pytest.mark.parametrize(("minutes", "took", "is_time"), [(1, 1, True), (5, 10, False), (16, 10, True)])
def test_the_job_counts_again_when_it_is_time_for_what_counting_takes(session, kept, minutes, took, is_time):
    kept.worked_out_at, kept.took = now() - timedelta(minutes=minutes), took
    session.commit()
    assert keeping.keep(session, STALE) is is_time
    assert public(keeping.kept(session, STALE)) == (2 if is_time else 1)


def test_the_job_is_one_of_those_that_run(app, session):
    make_listing(session, "published", name="Ada Near")
    session.commit()
    job = next(one for one in app.extensions["jobs"].tasks if one.name == keeping.NAME)
    assert job.run() is True
    session.expire_all()
    assert public(keeping.kept(session, int(app.config["REMIND_AFTER_DAYS"]))) == 1
