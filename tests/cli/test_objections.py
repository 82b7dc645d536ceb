"""What moderators found read wrong, printed for whoever writes the next rubric."""

from __future__ import annotations

import json

from directory_app import releases
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
    assert app.test_cli_runner().invoke(args=["directory", "objections", "--rubric", "other-9"]).stdout == ""


def test_an_unknown_rubric_is_refused_and_no_objection_is_said(app, session):
    releases.ensure_packaged(session)
    session.commit()
    runner = app.test_cli_runner()
    done = runner.invoke(args=["directory", "objections", "--rubric", "nope"])
    assert (done.exit_code, done.output) == (
        1,
        "Error: there is no rubric 'nope'; /administration/rubrics lists them\n",
    )
    done = runner.invoke(args=["directory", "objections", "--rubric", "clinical-massage-16"])
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "No objection was upheld.\n")
