"""Everyday words mean themselves: none is taken for a misspelling or the beginning of a term of another meaning."""

from __future__ import annotations

import tomllib

import pytest

from scoring import score_answer
from scoring.normalise import prepare
from scoring.rubric import DEFAULT, PACKAGED
from tools.build_protected import FORMS, inflected, main, same_word


@pytest.mark.parametrize(
    ("question", "text", "criterion", "word"),
    [
        (
            "Q1",
            "They are mechanically coupled through the pelvis, so hips and low back go together.",
            "commerce",
            "coupled",
        ),
        ("Q1", "The thighs are worked face down, then face up.", "other_parts", "face"),
        ("Q1", "A sacred ritual with warm stones.", "regions", "sacred"),
        ("Q2", "It is a fascinating subject.", "tissue", "fascinating"),
        ("Q2", "I use hardly any oil and follow the fascia.", "restricts", "hardly"),
        ("Q2", "The patient lies on the side.", "slow", "patient"),
        ("Q4", "It says so on page number nine, under piriformis.", "nerve", "number"),
        ("Q4", "Piriformis can refer to the SI joint.", "other_causes", "joint"),
        ("Q5", "I go slower with less of it.", "asks", "slower"),
        ("Q5", "I wipe the skin with a towel.", "commerce", "towel"),
        ("Q1", "Fifty minutes of hands-on work go to your low back.", "other_parts", "hands"),
        ("Q1", "I leave your arms alone that day.", "other_parts", "arms"),
        ("Q3", "I studied art history before the muscles of the hip.", "assess", "history"),
        ("Q3", "They can't stand up straight with short hip flexors.", "careful", "can"),
        ("Q4", "Gluteus medius runs above the sit bones.", "habits", "sit"),
        ("Q4", "I refer you to a doctor where the hip is worn.", "refers", "refer"),
    ],
)
def test_a_word_is_not_marked_as_something_else(rubric, question, text, criterion, word):
    result = score_answer(rubric, question, text)
    found = next(c for c in result.criteria if c.id == f"{question.lower()}.{criterion}")
    assert not any(word in text[start:end].lower() for start, end in found.spans)


@pytest.mark.parametrize(
    ("question", "text", "criterion", "word"),
    [
        ("Q1", "Tengo quince años de experiencia con la espalda baja y las caderas.", "relaxing", "experiencia"),
        ("Q2", "Es fundamental ir despacio y sin forzar nunca el músculo de la espalda.", "fascia", "fundamental"),
        ("Q3", "Un trabajo sedentario acorta los flexores de la cadera.", "commerce", "sedentario"),
        ("Q4", "Es importante mirar juntas la cadera y la zona lumbar.", "contributes", "importante"),
        ("Q4", "Después de un cáncer miramos la cadera con más cuidado.", "commerce", "cáncer"),
        ("Q5", "Para trabajar la espalda es esencial que la mano no resbale.", "relaxing", "esencial"),
        ("Q1", "Je vous reçois dans mon cabinet, toute la séance est pour le bas du dos.", "commerce", "cabinet"),
        ("Q1", "Je travaille délicatement le bas du dos et les hanches.", "relaxing", "délicatement"),
        ("Q3", "Le muscle devient court et le bassin suit.", "defines", "devient"),
        ("Q2", "Ich bin fasziniert davon, wie ruhig man an den Muskeln arbeiten kann.", "tissue", "fasziniert"),
        ("Q2", "Die Praxis ist barrierefrei, ich arbeite mit Faszientechnik.", "slow", "barrierefrei"),
        ("Q4", "Ursprünglich ging es um die Hüfte und den unteren Rücken.", "attachments", "Ursprünglich"),
        ("Q4", "Wir arbeiten ausschließlich an der Hüfte und am Gesäß.", "other_causes", "ausschließlich"),
        ("Q5", "Nach einem Trauma nehme ich nur wenig Öl.", "relaxing", "Trauma"),
    ],
)
def test_a_word_of_another_language_is_not_marked_as_something_else(rubric, question, text, criterion, word):
    result = score_answer(rubric, question, text)
    found = next(c for c in result.criteria if c.id == f"{question.lower()}.{criterion}")
    assert result.language in {"es", "fr", "de"}
    assert not any(word in text[start:end] for start, end in found.spans)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Q2", "Fascia is a fluid-filled web around every muscle."),
        ("Q2", "Fascia is full of nerve endings, so slow work can calm the whole back."),
        ("Q4", "The erectors, that long group from sacrum to skull, do most of the lifting."),
        ("Q4", "Piriformis starts from the front face of the sacrum and ends on the greater trochanter."),
        ("Q3", "Short hamstrings keep the pelvis tucked, so the lumbar hollow irons out."),
        ("Q3", "Rectus femoris drags the front edge down; behind, the erectors lift the back edge."),
        ("Q3", "In a sway back the hip flexors are long and the hamstrings short."),
    ],
)
def test_a_right_statement_is_not_called_wrong(rubric, question, text):
    result = score_answer(rubric, question, text)
    assert [c.id for c in result.criteria if c.points < -1 and not c.id.endswith("doubt")] == []


