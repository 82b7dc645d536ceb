"""Lines become listings: first only looked at, then each once, with consent, and never merged."""

from __future__ import annotations

import os

import pytest
from sqlalchemy import func, select

from directory_app.exchange import batches, files, known, making, queries
from directory_app.exchange.tasks import Worker, sweep, sweep_here, work
from directory_app.models import (
    Account,
    AuditEntry,
    DecisionKind,
    ImportMark,
    ImportPiece,
    ImportRow,
    ImportState,
    Listing,
    ListingState,
    PublicListing,
    Revision,
    RevisionState,
    Twins,
    now,
)
from directory_app.moderation.deciding import Verdict as Decided
from directory_app.moderation.deciding import decide

from ..factories import make_account, make_listing, make_unclaimed
from .conftest import person, table


def count(session, model=Listing):
    return session.scalar(select(func.count()).select_from(model))


def verdicts(session, run):
    rows = session.scalars(select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.line))
    return [(one.line, str(one.verdict), one.reason) for one in rows]


def test_a_check_says_what_would_happen_to_each_line_and_changes_nothing(session, desk):
    make_listing(session, "published", name="Robin Reed")
    before = count(session), count(session, AuditEntry)
    run = desk.check(table([
        person(1),
        person(2, consented_on="31/03/2026"),
        person(3, city="Prtlnd"),
        person(4, email="PERSON1@example.org"),
        person(5, name="Robin Reeds"),
        person(1),
    ]))  # fmt: skip
    found = verdicts(session, run)
    assert [one[1] for one in found] == ["new", "refused", "refused", "duplicate", "duplicate", "same"]
    assert "two ways" in found[1][2]
    assert "“Prtlnd OR” is not known" in found[2][2]
    assert found[3][2] == "Line 2 has the same e-mail address."
    assert "nearly the same name in the same town" in found[4][2]
    assert found[5][2] == "Line 2 says the same."
    assert (run.state, run.total) == (ImportState.CHECKED, 6)
    assert run.found == {"new": 1, "refused": 2, "duplicate": 2, "same": 1}
    assert (count(session), count(session, AuditEntry)) == before
    assert count(session, ImportMark) == 0


def test_good_lines_become_listings_without_account_that_wait_for_a_moderator(session, desk):
    run = desk.take(
        table(
            [person(1, q2_choice="yes", q2_text="Slow, sustained myofascial pressure without oil."), person(2, name="")]
        )
    )
    listing = session.scalars(select(Listing)).one()
    revision = listing.revisions[0]
    assert (run.state, run.result) == (ImportState.DONE, {"new": 1, "refused": 1})
    assert (listing.account_id, listing.state, revision.state) == (None, ListingState.DRAFT, RevisionState.SUBMITTED)
    assert (listing.source, listing.consent_note, str(listing.consented_on)) == (
        "the Guild",
        "Agreed by letter.",
        "2026-03-02",
    )
    assert revision.answer("Q2").choice == "yes"
    assert revision.score.question("Q2").claim == 1
    assert count(session, PublicListing) == 0
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "imported")).one()
    assert (entry.target_id, entry.after["consent_note"], entry.after["import_id"]) == (
        listing.id,
        "Agreed by letter.",
        run.id,
    )


def test_a_moderator_approves_it_like_any_other_and_it_says_that_nobody_has_claimed_it(session, desk, browser):
    desk.take(table([person(1)]))
    revision = session.scalars(select(Revision)).one()
    decide(
        session, revision, make_account(session, "moderator"), Decided(DecisionKind.APPROVE), version=revision.version
    )
    session.commit()
    assert "Not yet claimed" in browser.open(f"/therapists/{revision.listing.slug}").text


def test_lines_of_an_own_export_are_public_at_once(session, desk):
    desk.take(table([person(1, q1_choice="yes_whole_hour")]), trusted=True)
    assert session.scalars(select(PublicListing)).one().name == person(1)["name"]


def test_the_same_file_twice_makes_nothing_twice(session, desk):
    content = table([person(number) for number in range(30)])
    desk.take(content)
    again = desk.take(content)
    assert count(session) == 30
    assert again.result == {"same": 30}


def test_two_imports_at_once_take_nothing_in_twice(session, desk):
    content = table([person(number) for number in range(60)])
    first, second = desk.check(content), desk.check(content)
    assert second.found == {"new": 60}
    for run in (first, second):
        desk.start(run)
    workers = {run: Worker(desk.app) for run in (first, second)}
    while [run for run, worker in workers.items() if worker.step(run.id)]:
        pass
    session.expire_all()
    assert count(session) == 60
    assert first.result.get("new", 0) + second.result.get("new", 0) == 60
    assert first.result.get("same", 0) + second.result.get("same", 0) == 60


