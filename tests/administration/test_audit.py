"""The audit as administrators read it: found by who, what and when, in plain words, and taken away whole."""

from __future__ import annotations

import ast
import csv
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from sqlalchemy import insert

import directory_app
from directory_app import audit, chain
from directory_app.administration import audit_export, audit_search
from directory_app.choices import DEEDS
from directory_app.models import AppealOutcome, AuditEntry, CheckOutcome, DecisionKind, Reason, ReportReason, now

from ..factories import make_account


@pytest.fixture
def told(session):
    """Three entries by two moderators and the system."""
    first, second = make_account(session, "moderator", email="ann@example.org"), make_account(session, "moderator")
    audit.record(
        session, "listing", 12, first, "approve", target_name="=HYPERLINK(1)", before={"state": "submitted"},
        after={"state": "approved", "fields": ["bio", "name"], "city": "Łódź"}, reason="Reads well.",
    )  # fmt: skip
    audit.record(session, "listing", 13, second, "reject", reason="unclear-answers")
    audit.record(session, "technique", None, None, "rule_changed", target_name="cupping")
    session.commit()
    return first, second


def found(browser, **search):
    page = browser.open("/administration/audit?" + "&".join(f"{name}={value}" for name, value in search.items()))
    assert page.status == 200
    return [one.get_text(" ", strip=True) for one in page.soup.find_all("p", class_="audit-head")]


def test_entries_are_found_by_who_what_about_and_when(administrator, told):
    first, _ = told
    assert found(administrator, who="ann@example.org") == ["Approved : listing 12, =HYPERLINK(1)"]
    assert found(administrator, who=f"account {first.id}") == found(administrator, who="ann@example.org")
    assert found(administrator, who="system") == ["Rule changed : technique, cupping"]
    assert found(administrator, action="reject") == ["Rejected : listing 13"]
    assert found(administrator, about="listing 13") == ["Rejected : listing 13"]
    assert found(administrator, about="cupping") == ["Rule changed : technique, cupping"]
    today = now().date().isoformat()
    assert len(found(administrator, since=today, until=today, about="listing")) == 2
    assert found(administrator, until="2020-01-01") == []
    assert administrator.open("/administration/audit?since=yesterday").status == 400


def test_an_entry_says_what_changed_in_plain_words(administrator, told):
    page = administrator.open("/administration/audit?about=listing 12")
    text = page.text
    assert "State Before: submitted After: approved" in text
    assert "Fields After: About, Name" in text
    assert "Why: Reads well." in text
    assert "ann@example.org" in text
    assert chain.head(administrator.session)[1] in text


def test_the_names_of_columns_are_put_into_words(administrator, session):
    audit.record(
        session, "listing", 7, None, "contact_changed",
        before={"public_email": "", "accepting_clients": None, "hours": {}, "listing_id": 3},
        after={"public_email": "a_b@example.org", "accepting_clients": False, "hours": {"mon": [["09:00", "12:00"]]},
               "listing_id": 3, "state": "changes_requested", "unfounded_flags": []},
    )  # fmt: skip
    session.commit()
    text = administrator.open("/administration/audit?about=listing 7").text
    assert "E-mail address for clients After: a_b@example.org" in text
    assert "Accepts new clients After: no" in text
    assert "Monday: 09:00, 12:00" in text
    assert "Listing number Before: 3 After: 3" in text
    assert "State After: Changes requested" in text
    assert "Unfounded flags nothing" in text


def test_reasons_are_named_as_moderators_and_visitors_know_them(administrator, session):
    audit.record(session, "listing", 7, None, "reject", reason="unclear-answers")
    audit.record(session, "listing", 7, None, "reported", after={"reason": "private-address"})
    audit.record(session, "listing", 7, None, "blocked", reason="Sent the same word again and again.")
    session.commit()
    text = administrator.open("/administration/audit?about=listing 7").text
    assert f"Why: {session.get(Reason, 'unclear-answers').label}" in text
    assert f"Reason After: {session.get(ReportReason, 'private-address').label}" in text
    assert "Why: Sent the same word again and again." in text


