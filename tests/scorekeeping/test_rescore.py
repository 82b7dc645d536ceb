"""The stored score: what it holds, that there is one, and what flags and evidence do to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory_app import scorekeeping
from directory_app.models import Evidence, EvidenceKind, Flag, FlagKind, FlagState, QuestionScore, Score, now
from directory_app.scorekeeping.shift import changed_labels

from ..factories import CLINICAL, RELAXING, make_account, make_listing, weight_of_text


def scored(session, answers=CLINICAL):
    revision = make_listing(session, "submitted", answers=answers).revisions[0]
    return revision, revision.score


def flags_of(session, revision):
    return {(f.kind, f.question_id) for f in session.scalars(select(Flag).where(Flag.revision_id == revision.id))}


def test_clinical_answers_score_above_relaxing_ones(session):
    _, clinical = scored(session)
    _, relaxing = scored(session, RELAXING)
    assert clinical.rank_score > relaxing.rank_score + 20
    assert clinical.low <= clinical.estimate <= clinical.high
    assert clinical.rank_score <= 51.1


def test_the_five_contributions_make_the_rank_score(session):
    _, score = scored(session)
    assert len(score.questions) == 5
    assert sum(q.contribution for q in score.questions) == pytest.approx(score.rank_score)


def test_reading_again_keeps_one_current_score_and_the_same_figures(session):
    revision, first = scored(session)
    second = scorekeeping.rescore(session, revision)
    stored = session.scalars(select(Score).where(Score.revision_id == revision.id)).all()
    assert [score.current for score in sorted(stored, key=lambda s: s.id)] == [False, True]
    assert second.rank_score == first.rank_score


def test_spans_lie_inside_the_answer_and_are_its_words(session):
    revision, _ = scored(session)
    marked = 0
    for reading in scorekeeping.readings(revision):
        assert "".join(piece for piece, _ in reading.segments) == reading.text
        marked += sum(bool(labels) for _, labels in reading.segments)
    assert marked >= 5


def test_reports_of_clients_raise_the_score_and_the_level(session):
    revision, before = scored(session)
    for question in scorekeeping.QUESTIONS:
        for _ in range(4):
            session.add(
                Evidence(
                    listing=revision.listing,
                    question_id=question.id,
                    kind=EvidenceKind.CLIENT,
                    value=1.0,
                    observed_at=now() - timedelta(days=20),
                )
            )
    session.flush()
    after = scorekeeping.rescore(session, revision)
    assert after.rank_score > before.rank_score
    assert after.level == "L2"


def test_withdrawn_evidence_counts_nothing(session):
    revision, before = scored(session)
    session.add(
        Evidence(
            listing=revision.listing,
            question_id="Q1",
            kind=EvidenceKind.INTERVIEW,
            value=1.0,
            observed_at=now(),
            withdrawn_at=now(),
        )
    )
    session.flush()
    assert scorekeeping.rescore(session, revision).rank_score == before.rank_score


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("This method will stop your pain for ever.", FlagKind.CLAIM),
        ("I guarantee that you walk out straight.", FlagKind.CLAIM),
        ("Write to me at robin@example.org before you come.", FlagKind.CONTACT_IN_TEXT),
        ("Call (503) 555-0142 for a time.", FlagKind.CONTACT_IN_TEXT),
        ("See www.example.org for more.", FlagKind.CONTACT_IN_TEXT),
    ],
)
def test_claims_and_contacts_in_a_text_are_flagged(session, text, kind):
    revision, _ = scored(session, {**CLINICAL, "Q2": ("yes", text)})
    assert (kind, "Q2") in flags_of(session, revision)


def test_honest_answers_raise_no_flag(session):
    revision, _ = scored(session)
    assert flags_of(session, revision) == set()


def test_a_choice_of_no_oil_with_lots_of_oil_in_the_words_is_flagged(session):
    answers = {**CLINICAL, "Q5": ("none_or_only_at_the_end", "I use plenty of oil from the very start of the session.")}
    revision, _ = scored(session, answers)
    assert (FlagKind.CONTRADICTION, "Q5") in flags_of(session, revision)


def test_a_list_of_keywords_counts_less_until_somebody_dismisses_the_flag(session):
    words = "myofascial, fascia, slow, sustained, no oil, trigger points, release, connective tissue, restriction"
    revision, held_back = scored(session, {**CLINICAL, "Q2": ("yes", words)})
    assert (FlagKind.KEYWORD_LIST, "Q2") in flags_of(session, revision)
    flag = session.scalars(select(Flag).where(Flag.kind == FlagKind.KEYWORD_LIST)).one()
    flag.state, flag.reviewed_at, flag.reviewed_by_id = (
        FlagState.DISMISSED,
        now(),
        make_account(session, "moderator").id,
    )
    session.flush()
    again = scorekeeping.rescore(session, revision)
    assert weight_of_text(held_back.question("Q2")) == pytest.approx(weight_of_text(again.question("Q2")) / 3)
    assert (FlagKind.KEYWORD_LIST, "Q2") in flags_of(session, revision), "what a person decided stays on record"


def test_a_row_of_terms_behind_other_sentences_is_flagged_with_its_words(session):
    row = "the glute min felt across a ql refer into the biceps femoris belt line trigger point lumbar deep six psoas"
    about = "We are open on Sundays, and there is parking behind the church for all our guests, who like to come early."
    scored(session, {**CLINICAL, "Q4": ("routinely", f"{about} {row}")})
    flag = session.scalars(select(Flag).where(Flag.kind == FlagKind.KEYWORD_LIST)).one()
    assert flag.question_id == "Q4"
    assert flag.detail["words"][0].endswith("deep six psoas")


def test_a_flag_goes_when_its_words_go(session):
    revision, _ = scored(session, {**CLINICAL, "Q2": ("yes", "This will stop your pain.")})
    revision.answer("Q2").text = CLINICAL["Q2"][1]
    scorekeeping.rescore(session, revision)
    assert flags_of(session, revision) == set()


@pytest.mark.every_database
@pytest.mark.parametrize("text", ["", " ", "🙂" * 300, "مرحبا بكم", "<b>fascia</b>", "x" * 100_000])
def test_strange_texts_are_read_without_harm(session, text):
    _, score = scored(session, {**CLINICAL, "Q2": ("yes", text)})
    assert 0 <= score.rank_score <= 100


def test_look_alike_letters_are_flagged(session):
    disguised = CLINICAL["Q2"][1].replace("a", "\u0430").replace("o", "\u043e")
    revision, _ = scored(session, {**CLINICAL, "Q2": ("yes", disguised)})
    assert (FlagKind.DISGUISED, "Q2") in flags_of(session, revision)


def test_two_answers_that_contradict_each_other_are_flagged_with_both_passages_and_count_less(session):
    agreeing, whole = scored(session, {**CLINICAL, "Q5": ("moderate", "Some oil, depends on skin.")})
    answers = {**CLINICAL, "Q2": ("yes", "Slow and dry, never any oil."), "Q5": ("moderate", "Plenty of oil all over.")}
    revision, held_back = scored(session, answers)
    flag = session.scalars(
        select(Flag).where(Flag.revision_id == revision.id, Flag.kind == FlagKind.CONTRADICTION)
    ).one()
    assert flag.question_id == "Q5"
    assert len(flag.detail["words"]) == 2
    # Both have five words.
    assert weight_of_text(held_back.question("Q5")) == pytest.approx(weight_of_text(whole.question("Q5")) / 3)
    assert flags_of(session, agreeing) == set()


def test_a_promise_in_spanish_is_flagged_with_its_words(session):
    text = "Con mi técnica garantizo que el dolor desaparece para siempre y cura la ciática."
    revision, _ = scored(session, {**CLINICAL, "Q4": ("routinely", text)})
    flag = session.scalars(select(Flag).where(Flag.revision_id == revision.id, Flag.kind == FlagKind.CLAIM)).one()
    assert all(word in text for word in flag.detail["words"])


def test_why_a_text_is_held_back_and_its_language_are_kept_with_the_score(session):
    _, score = scored(session, {**CLINICAL, "Q5": ("minimal", "Psoas, fascia, grip, dry, oil, contact, release.")})
    kept = score.question("Q5")
    assert [guard["id"] for guard in kept.held][:1] == ["keyword_list"]
    assert kept.held[0]["note"]
    _, score = scored(session, {**CLINICAL, "Q5": ("minimal", "Pochissimo olio, e solo alla fine del massaggio.")})
    assert score.question("Q5").language == "unread"
    assert score.question("Q5").text_score is None


def test_the_criteria_that_moved_most_come_first_and_what_nobody_notices_is_left_out():
    def read(**points):
        return QuestionScore(
            criteria=[{"id": one, "label": one.capitalize(), "points": n} for one, n in points.items()]
        )

    old, new = read(pelvis=1.0, grip=0.5, slow=0.2), read(pelvis=0.0123, grip=0.5, slow=0.2001, oil=2.0)
    assert changed_labels(old, new) == ["Oil +2.0", "Pelvis −1.0"]


def test_a_line_that_is_gone_and_a_guard_that_came_or_went_are_told():
    def read(points, *held):
        lines = [{"id": one, "label": one.capitalize(), "points": n} for one, n in points.items()]
        return QuestionScore(criteria=lines, held=[{"id": one, "share": n, "note": f"It is {one}."} for one, n in held])

    doubted, plain = read({"doubt": -1.3, "grip": 0.5}), read({"grip": 0.5})
    assert changed_labels(doubted, plain) == ["Doubt +1.3"]
    assert changed_labels(plain, doubted) == ["Doubt −1.3"]
    copied = read({"grip": 0.0}, ("copied", 0.2), ("row_inside", 1.0))
    assert changed_labels(plain, copied) == ["20 % kept: It is copied", "Grip −0.5"]
    assert changed_labels(copied, plain) == ["no longer held back: It is copied", "Grip +0.5"]
    assert changed_labels(copied, copied) == []
