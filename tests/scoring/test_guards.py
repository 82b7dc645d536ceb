"""Guards: what is held back, and what must not be."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from scoring import score_answer
from scoring.topics import Topics
from tools.fit_rows import rows_of_terms
from tools.fit_rubric import concepts

PADDING = (
    " Our studio is by the river and the kettle is always on."
    " There is a shop, and in summer we sit outside with guests."
)


@pytest.mark.parametrize(
    ("question_id", "text", "guard"),
    [
        ("Q4", "Yes, muscles in your hips could contribute to your low back pain.", "restated"),
        ("Q5", "No, I do not use a lot of oil.", "restated"),
        ("Q3", "A t\u0456ght psоas and w\u0435ak glut\u0435s can tilt the pelvis.", "disguised"),
        ("Q5", "Lit\u200btle o\u200bil, only at the end, so my hands grip.", "disguised"),
        ("Q2", "Myofascial release. Fascia. No oil. Thixotropy. Range of motion. Barrier.", "keyword_list"),
        ("Q5", "dry, grip, no slide, end only, contact, engagement, friction", "keyword_list"),
        (
            "Q4",
            "The pelvis palpates its glutes in referral while lumbar attachments of the psoas tilt a trigger.",
            "word_salad",
        ),
        ("Q5", "\u202elio hcum\u202c little grip end", "disguised"),
        ("Q2", "Release is fascia and fascia is movement. Movement is hold, hold is dry and dry is deep.", "equations"),
        ("Q1", "Low back is pelvis, hips are pelvis, thighs are pelvis, session is pelvis, plan is hour.", "equations"),
        ("Q2", "With bread dough you go slowly, no oil on the board. Wait until the gluten gives.", "not_people"),
        (
            "Q3",
            "The mast leans when the forestay is too short and the backstay slack. Look along it first.",
            "not_people",
        ),
        ("Q1", 'Full body only. <span style="display:none">whole hour on hips and thighs</span>', "disguised"),
        ("Q1", "Fascia wraps each muscle and may lose its glide.", "beside_question"),
        ("Q5", "None.", "too_short"),
        ("Q2", "Slowly.", "too_short"),
        ("Q1", "whole hour hips", "too_short"),
    ],
)
def test_a_text_is_held_back_and_the_reason_named(rubric, question_id, text, guard):
    result = score_answer(rubric, question_id, text)
    assert guard in result.guards
    assert result.score <= 0.35


def test_terms_before_a_text_about_something_else_earn_nothing(rubric):
    terms = "Slow dry myofascial fascia hold release restriction."
    assert score_answer(rubric, "Q2", terms + PADDING + PADDING).score < 0.25


@pytest.mark.parametrize(
    ("question_id", "text"),
    [
        ("Q5", "None till the end. Dry hands grip better. Then a few drops to finish."),
        ("Q4", "~ tight front of hip > arch in low back\n~ sore outer hip > felt near the sacrum"),
        (
            "Q3",
            "Tight hip flexors and weak glutes tip the pelvis forward, which loads the low back and tires its muscles.",
        ),
        ("Q1", "Für den unteren Rücken the whole hour is fine, naïve as it sounds; I look at your hips first."),
    ],
)
def test_notes_and_accents_are_not_taken_for_tricks(rubric, question_id, text):
    result = score_answer(rubric, question_id, text)
    assert not {"keyword_list", "disguised", "restated", "word_salad"} & set(result.guards)


@pytest.mark.parametrize("arrow", ["->", "→", "=>", ">", "-->"])
def test_arrows_in_notes_say_what_leads_where(rubric, arrow):
    notes = f"Glute med {arrow} sacrum. QL {arrow} SI and buttock. Psoas {arrow} band beside the spine. I palpate all."
    result = score_answer(rubric, "Q4", notes)
    shown = [notes[start:end] for c in result.criteria if c.id == "q4.refers_where" for start, end in c.spans]
    assert result.score > 0.6
    assert any(arrow in span for span in shown)


def test_arrows_between_bare_terms_make_no_answer(rubric):
    row = "psoas → piriformis → QL → fascia → pelvis → low back → trigger points"
    assert score_answer(rubric, "Q4", row).score < 0.2
    wrong = "Glute med → neck. Piriformis → headache. Hamstrings → jaw."
    assert score_answer(rubric, "Q4", wrong).score < 0.2


@pytest.mark.parametrize(
    ("question_id", "text"),
    [
        ("Q5", "Little or no oil? That's not my style, I drench clients."),
        ("Q4", "The QL is a neck muscle."),
        ("Q3", "Weak hip flexors and tight glutes tilt the pelvis."),
        ("Q4", "Hamstrings attach to the skull and pull on the low back."),
        ("Q2", "Dry brushing your legs is lovely."),
        ("Q5", "Yes, generously and all the way through."),
        ("Q2", "I held fascia slowly for minutes without oil. Nowadays long oily strokes."),
    ],
)
def test_what_is_wrong_or_denied_or_past_stays_low(rubric, question_id, text):
    assert score_answer(rubric, question_id, text).score < 0.35


@pytest.mark.parametrize(
    ("question_id", "text"),
    [
        ("Q1", "Leave back, hips, thighs early? Never: it's one pelvis."),
        ("Q1", "All of it? All of it. Back, hips, thighs, one pelvis."),
    ],
)
def test_what_is_worded_like_good_answers_is_not_held_beside_its_question(rubric, question_id, text):
    assert "beside_question" not in score_answer(rubric, question_id, text).guards


@pytest.mark.parametrize(
    "text",
    [
        "Fascia wraps each muscle and may lose its glide.",
        "Gluteus medius sends its ache to the sacrum; press it slowly and people say that this is their back.",
    ],
)
def test_a_right_answer_to_another_question_is_held_beside_this_one(rubric, text):
    assert {"beside_question", "other_question"} & set(score_answer(rubric, "Q1", text).guards)


@pytest.mark.parametrize(
    ("question_id", "text"),
    [
        (
            "Q4",
            "When the gluteals go quiet, usually from too much chair time, other muscles make up for it. Hip flexors "
            "and back extensors get short, the abdominals and hamstrings lose their grip, and the pelvis rolls "
            "forward. The lumbar spine then takes stress with every lift and step which strong glutes would have "
            "absorbed.",
        ),
        (
            "Q5",
            "With nothing slippery in between, I can choose exactly which tissue I'm on and what I do to it. My hands "
            "hold on to yours instead of skating across, and steady pressure lets the tight muscle and connective "
            "tissue soften.",
        ),
    ],
)
def test_what_is_worded_like_an_answer_is_not_taken_for_one_to_another_question(rubric, question_id, text):
    by_terms_alone = replace(rubric, topics=Topics())
    assert "other_question" in score_answer(by_terms_alone, question_id, text).guards
    assert "other_question" not in score_answer(rubric, question_id, text).guards
    assert score_answer(rubric, question_id, text).score > 0.5


@pytest.mark.parametrize("question_id", ["Q2", "Q5"])
def test_a_right_answer_under_another_question_stays_low_whatever_its_terms(rubric, question_id):
    text = (
        "Trigger points in gluteus medius and piriformis throw pain up to the sacrum and the belt line, and the psoas "
        "sends it up along the spine, so a sore back often starts in the hip."
    )
    assert score_answer(rubric, "Q4", text).score > 0.5
    assert "other_question" in score_answer(rubric, question_id, text).guards
    assert score_answer(rubric, question_id, text).score < 0.35


def test_plenty_that_others_use_is_none_of_the_writers_own(rubric):
    others = (
        "The spa next door starts with a jug of warm sesame oil. "
        "Here the deep work is dry, for grip; a drop at the end."
    )
    own = "I begin with a jug of warm sesame oil. The deep work is dry, for grip; a drop at the end."
    reading, contradiction = (score_answer(rubric, "Q5", text) for text in (others, own))
    assert not [one for one in reading.criteria if one.id == "q5.lots" and one.points < 0]
    assert [one for one in contradiction.criteria if one.id == "q5.lots" and one.points < 0]
    assert reading.score > 0.6 > 0.3 > contradiction.score


def test_without_a_drop_is_none_and_not_a_little_is_much(rubric):
    found = score_answer(rubric, "Q5", "I work without a drop of oil, so my hands grip.")
    assert next(one for one in found.criteria if one.id == "q5.little").status in {"met", "half"}
    assert score_answer(rubric, "Q5", "We use not a little oil.").score < 0.25


@pytest.mark.parametrize("text", ["No. Everybody gets the full body here.", "Sorry, no: we keep to the whole body."])
def test_an_answer_that_begins_with_no_is_held_back_where_no_is_the_other_end(rubric, text):
    assert "answers_no" in score_answer(rubric, "Q1", text).guards
    assert "answers_no" not in score_answer(rubric, "Q5", text).guards


@pytest.mark.parametrize(
    "text", ["No problem, the hour is yours.", "Yeah nah, no feet, just hips.", "No neck, no feet."]
)
def test_other_uses_of_no_at_the_beginning_are_no_refusal(rubric, text):
    assert "answers_no" not in score_answer(rubric, "Q1", text).guards


@pytest.mark.parametrize("style", ["one after the other", "commas", "semicolons", "full stops", "lines", "dashes"])
def test_terms_taken_from_the_rubric_itself_make_no_answer_in_any_order(rubric, style):
    """Whoever reads the published terms and strings them together is read as a list, whichever they picked."""
    made = rows_of_terms(rubric, concepts(), seed=77, each=10)
    asked = [question.id for question in rubric.questions for _ in range(len(made) // len(rubric.questions))]
    rows = [(question, row) for question, (name, row) in zip(asked, made, strict=True) if name == style]
    low = sum(score_answer(rubric, question, row).score < 0.35 for question, row in rows)
    assert low >= 0.9 * len(rows) > 40


def test_a_row_of_terms_beside_a_text_about_something_else_earns_nothing_and_is_shown(rubric):
    row = "the glute min felt across a ql refer into the biceps femoris belt line trigger point lumbar deep six psoas"
    about = "We are open on Sundays, and there is parking behind the church for all our guests, who like to come early."
    text = f"{about} {row}"
    result = score_answer(rubric, "Q4", text)
    shown = next(guard for guard in result.held if guard.id == "row_inside").spans
    assert result.score < 0.2
    assert next(text[start:end] for start, end in shown).endswith("psoas")


def test_terse_notes_of_somebody_who_works_that_way_are_no_row_of_terms(rubric):
    notes = "Side of the hip first, thumb and wait. Glute med aches over your belt line. QL next. Then you bend again."
    assert "keyword_list" not in score_answer(rubric, "Q4", notes).guards


def test_dialect_is_not_called_shuffled(rubric):
    patois = (
        "Mi hand dem dry an mi lean pon di tight wrap roun di muscle, wait till it ease, an mi nah slide, mi nah "
        "hurry, di hip move free after."
    )
    found = score_answer(rubric, "Q2", patois)
    assert "shuffled" not in found.guards
    assert found.score > 0.5
    words = (
        "The pelvis forward tight from flexors hip sitting can pull the, low back the all day work does weak so "
        "glutes the and arch the more ache may it."
    )
    assert "shuffled" in score_answer(rubric, "Q3", words).guards


@pytest.mark.parametrize(
    ("question_id", "text"),
    [
        ("Q3", "Hip flexors are short, glutes are weak, the pelvis is tipped and the low back is tired."),
        (
            "Q2",
            "Fascia is wrapping. The barrier is where it stops. Softening is what I wait for, dry, for two minutes.",
        ),
        (
            "Q2",
            "Like bread dough: push it and it fights. So I lean on your hip, no oil, and wait till the tissue gives.",
        ),
        (
            "Q3",
            "A mast leans when the forestay is short. Your pelvis does so when hip flexors are short and glutes slack.",
        ),
    ],
)
def test_definitions_and_comparisons_are_answers_all_the_same(rubric, question_id, text):
    assert not {"equations", "not_people"} & set(score_answer(rubric, question_id, text).guards)


@pytest.mark.parametrize(
    "refusal",
    ["It isn't your chakra.", "No candles, no energy work here.", "It won't be a relaxing hour."],
)
def test_another_style_named_to_refuse_it_costs_nothing(rubric, refusal):
    answer = "Tight hip flexors tip the pelvis forward and load the low back, so I test and lengthen them first."
    read = score_answer(rubric, "Q4", f"{refusal} {answer}")
    assert {c.id for c in read.criteria if c.points < 0} <= {"q4.doubt"}


def test_what_loads_a_disc_is_not_said_to_attach_there(rubric):
    text = "When the hamstrings are short the strain goes to the lumbar discs each time you bend."
    assert all(c.points >= 0 for c in score_answer(rubric, "Q4", text).criteria if c.id == "q4.wrong")
    text = "The hamstrings begin at the lumbar discs."
    assert any(c.points < 0 for c in score_answer(rubric, "Q4", text).criteria if c.id == "q4.wrong")


def test_the_document_says_what_each_guard_leaves(rubric):
    text = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text()
    told = dict(re.findall(r"^\| `(\w+)` \| (\d+) % \|", text, re.MULTILINE))
    assert told == {name: f"{100 * share:.0f}" for name, share in rubric.guard_shares.items()}
    assert f"the shares below are those of rubric {rubric.version.rpartition('-')[2]}" in text
