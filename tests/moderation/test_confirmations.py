"""Confirmations that come in an unusual way wait for a moderator, who sees the pattern and nobody behind it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app import confirming, scorekeeping
from directory_app.confirming import Thresholds
from directory_app.errors import IllegalMove, StaleVersion
from directory_app.models import AuditEntry, ConfirmationState, now

from ..confirmations.conftest import NEVER, NO, YES, count_on, fixed, send
from ..factories import make_account, make_listing

BURST = Thresholds(burst=3, same_network=1000, same_answers=1000)
NETWORK = Thresholds(burst=1000, same_network=2, same_answers=1000)
ALIKE = Thresholds(burst=1000, same_network=1000, same_answers=3)


@pytest.fixture
def listing(session):
    return make_listing(session, "published", name="Ada Near")


@pytest.fixture
def moderator(browser, session):
    browser.account = make_account(session, "moderator")
    browser.sign_in(browser.account)
    return browser


def states(sent):
    return [one.state.value for one, _ in sent]


def test_many_in_a_day_are_held_together_with_those_that_came_before(session, listing):
    sent = [send(session, listing, answers, thresholds=BURST) for answers in (YES, NO, YES)]
    assert states(sent) == ["held", "held", "held"]
    assert {tuple(one.tripped) for one, _ in sent} == {("burst",)}


def test_the_same_number_over_several_days_is_not_held(session, listing):
    sent = []
    for day in (3, 5, 7):
        with fixed((3, day)):
            sent.append(send(session, listing, thresholds=BURST))
    assert states(sent) == ["waiting"] * 3


def test_two_from_one_network_on_one_day_are_held(session, listing):
    sent = [send(session, listing, network=name, thresholds=NETWORK) for name in ("10.0.0.1", "10.0.0.2", "10.0.0.1")]
    assert states(sent) == ["held", "waiting", "held"]


def test_one_network_on_two_days_cannot_be_noticed_because_it_is_forgotten(session, listing):
    sent = []
    for day in (3, 4):
        with fixed((3, day)):
            confirming.forget(session)
            sent.append(send(session, listing, network="10.0.0.1", thresholds=NETWORK))
    assert states(sent) == ["waiting", "waiting"]


def test_one_from_where_the_codes_were_made_is_held(session, listing):
    made, _ = send(session, listing, network="198.51.100.1")
    assert (made.state, made.tripped) == (ConfirmationState.HELD, ["own_network"])


def test_the_same_answers_again_and_again_are_held(session, listing):
    sent = [send(session, listing, one, thresholds=ALIKE) for one in (YES, YES, NO, YES)]
    assert states(sent) == ["held", "held", "waiting", "held"]


def test_patterns_of_one_listing_hold_nothing_of_another(session, listing):
    other = make_listing(session, "published")
    first = send(session, other, thresholds=ALIKE)
    sent = [send(session, listing, thresholds=ALIKE) for _ in range(2)]
    assert states([first, *sent]) == ["waiting"] * 3


def test_what_is_held_does_not_count_until_it_is_released_and_then_the_score_follows(session, listing, moderator):
    with fixed((3, 3)):
        for answers in (YES, YES, NO):
            send(session, listing, answers, thresholds=BURST)
    start = listing.approved.score.rank_score
    assert count_on(session, listing, (3, 15)) == 0
    with fixed((3, 16)):
        moderator.sign_in(moderator.account) if moderator.open("/moderation/").url != "/moderation/" else None
        page = moderator.follow("Confirmations")
        assert "Many within 24 hours" in page.text
        page = moderator.follow("Ada Near")
        assert "2 of 3 say exactly the same" in page.text
        assert "3 March 2026, 12:00" in page.text
        moderator.choose("Release")
        moderator.fill("Why", "An open day with many clients.")
        assert "3 confirmations of Ada Near are released." in moderator.press("Save the decision").text
    assert count_on(session, listing, (3, 31)) == 0, "released after the last fixed day"
    assert count_on(session, listing, (4, 1)) == 3
    assert listing.approved.score.rank_score > start
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "confirmations_released")).one()
    assert (entry.after, entry.reason) == ({"number": 3, "tripped": ["burst"]}, "An open day with many clients.")
    assert entry.actor_id == moderator.account.id


def test_before_the_decision_a_moderator_sees_what_it_would_do_to_each_question(session, listing, moderator):
    with fixed((3, 3)):
        for answers in (YES, YES, NO):
            send(session, listing, answers, thresholds=BURST)
    effect = confirming.effect_if_released(session, listing.id)
    assert round(effect.before.estimate, 6) == round(listing.approved.score.estimate, 6)
    assert [one.number for one in effect.questions] == [3] * 5
    with fixed((3, 16)):
        moderator.sign_in(moderator.account)
        page = moderator.open(f"/moderation/confirmations/{listing.id}")
        assert f"{effect.before.estimate:.0f} of 100 would become {effect.after.estimate:.0f}" in page.text
        for one in effect.questions:
            assert f"{one.question_id[1:]}. {one.title} 3 {one.before:.0f} {one.after:.0f}" in page.text
        limits = moderator.open("/moderation/confirmations").text
        assert "Administrators set these figures." in limits
        newest = confirming.held_batch(session, listing.id).newest
        confirming.decide_held(session, listing.id, moderator.account, release=True, reason="Fine.", newest=newest)
    assert count_on(session, listing, (4, 1)) == 3
    with fixed((3, 3)):
        # What came of it is what was foretold.
        scorekeeping.rescore(session, listing.approved)
    score = listing.approved.score
    assert round(score.estimate, 1) == round(effect.after.estimate, 1)
    for one in effect.questions:
        assert round(100 * score.question(one.question_id).estimate, 1) == round(one.after, 1)


def test_what_is_refused_never_counts(session, listing, moderator):
    with fixed((3, 3)):
        sent = [send(session, listing, thresholds=BURST) for _ in range(3)]
    confirming.decide_held(
        session, listing.id, moderator.account, release=False, reason="One hand.", newest=sent[-1][0].id
    )
    assert states(sent) == ["refused"] * 3
    assert count_on(session, listing, (4, 1)) == 0


def test_a_decision_needs_a_reason(session, listing, moderator):
    for _ in range(3):
        send(session, listing, thresholds=BURST)
    moderator.open(f"/moderation/confirmations/{listing.id}")
    page = moderator.press("Save the decision")
    assert page.status == 422
    assert page.errors == ["Choose a decision.", "Write why, for whoever reads this later."]


def test_what_was_released_stays_released_when_more_come(session, listing, moderator):
    sent = [send(session, listing, thresholds=BURST) for _ in range(3)]
    confirming.decide_held(session, listing.id, moderator.account, release=True, reason="Fine.", newest=sent[-1][0].id)
    new = send(session, listing, thresholds=BURST)
    assert states([*sent, new]) == ["waiting"] * 3 + ["held"]


def test_of_two_moderators_the_second_is_told(session, listing, moderator):
    sent = [send(session, listing, thresholds=BURST) for _ in range(3)]
    newest = sent[-1][0].id
    late = send(session, listing, thresholds=BURST)[0]
    with pytest.raises(StaleVersion):
        confirming.decide_held(session, listing.id, moderator.account, release=True, reason="Fine.", newest=newest)
    confirming.decide_held(session, listing.id, moderator.account, release=True, reason="Fine.", newest=late.id)
    with pytest.raises(IllegalMove):
        confirming.decide_held(session, listing.id, moderator.account, release=False, reason="No.", newest=late.id)


def test_what_comes_while_a_moderator_reads_is_not_decided_unseen(session, listing, moderator):
    sent = [send(session, listing, thresholds=BURST) for _ in range(3)]
    moderator.open(f"/moderation/confirmations/{listing.id}")
    moderator.choose("Release")
    moderator.fill("Why", "A course.")
    sent.append(send(session, listing, thresholds=BURST))
    assert moderator.press("Save the decision").status == 409
    assert states(sent) == ["held"] * 4


def test_moderators_see_no_network_no_code_and_no_single_answer(session, listing, moderator):
    made, through = send(session, listing, network="198.51.100.1", thresholds=NEVER)
    page = moderator.open(f"/moderation/confirmations/{listing.id}")
    for secret in ("198.51.100.1", made.network, made.receipt_hash, through.key, f"{now():%H:%M:%S}"):
        assert secret not in page.html
    assert "From the network in which the codes were made, on the same day: 1" in page.text
