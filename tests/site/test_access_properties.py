"""What is somebody's is nobody else's: hypothesis picks a route, a person and an object of another owner.

Whatever is picked, nothing of the owner's is read and no row of theirs changes. `test_access.py` walks all routes as
all roles; here outsiders name other people's objects in addresses, by neighbouring numbers, and in fields of their own
forms, hidden ones included.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import or_, select

from directory_app.models import Account, Base, Claim, ClaimProof, ListingState, Privacy, Revision, now

from ..factories import (
    PORTLAND,
    make_account,
    make_appeal,
    make_decision,
    make_flag,
    make_hidden,
    make_interview,
    make_listing,
    make_message,
    make_revision,
)
from ..fuzzing import Target, World, encoded, plain, send
from .public_routes import SEARCHES, public_paths

PICKS = 240
# Stands in everything private of the owner's, and in nothing that is public.
SECRET = "Quillfeather"
OUTSIDERS = ("visitor", "listed therapist", "therapist", "blocked therapist", "suspended therapist")
# What anybody may begin with a public listing; it adds rows and reads nothing.
OPEN_TO_ALL = frozenset({"messages.message", "reports.report", "claims.begin"})


@pytest.fixture
def database_app(sqlite_app):
    """Whose something is does not depend on the database."""
    return sqlite_app


@pytest.fixture
def owned(session):
    """The listing of a therapist with something of each kind, and all names by which an address could call it."""
    account = make_account(session, email=f"zebulon.{SECRET.lower()}@example.org")
    place = {**PORTLAND, "street": f"88 {SECRET} Lane"}
    listing = make_listing(session, "published", account=account, place=place)
    draft = make_revision(session, listing, 2, bio=f"{SECRET} writes anew.", name=f"Zeb {SECRET}", place=place)
    message = make_message(session, listing, body=f"{SECRET}, may I come?", name=f"Vera {SECRET}")
    claim = Claim(
        listing=make_listing(session, "published"),
        account=account,
        proof=ClaimProof.DOCUMENT,
        note=SECRET,
        due_on=now().date(),
    )
    session.add(claim)
    session.flush()
    names = {
        "revision_id": [draft.id, listing.approved.id],
        "listing_id": [listing.id],
        "account_id": [account.id],
        "decision_id": [make_decision(session, listing.approved, note=f"{SECRET}: change this.").id],
        "appeal_id": [make_appeal(session, listing.approved, text=f"{SECRET} objects.").id],
        "hidden_id": [make_hidden(session, listing).id],
        "flag_id": [make_flag(session, draft, detail={"words": [SECRET]}).id],
        "interview_id": [make_interview(session, listing).id],
        "licence_id": [listing.licences[0].id],
        "claim_id": [claim.id],
        "key": [message.key],
        "place_key": [one.place_key for one in (*draft.locations, *listing.approved.locations)],
        "slug": [listing.slug],
    }
    session.commit()
    return listing, names


@pytest.fixture
def world(app, session, owned):
    """Outsiders, signed in: with a draft, with a public listing, blocked, and with a suspended listing."""
    made = World(app, session).settle()
    for name in ("blocked therapist", "suspended therapist"):
        made.enter(name, "therapist", "published")
        account = session.scalars(select(Account).order_by(Account.id.desc())).first()
        if name.startswith("blocked"):
            account.active = False
        else:
            account.listing.move(ListingState.SUSPENDED)
        session.commit()
    return made


def rows_of(session, listing):
    """Every row that belongs to the owner, as it stands."""
    session.expire_all()
    mine = {"account_id": [listing.account_id], "listing_id": [listing.id]}
    mine["revision_id"] = session.scalars(select(Revision.id).where(Revision.listing_id == listing.id)).all()
    found = {}
    for table in Base.metadata.sorted_tables:
        conditions = [table.c[name].in_(ids) for name, ids in mine.items() if name in table.c]
        conditions += [table.c.id.in_(mine[f"{name}_id"]) for name in ("account", "listing") if table.name == name]
        if conditions and table.name not in ("daily_total", "audit_words"):
            found[table.name] = sorted(map(repr, session.execute(select(table).where(or_(*conditions)))))
    return found


def test_no_public_answer_holds_what_is_private(app, session, owned):
    """Opened for the owner's own public listing, with the word planted in everything of theirs that is not public."""
    listing, _ = owned
    kinds = set()
    # The outbox of development shows letters to whoever runs it, and does not exist in production.
    paths = [one for one in public_paths(app, listing) if not one.startswith("/development/")]
    for path in [*paths, *SEARCHES]:
        answer = app.test_client().get(path)
        body = answer.get_data()
        headers = "".join(f"{name}{value}" for name, value in answer.headers)
        kinds.add(answer.mimetype)
        answer.close()
        assert SECRET.casefold().encode() not in body.lower(), path
        assert SECRET.casefold() not in headers.casefold(), path
    assert {"text/html", "application/xml", "image/png", "application/pdf"} <= kinds