def test_what_reaches_the_skull_is_told_from_what_does_not(rubric):
    result = score_answer(rubric, "Q4", "The psoas, that long muscle from sacrum to skull, does most of the lifting.")
    assert "q4.wrong" in [c.id for c in result.criteria if c.points < -1]


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("coupled", "couples"),
        ("looked", "locked"),
        ("slower", "shower"),
        ("fascinating", "fascia*"),
        ("professional", "process*"),
        ("sparing", "sharing"),
        ("master", "matter"),
    ],
)
def test_a_real_word_stands_for_no_other(rubric, word, term):
    assert term not in rubric.home.lexicon.forms(word)


@pytest.mark.parametrize(
    ("language", "word", "term"),
    [
        ("es", "facil", "facial*"),
        ("es", "organizacion", "organic*"),
        ("fr", "message", "massage"),
        ("fr", "organisation", "organe*"),
        ("de", "interessant", "innere*"),
        ("de", "kochen", "knochen*"),
    ],
)
def test_a_real_word_of_another_language_stands_for_no_other(rubric, language, word, term):
    assert term not in rubric.vocabularies[language].lexicon.forms(word)


@pytest.mark.parametrize(
    ("word", "term"),
    [("massages", "massage"), ("neighbour", "neighbor"), ("observing", "observe*"), ("softens", "soften")],
)
def test_another_form_of_a_term_still_stands_for_it(word, term):
    assert same_word(word, term)


@pytest.mark.parametrize(("word", "term"), [("slower", "shower"), ("looked", "locked"), ("fascinating", "fascia*")])
def test_another_word_is_no_form_of_a_term(word, term):
    assert not same_word(word, term)


@pytest.mark.parametrize(
    ("language", "word", "term", "same"),
    [
        ("es", "preguntas", "pregunta", True),
        ("es", "castilla", "costilla", False),
        ("fr", "lourdes", "lourd", True),
        ("fr", "message", "massage", False),
        ("de", "untersuchte", "untersuche", True),
        ("de", "wetter", "weiter", False),
    ],
)
def test_forms_of_a_word_are_told_by_the_endings_of_its_language(language, word, term, same):
    assert inflected(word, term, FORMS[language]) is same


def test_the_list_of_a_published_rubric_is_not_written_again():
    with pytest.raises(SystemExit, match="is published"):
        main(["/no/such/list"])


@pytest.mark.parametrize("language", ["en", "es", "fr", "de"])
def test_every_term_that_hides_another_does(rubric, language):
    file = PACKAGED / (f"{DEFAULT}.toml" if language == "en" else f"{DEFAULT}.{language}.toml")
    concepts = tomllib.loads(file.read_text(encoding="utf-8"))["concepts"]
    vocabulary = rubric.vocabularies[language]
    hiding = [(name, one.split()) for name, terms in concepts.items() for one in terms.split("|") if "!" in one]
    found = [
        (name, plain)
        for name, words in hiding
        for plain in (" ".join(words).strip("!*").replace("..", ""),)
        if name in vocabulary.lexicon.find(prepare(plain, vocabulary.grammar).tokens)
    ]
    assert len(hiding) > 50
    assert found == []