def test_two_jobs_on_one_import_take_nothing_in_twice(session, desk):
    run = desk.check(table([person(number) for number in range(80)]))
    desk.start(run)
    one, other = Worker(desk.app), Worker(desk.app)
    while [worker for worker in (one, other) if worker.step(run.id)]:
        pass
    session.expire_all()
    assert (count(session), run.state, run.result) == (80, ImportState.DONE, {"new": 80})


def test_who_looks_like_somebody_listed_is_left_out_unless_the_operator_says_otherwise(session, desk):
    known = make_unclaimed(session, email="known@example.org", name="Zora Quill")
    people = [person(1, email="known@example.org"), person(2, phone="+1 503-555-0123"), person(3)]
    run = desk.check(table(people))
    assert [one[2] for one in verdicts(session, run)][:2] == [
        f"Listing {known.id} has the same e-mail address.",
        f"Listing {known.id} has the same telephone number.",
    ]
    queries.row(session, run, 3).choice = Twins.NEW
    desk.work(desk.start(run))
    assert run.result == {"new": 2, "duplicate": 1}
    assert count(session) == 3
    desk.take(table([person(1, email="known@example.org")]), Twins.NEW)
    assert session.scalar(select(func.count()).where(Listing.public_email == "known@example.org")) == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("anna petersen", "petersen anna", True),
        ("anna petersen", "anna maria petersen", True),
        ("anna petersen", "anna peterson", True),
        ("anna petersen", "anna pederson", False),
        ("anna petersen", "hanna peterson", False),
        ("ann lee", "ann lea", False),
    ],
)
def test_names_are_nearly_the_same_with_one_slip_in_a_long_word(one, other, same):
    assert known.alike(one, other) is known.alike(other, one) is same


def test_a_licence_number_of_the_same_state_is_noticed(session, desk):
    listing = make_listing(session, "published")
    number = listing.licences[0].number
    run = desk.check(
        table(
            [
                person(1, licence_number=number, licence_region="OR"),
                person(2, licence_number=number, licence_region="WA"),
            ]
        )
    )
    assert [one[1] for one in verdicts(session, run)] == ["duplicate", "new"]


def test_who_comes_between_check_and_import_is_noticed(session, desk):
    run = desk.check(table([person(1), person(2)]))
    make_unclaimed(session, email=person(1)["email"], name="Came Between")
    desk.work(desk.start(run))
    assert run.result == {"duplicate": 1, "new": 1}


def test_a_key_lets_a_later_file_change_what_an_earlier_one_made_until_it_is_claimed(session, desk):
    desk.take(table([person(1, key="M-1"), person(2, key="M-2")]))
    newer = desk.take(table([person(1, key="M-1", phone="(503) 555-0142", name="Ada New"), person(2, key="M-2")]))
    assert newer.result == {"changed": 1, "same": 1}
    listing = session.scalars(select(Listing).where(Listing.public_email == person(1)["email"])).one()
    assert (listing.phone, [str(one.state) for one in listing.revisions]) == (
        "+1 503-555-0142",
        ["discarded", "submitted"],
    )
    assert (listing.revisions[-1].name, count(session)) == ("Ada New", 2)
    listing.account = make_account(session)
    session.commit()
    again = desk.check(table([person(1, key="M-1", name="Ada Newest")]))
    assert "claimed this listing" in verdicts(session, again)[0][2]


def test_who_was_deleted_does_not_come_back_by_itself(session, desk):
    content = table([person(1)])
    desk.take(content)
    session.delete(session.scalars(select(Listing)).one())
    session.commit()
    run = desk.take(content)
    assert run.result == {"duplicate": 1}
    assert "has been deleted since" in verdicts(session, run)[0][2]
    assert count(session) == 0


def test_a_killed_import_goes_on_behind_its_last_batch(session, desk):
    run = desk.send(table([person(number) for number in range(120)]))
    for _ in ("while it checks", "while it takes in"):
        if run.state is ImportState.CHECKED:
            desk.start(run)
        worker = Worker(desk.app)
        worker.step(run.id)
        session.expire_all()
        assert 0 < run.position < 120
        # The process is gone, with everything it held; another one takes over.
        desk.work(run)
    assert (run.state, run.result, count(session)) == (ImportState.DONE, {"new": 120}, 120)


