"""Notes of busy people are read, rows for search boxes are not, and a place is said of the nearest muscle."""

from __future__ import annotations

import pytest

from scoring import score_answer

NOTES = [
    ("Q1", "60': 10 test, 15 QL+ES, 15 glutes/piri, 10 hams, 10 psoas/RF. Nothing above the ribs."),
    ("Q5", "Dry hands locate taut bands; slippery ones miss them."),
    ("Q3", "L ilium up, QL L short, gmed R 4-/5. Told pt, mirror, may add to LBP."),
    ("Q4", "TrP glute med -> PSIS, sacrum. Press, hold, compare w/ pt's pain, retest flexion."),
]
SIGNS = [
    ("Q3", "glutes weak + hip flexors tight = pelvis tips fwd, back over arched, low back muscles always on."),
    ("Q4", "Glute med - belt line, sacrum. Piriformis - sacrum, buttock. QL - SI, hip. Press, hold, ask: same pain?"),
    (
        "Q1",
        "all 60. erectors + QL 15, glute med 20, hams + adductors 10, psoas + quads 15. they all meet at the pelvis",
    ),
]
WRAPPED = [
    "{} is it.",
    "{}, 60 minutes is it.",
    "My work is {}.",
    "{} that is what I do.",
    "It is {} and so on.",
    "All of the {} are there.",
]
TYPED = [
    "low back pain, sciatica, hip pain, glutes, piriformis, psoas, QL, deep tissue, trigger points, near me, massage",
    "Massage Leeds, back pain Leeds, hip massage Harrogate, deep tissue near me, lower back massage near me open now",
    "lumbar, sacrum, SI joint, glutes, piriformis, hips, IT band, quads, hamstrings, Leeds, Bradford, York, Hull",
]
RIGHT = [
    "We feel for tight bands in gluteus medius and piriformis, test psoas and hamstrings, and compare both QLs from "
    "rib to crest.",
    "Glute medius below the crest, QL between last rib and crest, psoas beside the navel: all can be felt in the back.",
    "The hamstrings first, then the groin and the front of the hip.",
]
WRONG = [
    "The gluteus maximus, hamstrings and psoas all attach to the skull.",
    "QL lies in the thigh, between knee and groin.",
    "The piriformis attaches to the last rib.",
]


@pytest.mark.parametrize(("question_id", "text"), NOTES)
def test_notes_that_tell_what_is_done_are_read(rubric, question_id, text):
    read = score_answer(rubric, question_id, text)
    assert "keyword_list" not in read.guards
    assert read.score > 0.4


@pytest.mark.parametrize(("question_id", "text"), SIGNS)
def test_signs_between_words_part_them_as_commas_do(rubric, question_id, text):
    read = score_answer(rubric, question_id, text)
    assert "keyword_list" not in read.guards
    assert not [c.label for c in read.criteria if c.points < 0 and c.id.endswith((".wrong", "_anatomy"))]
    assert read.score > 0.5


@pytest.mark.parametrize("around", WRAPPED)
def test_a_few_words_around_a_row_of_terms_make_no_sentence_of_it(rubric, around):
    row = "low back, hips, thighs, pelvis, glutes, hamstrings, lumbar, piriformis, psoas"
    read = score_answer(rubric, "Q1", around.format(row))
    assert "keyword_list" in read.guards
    assert read.score < 0.2


def test_a_sentence_that_names_many_muscles_is_no_row(rubric):
    told = (
        "I work on the glutes, QL, piriformis and hamstrings for the whole hour, since all of them pull on the pelvis."
    )
    assert "keyword_list" not in score_answer(rubric, "Q1", told).guards


@pytest.mark.parametrize("text", ["v little, u cant grip otherwise", "Precious little: oil takes my grip away."])
def test_very_little_is_read_as_people_type_it(rubric, text):
    answer = next(c for c in score_answer(rubric, "Q5", text).criteria if c.id == "q5.short_answer")
    assert answer.points > 0


def test_most_of_the_hour_is_not_held_to_be_about_the_rest_of_it(rubric):
    read = score_answer(rubric, "Q1", "Most of it, yes. I usually close with five minutes on the neck.")
    assert "elsewhere" not in read.guards
    assert next(c for c in read.criteria if c.id == "q1.mostly").points > 0


def test_the_thigh_ends_at_the_kneecap(rubric):
    right = "A short rectus femoris, which joins the front of the hip bone to the kneecap, tips the pelvis forward."
    assert not [c.id for c in score_answer(rubric, "Q3", right).criteria if c.id == "q3.far_anatomy" and c.points < 0]
    ear = "The ear is joined to the hip bone and pulls the pelvis forward."
    assert [c.id for c in score_answer(rubric, "Q3", ear).criteria if c.id == "q3.far_anatomy" and c.points < 0]


@pytest.mark.parametrize("text", TYPED)
def test_what_is_typed_into_search_boxes_is_a_row_of_terms(rubric, text):
    read = score_answer(rubric, "Q1", text)
    assert "keyword_list" in read.guards
    assert read.score < 0.2


@pytest.mark.parametrize("behind", ["", " Works."])
def test_terms_without_words_that_tell_stay_a_row_and_one_behind_them_changes_nothing(rubric, behind):
    row = "Myofascial release. Fascia. Adhesions. Thixotropy. Range of motion. Barrier." + behind
    assert "keyword_list" in score_answer(rubric, "Q2", row).guards


def test_one_word_of_somebody_who_speaks_makes_no_sentence_of_a_long_row(rubric):
    row = "I press glutes, psoas, QL, piriformis, hamstrings, trigger points, referral, low back, hips, pelvis."
    assert "keyword_list" in score_answer(rubric, "Q4", row).guards
    told = "I press glutes, psoas, QL and hamstrings and ask you whether that is the pain you feel in your low back."
    assert "keyword_list" not in score_answer(rubric, "Q4", told).guards


@pytest.mark.parametrize("text", RIGHT)
def test_no_muscle_is_blamed_for_the_place_of_another(rubric, text):
    assert not wrong(rubric, text)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_of_the_nearest_or_of_a_whole_list_still_costs(rubric, text):
    assert wrong(rubric, text)


def test_beauty_treatment_and_training_of_the_same_parts_are_another_service(rubric):
    sculpting = (
        "Thighs and hips: yes! Our lymphatic sculpt targets the flanks and buttocks, for a visibly smoother line."
    )
    told = next(c for c in score_answer(rubric, "Q1", sculpting).criteria if c.id == "q1.other_service")
    assert told.points < 0
    mine = "Thighs and hips: yes, the whole hour, and the low back, since all of them hang on the pelvis."
    assert score_answer(rubric, "Q1", mine).score > score_answer(rubric, "Q1", sculpting).score + 0.2


def wrong(rubric, text):
    return [c for c in score_answer(rubric, "Q4", text).criteria if c.id == "q4.wrong" and c.points < 0]
