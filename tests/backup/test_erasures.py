"""The list of the deleted beside the database: complete, whichever of two deletions is committed first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from directory_app import audit
from directory_app.backup import erasures
from directory_app.backup.tasks import sweep
from directory_app.models import now


def numbers(app):
    """Whom the list names."""
    return [one.number for one in erasures.read(Path(app.config["DATA"]) / erasures.FILE)]


def test_who_was_deleted_first_and_committed_last_is_listed_too(make_app):
    app = make_app("postgresql", "first", prepared=True)
    with app.extensions["sessions"]() as slow, app.extensions["sessions"]() as quick:
        audit.record(slow, "account", 1, None, "deleted")
        slow.flush()
        audit.record(quick, "account", 2, None, "deleted")
        quick.commit()
        assert sweep(app) == 1
        slow.commit()
    assert sweep(app) == 1
    assert numbers(app) == [2, 1]
    assert sweep(app) == 0


def test_deletions_of_long_ago_are_not_looked_at_again(make_app, time_machine):
    app = make_app("sqlite", "first", prepared=True)
    with app.extensions["sessions"]() as session:
        audit.record(session, "account", 1, None, "deleted")
        session.commit()
    time_machine.move_to(now() + timedelta(hours=1))
    with app.extensions["sessions"]() as session:
        found, last = erasures.of_audit(session)
        assert ([one.number for one in found], erasures.of_audit(session, last)) == ([1], ([], last))