def test_a_batch_that_fails_before_its_end_leaves_nothing_behind(session, desk, monkeypatch):
    run = desk.start(desk.check(table([person(number) for number in range(40)])))
    monkeypatch.setattr(making, "_record", lambda *_: 1 / 0)
    worker = Worker(desk.app)
    with pytest.raises(ZeroDivisionError):
        worker.step(run.id)
    session.rollback()
    session.expire_all()
    assert (count(session), run.position, run.result) == (0, 0, {})
    monkeypatch.undo()
    monkeypatch.setattr(Worker, "pause", 0)
    # The job tries again with what it holds in memory.
    desk.work(run, worker)
    assert (run.result, count(session)) == ({"new": 40}, 40)


def test_a_line_that_the_database_cannot_store_is_refused_alone(session, desk, monkeypatch):
    run = desk.start(desk.check(table([person(number) for number in range(4)])))
    make = batches.make

    def fussy(session, lines, maker):
        if any(facts.email == "person2@example.org" for facts, _ in lines):
            raise ValueError("no")
        return make(session, lines, maker)

    monkeypatch.setattr(batches, "make", fussy)
    desk.work(run)
    assert (run.result, count(session)) == ({"new": 3, "refused": 1}, 3)


def test_a_moderator_decides_while_an_import_runs(session, desk):
    waiting = make_listing(session, "submitted")
    moderator = make_account(session, "moderator")
    run = desk.start(desk.check(table([person(number) for number in range(60)])))
    worker = Worker(desk.app)
    worker.step(run.id)
    revision = waiting.revisions[0]
    decide(session, revision, moderator, Decided(DecisionKind.APPROVE), version=revision.version)
    session.commit()
    desk.work(run, worker)
    assert (run.result, revision.state) == ({"new": 60}, RevisionState.APPROVED)
    assert session.get(PublicListing, waiting.id) is not None


def test_refused_lines_come_back_with_reasons_and_without_formulas(session, desk):
    run = desk.check(table([person(1, name="=1+1", city="Nowhere at all"), person(2)]))
    rows = b"".join(queries.refused_table(session, run, files.folder(desk.app.config["DATA"]))).decode("utf-8-sig")
    head, line = rows.splitlines()
    assert head.endswith("consented_on,line,reason")
    assert line.startswith("'=1+1,Nowhere at all,OR,")
    assert "2,The place “Nowhere at all OR” is not known" in line


def test_files_are_deleted_in_time_with_what_was_quoted_of_them(session, desk):
    run = desk.take(table([person(1), person(2, name="")]))
    run.created_at = now().replace(year=now().year - 1)
    session.commit()
    path = files.folder(desk.app.config["DATA"]) / run.stored
    assert path.exists()
    assert sweep(desk.app) == 1
    session.expire_all()
    assert not path.exists()
    assert {(one.name, one.reason) for one in session.scalars(select(ImportRow))} == {("", "")}
    assert desk.check(table([person(1)])).found == {"same": 1}


def test_an_import_whose_file_is_gone_ends_with_a_sentence(session, desk):
    run = desk.send(table([person(1)]))
    files.forget(session, desk.app.config["DATA"], run.stored)
    session.commit()
    work(desk.app, Worker(desk.app))
    session.expire_all()
    assert (run.state, "no longer there" in run.failure) == (ImportState.FAILED, True)
    assert count(session, Account) == 0


def test_a_file_sent_to_one_machine_is_taken_in_by_another_and_deleted_on_both(session, desk, tmp_path, monkeypatch):
    run = desk.check(table([person(number) for number in range(30)]))
    first = files.folder(desk.app.config["DATA"]) / run.stored
    monkeypatch.setitem(desk.app.config, "DATA", str(tmp_path))
    desk.work(desk.start(run))
    second = files.folder(str(tmp_path)) / run.stored
    assert (run.result, second.read_bytes() == first.read_bytes()) == ({"new": 30}, True)
    assert second.stat().st_mode & 0o077 == 0
    run.created_at = now().replace(year=now().year - 1)
    session.commit()
    assert (sweep(desk.app), second.exists(), first.exists()) == (1, False, True)
    assert session.scalars(select(ImportPiece)).all() == []
    # The first machine sees by itself that nobody needs its copy any more.
    monkeypatch.setitem(desk.app.config, "DATA", str(first.parents[1]))
    sweep_here(desk.app)
    assert first.exists(), "a file that just came in may have no run yet"
    os.utime(first, (0, 0))
    sweep_here(desk.app)
    assert not first.exists()
