"""German answers: what a reader from Germany, Austria or Switzerland would notice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.scoring import area_under_curve, spearman
from scoring import score_answer
from scoring.normalise import prepare

CORPUS = Path(__file__).parent / "corpus" / "de.jsonl"
ROWS = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]

GOOD = [
    (
        "Q1",
        "Ja, die ganze Stunde. Zuerst schaue ich mir an, wie Sie sich bücken, dann arbeite ich an Gesäß, Oberschenkeln "
        "und Rückenstreckern, denn sie setzen alle am Becken an.",
    ),
    (
        "Q2",
        "Ja, myofaszial: trocken, langsam, und ich halte den Druck, bis das Bindegewebe nachgibt. Faszien umhüllen "
        "jeden Muskel und können verkleben.",
    ),
    (
        "Q3",
        "Durch langes Sitzen verkürzen die Hüftbeuger, während Bauch- und Gesäßmuskeln schwach werden. Das Becken "
        "kippt nach vorne, und der untere Rücken wird stärker belastet.",
    ),
    (
        "Q4",
        "Triggerpunkte im Gesäßmuskel können in den unteren Rücken ausstrahlen, und ein verkürzter Psoas zieht an den "
        "Lendenwirbeln. Ich prüfe das durch Druck.",
    ),
    (
        "Q5",
        "Nein, fast gar kein Öl, sonst rutschen die Hände über die Haut und ich spüre die Schichten nicht. Erst am "
        "Schluss ein paar Tropfen zum Ausstreichen.",
    ),
]


@pytest.mark.parametrize(("question_id", "text"), GOOD)
def test_a_good_answer_is_high_and_read_as_german(rubric, question_id, text):
    result = score_answer(rubric, question_id, text)
    assert result.language == "de"
    assert result.guards == ()
    assert result.score >= 0.6


def test_spans_quote_the_words_as_they_were_written(rubric):
    text = GOOD[3][1]
    result = score_answer(rubric, "Q4", text)
    muscles = next(c for c in result.criteria if c.id == "q4.muscles")
    assert {"Gesäßmuskel", "Psoas"} <= {text[start:end] for start, end in muscles.spans}


@pytest.mark.parametrize(("question_id", "text"), GOOD)
def test_umlauts_may_be_written_with_an_e_or_not_at_all(rubric, question_id, text):
    written = text.replace("ß", "ss")
    with_e = written.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ö": "Oe"}))
    without = written.translate(str.maketrans({"ä": "a", "ö": "o", "ü": "u", "Ö": "O"}))
    expected = score_answer(rubric, question_id, text).score
    assert score_answer(rubric, question_id, with_e).score == pytest.approx(expected, abs=0.05)
    assert score_answer(rubric, question_id, without).score == pytest.approx(expected)


@pytest.mark.parametrize(
    ("question_id", "text"),
    [
        ("Q1", "Nein, eine ganze Stunde nur am Rücken machen wir nicht."),
        ("Q2", "Myofasziale Techniken verwende ich nicht."),
        ("Q2", "Mit Faszien arbeite ich nicht, bei mir gibt es Aromamassagen mit viel Öl."),
        ("Q4", "Die Hüftmuskeln haben mit dem Rücken nichts zu tun."),
        ("Q5", "Ohne Öl massiere ich nie."),
        ("Q5", "Auf Öl verzichten wir nicht."),
        ("Q5", "Unser Lavendelöl fließt reichlich über Ihre Haut, bei Kerzenschein und leiser Musik."),
        ("Q3", "Mit Klangschalen und Räucherwerk finden Körper, Geist und Seele ins Gleichgewicht."),
        ("Q2", "Früher habe ich myofaszial gearbeitet, trocken und langsam. Das habe ich aufgegeben."),
        ("Q4", "Psoas, Piriformis, Gesäßmuskel, Triggerpunkt, Übertragungsschmerz, Lendenwirbel"),
        ("Q4", "Können Muskeln in meinen Hüften zu meinen Schmerzen im unteren Rücken beitragen? Wie?"),
    ],
)
def test_denials_spa_talk_lists_and_echoes_are_low(rubric, question_id, text):
    assert score_answer(rubric, question_id, text).score < 0.25


def test_a_negation_at_the_end_of_its_clause_reaches_what_stands_before(rubric):
    says = score_answer(rubric, "Q4", "Hüftmuskeln strahlen in den unteren Rücken aus.")
    denies = score_answer(rubric, "Q4", "Hüftmuskeln strahlen nicht in den unteren Rücken aus.")
    assert denies.score < says.score
    assert next(c for c in denies.criteria if c.id == "q4.refers").status == "contradicted"


@pytest.mark.parametrize(
    ("dry", "oily"),
    [
        ("Öl nehme ich keines.", "Öl nehme ich reichlich."),
        ("Wir verwenden kaum Öl.", "Wir verwenden viel Öl."),
        ("Ich arbeite trocken.", "Trocken arbeite ich nie, ich nehme viel Öl."),
        ("Auf Öl verzichte ich.", "An Öl spare ich nicht."),
    ],
)
def test_little_oil_and_plenty_are_told_apart(rubric, dry, oily):
    assert score_answer(rubric, "Q5", dry).score > score_answer(rubric, "Q5", oily).score + 0.1


def test_plenty_as_a_reason_is_not_held_against_the_writer(rubric):
    result = score_answer(rubric, "Q5", "Nö, fast gar nix. Mit viel Öl flutscht man nur drüber.")
    assert next(c for c in result.criteria if c.id == "q5.lots").status == "missing"


@pytest.mark.parametrize(
    "text",
    [
        "Der Psoas setzt am Schädel an, deshalb schmerzt das Kreuz.",
        "Der Piriformis ist ein Muskel im Kiefer.",
        "Der Quadratus lumborum strahlt in die Finger aus.",
    ],
)
def test_a_muscle_in_the_wrong_place_costs(rubric, text):
    result = score_answer(rubric, "Q4", text)
    assert next(c for c in result.criteria if c.id == "q4.wrong").status == "penalty"
    assert result.score < 0.25


def test_tight_buttocks_do_not_tip_the_pelvis_forward(rubric):
    text = "Verkürzte Gesäßmuskeln ziehen das Becken nach vorne."
    assert next(c for c in score_answer(rubric, "Q3", text).criteria if c.id == "q3.wrong").status == "penalty"


@pytest.mark.parametrize(
    ("right", "slipped"), [("Piriformis", "Pirifromis"), ("Triggerpunkt", "Trigerpunkt"), ("verkürzter", "verkürtzter")]
)
def test_a_slip_of_the_pen_reads_the_same(rubric, right, slipped):
    text = "Ein Triggerpunkt im Piriformis und ein verkürzter Psoas können ins Kreuz ausstrahlen."
    assert score_answer(rubric, "Q4", text.replace(right, slipped)).score == pytest.approx(
        score_answer(rubric, "Q4", text).score, abs=0.02
    )


@pytest.mark.parametrize(
    "word", ["Schreiben", "Gesellschaft", "verschiedene", "Straße", "Gericht", "Landen", "Vergehen"]
)
def test_everyday_words_are_not_taken_for_misspelt_terms(rubric, word):
    german = rubric.vocabularies["de"]
    assert german.lexicon.find(prepare(word, german.grammar).tokens) == {}


def test_short_notes_and_dialect_count(rubric):
    for question_id, text in (
        ("Q5", "Nein. Trocken, wegen Grip. Paar Tropfen zum Schluss."),
        ("Q1", "Ja, ganze Stunde. Erst Test, dann LWS, Gesäß, Hüftbeuger, Oberschenkel. Hängt alles am Becken."),
        (
            "Q5",
            "I brauch fast ka Öl. Wenn's rutscht, kriag i den Muskel ned. Am Schluss streich i mit a bissl Creme aus.",
        ),
    ):
        result = score_answer(rubric, question_id, text)
        assert result.language == "de"
        assert result.score >= 0.5


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nur wenig.", "de"),
        ("Kaum, nur zum Schluss.", "de"),
        ("Only a little, at the end, so my hands can grip the tissue.", "en"),
        ("I was taught in Germany; the Kreuz, as they say, hangs on the pelvis.", "en"),
        ("Ik gebruik weinig olie, omdat mijn handen dan niet glijden.", "unread"),
        ("Jag har inte mycket olja, för det glider och jag kan inte känna muskeln.", "unread"),
    ],
)
def test_the_language_is_told(rubric, text, language):
    assert score_answer(rubric, "Q5", text).language == language


def test_scores_follow_the_grades_of_the_part_the_words_were_fitted_on(rubric):
    rows = [row for row in ROWS if row["part"] == "fit" and "kind" not in row]
    scores = [score_answer(rubric, row["question"], row["text"]).score for row in rows]
    assert len(rows) == 100
    assert spearman([row["grade"] for row in rows], scores) >= 0.88
    assert area_under_curve([row["grade"] for row in rows], scores) >= 0.97


def test_attacks_stay_low_and_plain_or_hasty_writing_high(rubric):
    for row in ROWS:
        if row["part"] == "fit" and "kind" in row:
            score = score_answer(rubric, row["question"], row["text"]).score
            assert score < 0.35 if row["expect"] == "low" else score >= 0.5, row["id"]
