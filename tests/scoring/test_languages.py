"""Texts by writers who had seen nothing of the scorer are read in their order in every language it reads."""

from __future__ import annotations

import pytest

from benchmarks.scoring import area_under_curve, spearman
from benchmarks.scoring_corpus import LANGUAGES, in_language
from scoring import score_answer
from scoring.english_fifth import ENGLISH_FIFTH
from scoring.english_sixth import ENGLISH_SIXTH
from scoring.languages import GRAMMARS, UNREAD, language_of
from scoring.normalise import prepare


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_of_strangers_are_read_in_their_order(rubric, language):
    texts = [text for text in in_language(language) if text.part == "fresh" and not text.expect]
    scores = [score_answer(rubric, text.question, text.text).score for text in texts]
    grades = [text.grade for text in texts]
    assert len(texts) >= 90
    assert spearman(grades, scores) >= 0.87
    assert area_under_curve(grades, scores) >= 0.98


@pytest.mark.parametrize(
    ("question", "text", "criterion"),
    [
        ("Q5", "Fast keins, sonst rutsche ich über die Haut.", "q5.short_answer"),
        ("Q5", "Gar keins, wir arbeiten durch den Stoff.", "q5.short_answer"),
        ("Q5", "Eigentlich nicht, ich arbeite mit den Händen.", "q5.short_answer"),
        ("Q1", "Warum nicht, wir bleiben beim Kreuz.", "q1.agrees"),
    ],
)
def test_a_negation_does_not_deny_what_it_is_a_part_of(rubric, question, text, criterion):
    assert _status(rubric, question, text, criterion) in {"met", "half"}


def test_a_negation_at_the_end_still_denies_what_stands_before_it(rubric):
    assert _status(rubric, "Q2", "Langsam arbeite ich an den Muskeln nicht.", "q2.slow") == "contradicted"


def test_how_an_answer_is_worded_earns_in_every_language_and_shows_its_words(rubric):
    for text in (
        "J'appuie lentement sur le muscle et j'attends que le tissu cède sous la main.",
        "Presiono despacio el músculo y espero a que el tejido ceda bajo la mano.",
        "Ich drücke langsam in den Muskel und warte, bis das Gewebe unter der Hand nachgibt.",
    ):
        result = score_answer(rubric, "Q2", text)
        worded = next(found for found in result.criteria if found.id == "q2.wording")
        assert worded.points > 1
        # "J'appuie" is two words in one span.
        assert all(text[start:end].replace("'", "").isalpha() for start, end in worded.spans)


TOOLS = (
    "Je commence là où le carré des lombes s'accroche, ensuite les fesses avec le coude.",
    "Le psoas s'attache en profondeur, sous mes doigts il est dur.",
    "El piramidal se inserta ahí, lo aprieto con los dedos.",
    "Der Piriformis setzt am Kreuzbein an, mit den Fingern findet man ihn leicht.",
)
WRONG = (
    "Le carré des lombes s'attache au coude et tire sur le bassin.",
    "Le piriforme s'attache sur les doigts et tire sur le bassin.",
    "El piramidal se inserta en los dedos y tira de la espalda.",
    "Der Piriformis setzt an der Schulter an und zieht am Rücken.",
)


@pytest.mark.parametrize("text", TOOLS)
def test_the_hands_that_work_are_not_where_a_muscle_lies(rubric, text):
    assert _status(rubric, "Q4", text, "q4.wrong") == "missing"


@pytest.mark.parametrize("text", WRONG)
def test_a_muscle_in_a_strange_place_is_still_wrong(rubric, text):
    assert _status(rubric, "Q4", text, "q4.wrong") == "penalty"


def _status(rubric, question, text, criterion):
    result = score_answer(rubric, question, text)
    assert result.language in LANGUAGES
    return next(found.status for found in result.criteria if found.id == criterion)


STRANGE = (
    "Käytän öljyä hyvin vähän ja vasta lopuksi, koska liukas iho vie otteen.",
    "Az egész órát ugyanarra a területre fordítom, szinte olaj nélkül.",
    "Celou hodinu pracuji na jednom místě, téměř bez oleje.",
    "Cijeli sat radim na istom području, gotovo bez ulja.",
    "Όλη την ώρα στο ίδιο σημείο, σχεδόν χωρίς λάδι.",
    "Tôi làm việc chậm trên cân cơ và giữ lực ép cho đến khi mô mềm ra.",
    "Buong oras sa iisang bahagi lang ako nagtatrabaho, halos walang langis.",
    "Mwen travay tout yon èdtan sou menm kote a, prèske san lwil.",
    "Saya bekerja satu jam penuh di area yang sama, hampir tanpa minyak.",
    "Ninafanya kazi saa nzima kwenye eneo moja, karibu bila mafuta.",
)
PLAIN = (
    "vry lttl oil. bcs fscia wrk nds friction, i hk the tssue at edg of QL nd hld",
    "yse we cna do the hole huor on yuor lowre bakc hips adn thihgs",
    "LBP w/ neg SLR: check QL, GMed, GMin, IP. TrP repro = tx.",
    "Whole hour? Aye, nae bother.",
    "psoas QL",
)


@pytest.mark.parametrize("text", STRANGE)
def test_a_language_whose_small_words_nobody_listed_is_unread_where_words_have_to_be_known(text):
    assert language_of(prepare(text, ENGLISH_FIFTH), GRAMMARS) == UNREAD


@pytest.mark.parametrize("text", PLAIN)
def test_misspelt_and_shortened_english_is_english_where_words_have_to_be_known(text):
    assert language_of(prepare(text, ENGLISH_FIFTH), GRAMMARS) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Tôi dùng rất ít dầu và chỉ ở cuối buổi.",
        "Faig servir molt poc oli i només al final.",
        "L'hora sencera pot ser per a l'esquena i els malucs.",
        "Sim, a hora inteira pode ficar na lombar.",
        "Sem óleo.",
        "Kaunti lang ang langis, sa dulo.",
    ],
)
def test_a_neighbour_of_a_language_that_is_read_is_not_taken_for_it(text):
    assert language_of(prepare(text, ENGLISH_SIXTH), GRAMMARS, text) == UNREAD


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Presión lenta y sostenida."),
        ("fr", "Pression profonde, rythme lent, mains sèches, et on décide ensemble."),
        ("de", "Langsame Faszientechniken, und eine ganze Stunde, wenn Sie wollen."),
        *(("en", text) for text in PLAIN),
    ],
)
def test_a_short_text_in_a_language_that_is_read_is_in_it(language, text):
    assert language_of(prepare(text, ENGLISH_SIXTH), GRAMMARS, text) == language
