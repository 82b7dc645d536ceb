"""Words that only sometimes speak of others or of another time are the writer's own where they do not."""

from __future__ import annotations

import pytest

from scoring import load_rubric, score_answer
from scoring.errors import InvalidRubric
from scoring.rubric import DEFAULT, PACKAGED

OWN = [
    ("Q4", "I press the gluteus medius, since pain from it can turn up elsewhere, often in the low back.", "elsewhere"),
    ("Q3", "I look at the pelvis: it tips back when the hamstrings are short.", "back when"),
    ("Q3", "Some muscles become short, others weak, and the pelvis tips. I test both.", "others"),
    ("Q3", "In people who sit a lot the hip flexors get short and pull on the pelvis. I test them.", "people who"),
    ("Q4", "Piriformis can crowd the sciatic nerve and refer pain to the low back.", "crowd"),
    ("Q4", "The piriformis can ache, and the sacrum next door hurts with it. I press it.", "next door"),
    ("Q3", "Then you ask it to stand: short hip flexors tip the pelvis and load the low back.", "you ask"),
    ("Q5", "I was taught to use hardly any oil, so that the hand grips the tissue.", "was taught"),
    ("Q2", "Our registered massage therapists hold the fascia slowly. We use little lotion.", "our therapists"),
    ("Q5", "I lean in dry, for grip. Oil stories sink into nobody. They don't. So I hold the muscle.", "they don't"),
    ("Q5", "I press and hold, and none of it would work on oily skin, where you slide.", "none of it"),
    (
        "Q4",
        "I press gluteus medius for pain felt in the low back. If a leg is weak, that is not for me.",
        "if, not for me",
    ),
    ("Q2", "Where the fascia is unable to glide I hold slowly and sink in.", "unable to"),
]


@pytest.fixture(scope="module")
def earlier():
    """The edition before, which took these words for somebody else's: without it the cases would show nothing."""
    return load_rubric(PACKAGED / "clinical-massage-10.toml")


@pytest.mark.parametrize(("question_id", "text", "words"), OWN, ids=[words for *_, words in OWN])
def test_words_with_two_meanings_set_nothing_aside(rubric, earlier, question_id, text, words):
    assert not score_answer(rubric, question_id, text).mentioned
    assert score_answer(earlier, question_id, text).mentioned


NOT_OWN = [
    ("Q4", "You would have to go elsewhere for trigger points in the gluteus medius, they say. I do candles."),
    ("Q2", "Back when I was at the clinic I held the fascia slowly, without oil. That was then."),
    ("Q3", "Others say that short hip flexors tip the pelvis. I give a calm hour."),
    ("Q3", "People who claim that short hip flexors tip the pelvis are many. I give a calm hour."),
    ("Q2", "The spa next door does slow fascia holds without oil. We give a calm hour."),
    ("Q2", "Slow holds on the fascia with dry hands. None of that."),
    ("Q2", "I'm unable to offer slow fascial holds with dry hands."),
]


@pytest.mark.parametrize(("question_id", "text"), NOT_OWN)
def test_what_is_plainly_said_of_others_is_still_told_as_theirs(rubric, question_id, text):
    assert score_answer(rubric, question_id, text).mentioned


def test_what_the_writer_did_once_counts_but_not_against_the_practice_of_today(rubric):
    story = "I flooded every back with lots of oil. Now I work dry, for the grip."
    assert not _costs(rubric, story)
    held = "I held the fascia slowly, without oil, and felt it slide. Now I do every low back like that."
    assert not score_answer(rubric, "Q2", held).mentioned
    oily = "I flood every back with lots of oil. I work fast, for the glow."
    assert _costs(rubric, oily)


def _costs(rubric, text):
    """Criteria of Q5 that cost `text` points, whatever doubt its words leave."""
    return [c for c in score_answer(rubric, "Q5", text).criteria if c.points < 0 and c.id != "q5.doubt"]


@pytest.mark.parametrize("text", ["I don't do arms, feet or face in that hour.", "No scalp, arms, hands or feet."])
def test_a_no_reaches_to_the_end_of_its_list(rubric, text):
    result = score_answer(rubric, "Q1", text)
    assert next(c for c in result.criteria if c.id == "q1.other_parts").points == 0