@pytest.mark.parametrize("privacy", [one for one in Privacy if one is not Privacy.EXACT])
def test_no_public_answer_holds_the_numbers_of_a_private_point(app, session, privacy):
    """In no figure of a page, picture, feed or table, however it is rounded down to ten metres, nor the street."""
    place = {
        **PORTLAND,
        "street": f"4417 {SECRET} Lane",
        "privacy": privacy,
        "private_lat": 45.538_917_3,
        "private_lon": -122.714_826_9,
        "mobile_radius_km": 20.0 if privacy is Privacy.MOBILE else None,
    }
    listing = make_listing(session, "published", place=place)
    session.commit()
    told = ("45.5389", "45,5389", "122.7148", "122,7148", SECRET)
    kinds = set()
    paths = [one for one in public_paths(app, listing) if not one.startswith("/development/")]
    for path in [*paths, *SEARCHES]:
        answer = app.test_client().get(path)
        text = answer.get_data().decode("utf-8", "replace") + "".join(f"{k}{v}" for k, v in answer.headers)
        kinds.add(answer.mimetype)
        answer.close()
        assert [one for one in told if one.casefold() in text.casefold()] == [], path
    assert {"text/html", "application/json", "application/xml", "image/png", "application/pdf"} <= kinds


def test_nobody_reads_or_changes_what_is_somebody_elses(world, session, owned):
    listing, names = owned
    rules = [
        rule
        for rule in world.app.url_map.iter_rules()
        if rule.arguments & set(names) and rule.endpoint not in OPEN_TO_ALL and not rule.endpoint.startswith("static")
    ]
    forms = [one for one in world.targets(OUTSIDERS[1:3]) if one.method == "POST" and "/account/" not in one.path]
    told_apart = [value for name in names for value in names[name] if name != "slug"]
    before = rows_of(session, listing)
    assert SECRET in repr(before)
    kinds = set()

    @settings(
        max_examples=PICKS,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(st.data())
    def picked(data):
        person = data.draw(st.sampled_from(OUTSIDERS))
        change = {"method": "GET", "headers": {}, "body": b"", "type": "application/x-www-form-urlencoded"}
        if data.draw(st.booleans()):
            rule = data.draw(st.sampled_from(rules))
            values = {name: data.draw(st.sampled_from(names[name])) for name in rule.arguments & set(names)}
            step = data.draw(st.sampled_from((0, 0, 1, -1)))
            values = {name: max(0, value + step) if isinstance(value, int) else value for name, value in values.items()}
            path = world.address(rule, **values)
            method = data.draw(st.sampled_from(sorted(rule.methods - {"HEAD", "OPTIONS"})))
            target, fields = Target(person, method, path, ()), [("csrf_token", "TOKEN")]
        else:
            form = data.draw(st.sampled_from(forms))
            name = data.draw(st.sampled_from([one.name for one in form.fields if one.name != "csrf_token"] or ["id"]))
            other = str(data.draw(st.sampled_from(told_apart)))
            fields = [(one, other if one == name else value) for one, value in plain(form, "TOKEN")] + [
                ("listing_id", other)
            ]
            target = form
        if target.method == "POST":
            change |= {"method": "POST", "body": encoded(fields)}
        answer = send(world, target, change)
        kinds.add((person, answer.status_code))
        assert answer.status_code < 500, target
        assert SECRET.lower().encode() not in answer.get_data().lower(), (target, "was read")
        if target.method == "POST":
            assert rows_of(session, listing) == before, (target, fields)

    picked()
    assert rows_of(session, listing) == before
    assert len(kinds) > 8, "the picks no longer reach anything"
