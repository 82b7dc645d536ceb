"""Tricks in Spanish, French and German: right words that the writer does not mean, told by what words do."""

from __future__ import annotations

import pytest

from scoring import load_rubric, score_answer
from scoring.doubt import TERM, Spelling
from scoring.grammar import Grammar
from scoring.languages import GRAMMARS
from scoring.normalise import prepare
from scoring.roles import LAST, TERM_WORD, WORDS, WORDS_END, Roles
from scoring.rubric import DEFAULT, PACKAGED

ROLES = {"NOT": "no", "IDEA": "no se | ni idea", "JARGON": "integrador*", "ITTHAT": "eso", "I WORK": "palpo"}
# Written for these tests: neither fitted nor counted.
PAIRS = [
    (
        "es",
        "Q4",
        "El psoas sale de las vértebras lumbares y, si está corto, tira de ellas. Lo palpo despacio en cada sesión y "
        "pregunto si ese es tu dolor.",
        "El psoas sale de las vértebras lumbares y, si está corto, tira de ellas. Eso cuenta mi vecino, que vio un "
        "vídeo; yo nunca lo he tocado ni sabría encontrarlo.",
    ),
    (
        "fr",
        "Q4",
        "Le psoas part des vertèbres lombaires et, s'il est court, tire dessus. Je le palpe lentement à chaque séance "
        "et je demande si c'est votre douleur.",
        "Le psoas part des vertèbres lombaires et, s'il est court, tire dessus. C'est ce que raconte mon voisin, qui a "
        "vu une vidéo ; moi je n'y ai jamais touché et je ne saurais pas le trouver.",
    ),
    (
        "de",
        "Q4",
        "Der Psoas kommt von den Lendenwirbeln und zieht daran, wenn er kurz ist. Ich taste ihn in jeder Sitzung "
        "langsam ab und frage, ob das Ihr Schmerz ist.",
        "Der Psoas kommt von den Lendenwirbeln und zieht daran, wenn er kurz ist. Das erzählt mein Nachbar, der ein "
        "Video gesehen hat; ich selbst habe ihn nie angefasst und wüsste nicht, wo er ist.",
    ),
]

TURNED = [
    (
        "es",
        "Q4",
        "El psoas se agarra a las lumbares y el glúteo medio manda dolor hacia arriba. Quien quiera que le busquen "
        "esos puntos, que acuda a un profesional; mi oficio es más modesto.",
    ),
    (
        "es",
        "Q3",
        "Los flexores de cadera se acortan, los glúteos se debilitan y la pelvis bascula: la cantinela del temario. "
        "Para quedar bien la recito, pero me resulta indiferente.",
    ),
    (
        "de",
        "Q2",
        "Langsamer, gehaltener Druck auf die Faszie, ohne Öl, bis das Gewebe nachgibt. Mit Verlaub, das ist eine "
        "Modeerscheinung, und ich habe besseres zu tun.",
    ),
    (
        "de",
        "Q3",
        "Verkürzte Hüftbeuger, schwaches Gesäß, das Becken kippt nach vorn: so predigt es jeder Wochenendkurs. Mich "
        "überzeugt dieses Gerede nicht, bei mir wird gestreichelt.",
    ),
    (
        "de",
        "Q4",
        "Gluteus medius und Psoas ziehen am Becken und machen Kreuzschmerz. Nach einer Sitzung ist das bei jedem wie "
        "weggeblasen, hundertprozentig, sonst Geld zurück.",
    ),
]


@pytest.fixture(scope="module", params=["clinical-massage-18", DEFAULT])
def doubting(request):
    return load_rubric(PACKAGED / f"{request.param}.toml")


@pytest.fixture(scope="module")
def packaged():
    return load_rubric()


def spanish(text: str, grammar: Grammar = GRAMMARS["es"]):
    return Roles(ROLES, grammar, {"psoas"}.__contains__).symbols(prepare(text, grammar))


@pytest.mark.parametrize(("language", "question_id", "meant", "turned"), PAIRS)
def test_an_answer_turned_round_scores_far_less_than_the_one_it_was_made_of(
    doubting, language, question_id, meant, turned
):
    read = {text: score_answer(doubting, question_id, text) for text in (meant, turned)}
    assert {one.language for one in read.values()} == {language}
    assert read[turned].score < 0.35 < read[meant].score


@pytest.mark.parametrize(("language", "question_id", "meant", "turned"), PAIRS)
def test_doubt_is_shown_with_the_words_that_speak_against_the_text(doubting, language, question_id, meant, turned):
    doubted = [one for one in score_answer(doubting, question_id, turned).criteria if one.id == "q4.doubt"]
    assert [one.status for one in doubted] == ["penalty"]
    assert doubted[0].points < 0
    assert doubted[0].spans
    assert all(turned[start:end].strip() for start, end in doubted[0].spans)


def test_a_text_is_seen_as_the_roles_of_its_words_and_the_last_sentence_by_itself():
    seen = spanish("El psoas. Eso no lo toco, ni idea!")
    assert seen.plain == ("<", TERM, ">", "<", "ITTHAT", "NOT", ",", "IDEA", ">")
    assert seen.broad[:3] == ("<", TERM, ">")
    assert seen.broad[3:] == ("<", f"{LAST}ITTHAT", f"{LAST}NOT", ",", f"{LAST}IDEA", ">")