@pytest.mark.parametrize("text", ["No oil, and then arms, feet or face.", "No oil, but arms or feet."])
def test_a_no_does_not_reach_beyond_its_list(rubric, text):
    result = score_answer(rubric, "Q1", text)
    assert next(c for c in result.criteria if c.id == "q1.other_parts").points < 0


@pytest.mark.parametrize("avoiding", ["I steer well clear of", "I draw the line at", "I gave up on", "I have binned"])
def test_avoidance_in_several_words_denies_what_it_names(rubric, avoiding):
    oil = score_answer(rubric, "Q5", f"{avoiding} oil, my hands would slide off the muscle.")
    assert next(c for c in oil.criteria if c.id == "q5.little").points > 0
    fascia = score_answer(rubric, "Q2", f"{avoiding} myofascial work.")
    assert next(c for c in fascia.criteria if c.id == "q2.uses").status == "contradicted"


def test_nothing_but_is_only(rubric):
    only = score_answer(rubric, "Q1", "I deal with nothing but the lumbar muscles, QL, glutes and thighs for the hour.")
    muscles = next(c for c in only.criteria if c.id == "q1.muscles")
    assert (muscles.status, muscles.points > 0) == ("half", True)


def test_what_others_do_costs_the_writer_nothing(rubric):
    theirs = "The salon across the road drenches everyone in warm scented oil. Here I work dry, for the grip."
    assert not _costs(rubric, theirs)
    assert _costs(rubric, "I drench everyone in warm scented oil. It glides so nicely.")


@pytest.mark.parametrize("answer", ["No.", "Never.", "Nope."])
def test_what_is_asked_without_a_verb_and_denied_is_not_said(rubric, answer):
    asked = f"Just a small dab of it right at the end so that my hands can grip the muscle? {answer} Litres of it."
    points = {c.id: c.points for c in score_answer(rubric, "Q5", asked).criteria}
    assert points["q5.end"] == points["q5.why"] == 0
    said = asked.replace(f"? {answer}", ".")
    assert sum(c.points for c in score_answer(rubric, "Q5", said).criteria if c.id in {"q5.end", "q5.why"}) > 0


@pytest.mark.parametrize(
    ("question", "text", "criterion"),
    [
        (
            "Q3",
            "There are two that you hear of most. One: hip flexors short, glutes weak, pelvis tips forwards, back too "
            "curved. The massage for the one is wrong for the other, so I look at you from the side first and feel "
            "where your hip bones point, and only then do we decide together what the hour is for.",
            "q3.tight_vs_weak",
        ),
        (
            "Q1",
            "Prone 30: erectors, QL, glutes, hamstrings, sacrum. That is how it goes on most days, and if you tell me "
            "in the morning that something else hurts more, we change it, because it is your hour and nobody else's.",
            "q1.muscles",
        ),
    ],
)
def test_notes_in_rows_count_however_much_is_said_behind_them(rubric, question, text, criterion):
    assert next(c for c in score_answer(rubric, question, text).criteria if c.id == criterion).points > 0


def test_a_rubric_of_an_unknown_edition_is_refused(tmp_path):
    text = (PACKAGED / f"{DEFAULT}.toml").read_text(encoding="utf-8").replace("edition = 12", "edition = 13")
    (tmp_path / "later.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidRubric, match="edition must be a whole number from 1 to 12"):
        load_rubric(tmp_path / "later.toml")


@pytest.mark.parametrize("said", ["Oil is not something I use", "Oil is really not something we reach for"])
def test_what_is_not_used_is_neither_unknown_nor_refused(rubric, said):
    read = score_answer(rubric, "Q5", f"{said}; my hands have to hold the tissue.")
    earned = {one.id: one.points for one in read.criteria}
    assert earned["q5.little"] > 0
    assert earned["q5.refuses_to"] == 0
    assert not read.mentioned
    assert score_answer(rubric, "Q5", "Oil is not something I ever skip.").score < 0.1