def test_what_an_entry_is_about_is_not_shown_as_deleted(administrator, session):
    about = {"report_id": 4, "reason": "private-address"}
    audit.record(session, "listing", 7, None, "report_closed", before=about, after={"outcome": "acted"})
    audit.record(session, "listing", 8, None, "place_hidden", before={"privacy": 3}, after={"privacy": None})
    audit.record(session, "technique", 9, None, "rule_changed", target_name="cupping", before={"position": 3}, after={})
    session.commit()
    page = administrator.open("/administration/audit?about=listing 7")
    label = session.get(ReportReason, "private-address").label
    said = {" ".join(one.get_text(" ").split()) for one in page.soup.select(".rule-changes > div")}
    assert said == {"Report number 4", f"Reason {label}", "Outcome After: acted"}
    assert page.soup.find("del") is None
    for gone in ("listing 8", "technique 9"):
        page = administrator.open(f"/administration/audit?about={gone}")
        assert "Before: 3 nothing" in page.text, "what was taken away is shown so"


def test_every_action_that_code_names_has_plain_words():
    recorders = {"record", "_record", "_note", "_noting", "_note_recorded", "_record_revision"}
    calls = [
        call
        for path in Path(directory_app.__file__).parent.rglob("*.py")
        if "record(" in (source := path.read_text())
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and (call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")) in recorders
    ]
    # The first words of a call are the session, the thing and who; a thing is named by a word as well.
    said = {one.value for call in calls for one in call.args[3:] if isinstance(one, ast.Constant) if one.value}
    actions = {one for one in said if isinstance(one, str)} | {kind.value for kind in DecisionKind} - {
        "suspend",
        "restore",
    }
    actions |= {f"claim_{one}" for one in ("accepted", "refused", "disputed")}
    actions |= {f"licence_{one}" for one in CheckOutcome} | {f"flag_{one}" for one in ("upheld", "dismissed")}
    actions |= {f"{one}_{outcome}" for one in ("appeal", "objection") for outcome in AppealOutcome}
    assert len(actions) > 80
    assert actions - set(DEEDS) == set()


def test_a_long_audit_comes_in_pages(administrator, session):
    for number in range(120):
        audit.record(session, "listing", number, None, "counted")
    session.commit()
    seen = found(administrator, action="counted")
    while any(link.get("rel") == ["next"] for link in administrator.page.soup.find_all("a")):
        page = administrator.follow("Older entries")
        seen += [one.get_text(" ", strip=True) for one in page.soup.find_all("p", class_="audit-head")]
    assert seen == [f"Counted : listing {number}" for number in range(119, -1, -1)]


def test_what_was_found_is_taken_away_as_csv_without_formulas_and_as_json_lines(administrator, told):
    administrator.open("/administration/audit?about=listing 12")
    page = administrator.press("As CSV for spreadsheets")
    assert "attachment" in page.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(page.html.removeprefix("\ufeff"))))
    assert [row["name"] for row in rows] == ["'=HYPERLINK(1)"]
    assert json.loads(rows[0]["after"])["city"] == "Łódź"
    administrator.open("/administration/audit?about=listing 12")
    lines = administrator.press("As JSON lines").html.splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["=HYPERLINK(1)"]
    assert len(found(administrator, action="audit_exported")) == 2


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "＝1", "＋1", "－1", "＠x", "'x", "  =1"])
def test_no_cell_is_a_formula(text):
    assert audit_export.cell(text) == f"'{text}"


def test_an_export_holds_little_in_memory_however_long_it_is(session):
    row = {
        "actor_label": "system", "action": "x", "target_kind": "listing", "target_label": "",
        "plain_before": {"a": 1}, "plain_after": {"b": 2}, "reason_code": "",
    }  # fmt: skip
    session.execute(insert(AuditEntry), [row | {"target_id": number} for number in range(6000)])
    tracemalloc.start()
    count = sum(1 for _ in audit_export.as_csv(audit_search.everything(session, audit_search.Search())))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count >= 6000
    assert peak < 12_000_000