def test_a_phrase_counts_before_its_words_and_a_prefix_for_all_that_begin_so():
    assert spanish("No se, integradora").plain == ("<", "IDEA", ",", "JARGON", ">")


def test_the_last_sentence_of_one_is_no_end():
    assert spanish("Eso no").broad == ("<", "ITTHAT", "NOT", ">")


def test_a_verb_that_says_who_works_has_both_roles_at_its_place():
    seen = spanish("No palpo el psoas.")
    assert seen.plain == ("<", "NOT", "I", "WORK", TERM, ">")
    assert seen.tokens == (-1, 0, 1, 1, 3, -1)


def test_the_reflexive_of_spanish_is_no_knowledge_and_a_season_of_german_no_plan(packaged):
    seen = {code: packaged.vocabularies[code].roles for code in ("es", "de")}
    assert "KNOW" not in seen["es"].symbols(prepare("La fascia se suelta despacio.", GRAMMARS["es"])).plain
    assert "SOON" not in seen["de"].symbols(prepare("Im Sommer nehme ich Puder.", GRAMMARS["de"])).plain


@pytest.mark.parametrize(("language", "question_id", "turned"), TURNED)
def test_what_is_left_to_others_mocked_or_promised_scores_low(packaged, language, question_id, turned):
    read = score_answer(packaged, question_id, turned)
    assert read.language == language
    assert read.score < 0.35


ANSWERS = {
    "es": "Sí, casi toda la hora. Presión lenta y sostenida, con el antebrazo y sin aceite, hasta que la fascia cede y "
    "el músculo se desliza mejor.",
    "fr": "Oui, presque toute l'heure. Une pression lente et maintenue, avec l'avant-bras et sans huile, jusqu'à ce "
    "que le fascia cède et que le muscle glisse mieux.",
    "de": "Ja, fast die ganze Stunde. Langsamer, gehaltener Druck mit dem Unterarm, ohne Öl, bis die Faszie nachgibt "
    "und der Muskel wieder gleitet.",
}


@pytest.mark.parametrize(
    ("language", "turning", "harmless"),
    [
        ("es", "Así trabaja mi socia; lo mío es otra cosa.", "Así trabajamos mi socia y yo."),
        ("es", "Lo copié de un libro, la verdad.", "Lo aprendí de un libro y lo hago cada día."),
        ("fr", "C'est ma collègue qui fait cela, pas moi.", "Ma collègue et moi faisons cela."),
        ("fr", "C'était avant, plus maintenant.", "Avant non, maintenant toujours."),
        ("de", "Das war früher, heute nicht mehr.", "Früher nicht, heute immer."),
        ("de", "Vergessen Sie das, es stimmt nicht.", "Vergessen Sie nicht zu trinken."),
    ],
)
def test_one_sentence_behind_a_good_answer_turns_it_round(rubric, language, turning, harmless):
    answer = ANSWERS[language]
    turned, kept = (score_answer(rubric, "Q2", f"{answer} {behind}") for behind in (turning, harmless))
    assert turned.score < 0.35 < 0.6 < kept.score


@pytest.mark.parametrize(
    ("language", "turning", "harmless"),
    [
        ("fr", "Ce paragraphe, c'est mon neveu qui l'a écrit.", "Ma collègue fait les visages, moi les hanches."),
        ("de", "So arbeitet meine Kollegin, ich nicht.", "Meine Kollegin macht die Gesichter, ich die Hüften."),
    ],
)
def test_one_sentence_inside_a_good_answer_turns_it_round(rubric, language, turning, harmless):
    first, rest = ANSWERS[language].split(". ", 1)
    turned, kept = (score_answer(rubric, "Q2", f"{first}. {inside} {rest}") for inside in (turning, harmless))
    assert turned.score < 0.35 < 0.6 < kept.score


def test_the_words_of_the_sentence_that_turns_an_answer_are_shown(rubric):
    text = f"{ANSWERS['es']} Lo copié de un libro, la verdad."
    doubted = next(one for one in score_answer(rubric, "Q2", text).criteria if one.id == "q2.doubt")
    assert "copié" in {text[start:end] for start, end in doubted.spans}


def test_words_stand_beside_the_roles_of_a_sentence_and_change_none():
    grammar = GRAMMARS["es"]
    alone = Roles(ROLES, grammar, _is_psoas)
    prepared = prepare("Palpo el psoas. Ni idea.", grammar)
    beside = Roles(ROLES, grammar, _is_psoas, Spelling(grammar, _is_psoas, 3)).symbols(prepared)
    assert beside.plain == (
        *("<", "I", "WORK", TERM, ">", WORDS, "pal", "el", "pso", WORDS_END),
        *("<", "IDEA", ">", WORDS, "ni", "ide", WORDS_END),
    )
    assert beside.broad[beside.plain.index("pso")] == TERM_WORD
    assert len(beside.plain) == len(beside.broad) == len(beside.tokens)
    roles = [role for role, token in zip(beside.plain, beside.tokens, strict=True) if role.isupper() and token >= 0]
    assert roles == [role for role in alone.symbols(prepared).plain if role.isupper()]


def _is_psoas(word: str) -> bool:
    return word == "psoas"
