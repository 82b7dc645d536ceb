"""What moderators found read wrong, printed for whoever writes the next rubric."""

from __future__ import annotations

import json

from directory_app.models import AppealOutcome, now

from ..factories import make_appeal, make_listing


def test_upheld_objections_are_printed_without_names(app, session):
    listing = make_listing(session, "published", name="Ada Unnamed")
    make_appeal(session, listing.approved)
    make_appeal(
        session, listing.approved, outcome=AppealOutcome.UPHELD, note="It does.", words=["slow"], closed_at=now()
    )
    session.commit()
    done = app.test_cli_runner().invoke(args=["directory", "objections"])
    (line,) = done.output.splitlines()
    assert json.loads(line)["words"] == ["slow"]
    assert json.loads(line)["moderator"] == "It does."
    assert "Ada" not in line
    assert app.test_cli_runner().invoke(args=["directory", "objections", "--rubric", "other-9"]).output == ""
