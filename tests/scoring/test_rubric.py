"""Rubric files: the packaged one, one of another domain, and faulty ones."""

from __future__ import annotations

import pytest

from scoring import Answer, InvalidRubric, load_rubric, score_answer, score_practice
from scoring.rubric import DEFAULT, PACKAGED

from .conftest import BAKERY


def test_the_packaged_rubric_has_the_five_questions_and_their_choices(rubric):
    assert [q.id for q in rubric.questions] == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    assert [q.weight for q in rubric.questions] == pytest.approx([0.20, 0.20, 0.20, 0.25, 0.15])
    assert {c.value: c.claim for c in rubric.question("Q1").choices} == {
        "full_body_only": 0.0, "extra_time_only": 0.4, "partly": 0.7, "yes_whole_hour": 1.0,
    }  # fmt: skip
    assert load_rubric() is rubric


def test_the_packaged_rubric_reads_four_languages_and_no_file_of_them_is_faulty(rubric):
    assert set(rubric.vocabularies) == {"en", "es", "fr", "de"}
    file = PACKAGED / f"{DEFAULT}.toml"
    assert len(load_rubric(file).vocabularies) == 4


def test_every_criterion_says_in_words_what_it_found(rubric):
    assert all(c.label and c.note for q in rubric.questions for c in q.criteria)


def test_a_rubric_of_another_domain_reads_its_own_questions(bakery):
    good = "Our levain rests overnight because that gives the bread more flavour."
    assert score_answer(bakery, "dough", good).score > 0.8
    assert score_answer(bakery, "sweetness", "We use hardly any sugar.").score > 0.8
    result = score_practice(bakery, {"dough": Answer("levain", good)})
    assert [q.question_id for q in result.questions] == ["dough", "sweetness"]
    assert bakery.question("dough").weight == 0.75


def broken(tmp_path, old, new):
    path = tmp_path / "broken.toml"
    path.write_text(BAKERY.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version = "bakery-1"', "", "version must be a text"),
        ("weight = 3", "weight = -3", r"questions\[0\].weight must be a number"),
        ("weight = 3", "weight = nan", r"questions\[0\].weight must be a number"),
        ('any = ["machine"]', 'any = ["robots"]', "names the concept 'robots'"),
        ('any = ["machine"], ', "", r"criteria\[3\] must have exactly one of"),
        ('"dough.slow"', '"dough.why"', "has the id 'dough.why' more than once"),
        ('topic = ["sugar"]', "", "amount.topic is needed"),
        ("claim = 1.0", "claim = 1.0, clam = 3", r"choices\[1\].clam is not a key"),
        ('sugar = "sugar | syrup"', 'sugar = "()[] | <br>"', "concepts.sugar has no words"),
        ('sugar = "sugar | syrup"', '"" = "sugar"', "concepts has a key without a name"),
        ('sugar = "sugar | syrup"', 'sugar = "→"', "concepts.sugar has no words"),
        ('version = "bakery-1"', 'version = "bakery-1"\nedition = 1.9', "edition must be a whole number from 1 to "),
        ('any = ["machine"]', 'any = ["machine"], window = 2.5', r"criteria\[3\].window must be a whole number"),
        ("claim = 1.0", 'claim = "all"', r"choices\[1\].claim must be a number"),
        ('full_points = 3', "full_points = 0", "full_points must be a number"),
        ('asked_as = "How sweet', 'asked = "How sweet', r"questions\[1\].asked is not a key"),
        ('sugar = "sugar | syrup"', "sugar = 3", "concepts.sugar must be a text"),
        ("[amount]", "[amount", "not a TOML file"),
        ("weight = 3", f"weight = {10**400}", r"questions\[0\].weight must be a number"),
        ("weight = 3", "weight = " + "9" * 5000, "not a TOML file"),
        ("[amount]", f"[fitted.subjects]\nsugar = [-1, {10**400}]\n[amount]", "sugar must be a list of 2 numbers"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_with_its_key(tmp_path, old, new, said):
    path = broken(tmp_path, old, new)
    with pytest.raises(InvalidRubric, match=said) as refused:
        load_rubric(path)
    assert str(path) in str(refused.value)


def test_all_faults_are_told_at_once(tmp_path):
    with pytest.raises(InvalidRubric) as refused:
        load_rubric(broken(tmp_path, "points = 1.0", "points = 0"))
    assert len(refused.value.faults) >= 3


KNOWLEDGE = "[knowledge]\n"
FITTED = '[fitted]\nmethod = "by hand"\n'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[amount]", f'{KNOWLEDGE}facts = [{{ relation = "flour", objects = [] }}]\n[amount]',
         ["knowledge.facts[0].subject must be a text that is not empty"]),
        ("[amount]", f"{KNOWLEDGE}facts = [3]\neffects = 3\n[amount]",
         ["knowledge.facts[0] must be a table", "knowledge.effects must be a table"]),
        ("[concepts]", "fitted = 3\n[concepts]", ["fitted must be a table"]),
        ("[amount]", f"{FITTED}words = 3\ndoubt = 3\nturns = 3\nrows = 3\ntopics = 3\n[amount]",
         [f"fitted.{name} must be a table" for name in ("topics", "words", "doubt", "turns", "rows")]),
        ("[amount]", f"{FITTED}[fitted.words]\nshare = 0.3\nbase = 0.5\n[amount]",
         ["fitted.words.weights must be a text that is not empty"]),
        ('any = ["machine"]', "any = 3", ["questions[0].criteria[3].any must be a list of texts"]),
        ('topic = ["sugar"]', "topic = 3", ["amount.topic must be a list of texts"]),
        ("full_points = 2", 'full_points = 2\npolarity = "yes"',
         ["questions[1].polarity must be one of affirmed, denied, any"]),
        ('amount = "low", points = 2.0', 'amount = "low", points = "two", max = 3',
         ["questions[1].criteria[0].points must be a number from -1e+06 to 1e+06"]),
        ('value = "', 'value = 3, worth = "',
         [f"questions[{one}].choices[{other}].{fault}" for one, other in ((0, 0), (0, 1), (1, 0))
          for fault in ("worth is not a key this version knows", "value must be a text that is not empty")]),
    ],
)  # fmt: skip
def test_what_is_told_of_a_faulty_file_are_the_faults_that_somebody_wrote_each_once(tmp_path, old, new, told):
    with pytest.raises(InvalidRubric) as refused:
        load_rubric(broken(tmp_path, old, new))
    assert list(refused.value.faults) == told


def test_a_question_without_its_id_is_one_fault_whatever_is_fitted_to_it(tmp_path):
    path = broken(tmp_path, 'id = "dough"\n', "")
    words = '[fitted.words]\nshare = 0.3\nbase = 0.5\nweights = "love 1"\n'
    own = '[fitted.words.questions.dough]\nweights = "gold 1"\n'
    topics = "".join(f'[fitted.topics.{one}]\nbase = 0\nweights = "rye 1"\n' for one in ("dough", "sweetness"))
    places = '[places]\nquestions = ["dough"]\n'
    whole = f"{path.read_text()}\n{places}{FITTED}{words}{own}[fitted.topics]\nhardly = 0.1\n{topics}"
    path.write_text(whole, encoding="utf-8")
    path.with_suffix(".fr.toml").write_text(FRENCH, encoding="utf-8")
    with pytest.raises(InvalidRubric) as refused:
        load_rubric(path)
    assert refused.value.faults == ("questions[0].id must be a text that is not empty",)


def test_an_arrow_is_a_word_where_a_rubric_reads_arrows(tmp_path):
    path = broken(tmp_path, 'sugar = "sugar | syrup"', 'sugar = "sugar"\nleads = "→"')
    path.write_text(f"arrows = true\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    assert load_rubric(path).version == "bakery-1"


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InvalidRubric, match="cannot be read"):
        load_rubric(tmp_path / "none.toml")


FRENCH = """
rubric = "bakery-1"
language = "fr"
[questions]
dough = ["Comment levez-vous votre pâte ?"]
[concepts]
sourdough = "levain*"
slow_rise = "toute la nuit | fermentation lente"
flavour = "goût* | saveur*"
"""


def test_a_file_beside_a_rubric_makes_it_read_another_language(tmp_path):
    (tmp_path / "bakery.toml").write_text(BAKERY.read_text(encoding="utf-8"), encoding="utf-8")
    text = "Notre levain repose toute la nuit parce que cela donne plus de goût au pain."
    assert score_answer(load_rubric(tmp_path / "bakery.toml"), "dough", text).guards == ("off_language",)
    (tmp_path / "bakery.fr.toml").write_text(FRENCH, encoding="utf-8")
    read = score_answer(load_rubric(tmp_path / "bakery.toml"), "dough", text)
    assert read.language == "fr"
    assert read.score > 0.8
    start, end = next(c for c in read.criteria if c.id == "dough.why").spans[-1]
    assert text[start:end] == "goût"


def test_faults_of_another_language_are_told_with_its_file(tmp_path):
    (tmp_path / "bakery.toml").write_text(BAKERY.read_text(encoding="utf-8"), encoding="utf-8")
    faulty = FRENCH.replace("sourdough", "rye_sour").replace("dough =", "cakes =")
    (tmp_path / "bakery.fr.toml").write_text(faulty, encoding="utf-8")
    with pytest.raises(InvalidRubric, match=r"bakery\.fr\.toml") as refused:
        load_rubric(tmp_path / "bakery.toml")
    assert len(refused.value.faults) == 2


def test_a_byte_order_mark_and_signs_of_patterns_in_the_name_change_nothing(tmp_path):
    path = tmp_path / "my[2].toml"
    path.write_text(BAKERY.read_text(encoding="utf-8"), encoding="utf-8-sig")
    (tmp_path / "my[2].fr.toml").write_text(FRENCH, encoding="utf-8-sig")
    assert set(load_rubric(path).vocabularies) == {"en", "fr"}
    assert set(load_rubric(str(path)).vocabularies) == {"en", "fr"}


def test_a_file_in_another_encoding_is_refused_in_plain_words(tmp_path):
    path = tmp_path / "bakery.toml"
    path.write_text(BAKERY.read_text(encoding="utf-8"), encoding="utf-16")
    with pytest.raises(InvalidRubric, match=r"not written in UTF-8 \(byte 1\)"):
        load_rubric(path)


def test_a_language_that_its_file_is_not_named_after_is_refused(tmp_path):
    (tmp_path / "bakery.toml").write_text(BAKERY.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "bakery.de.toml").write_text(FRENCH, encoding="utf-8")
    with pytest.raises(InvalidRubric, match=r"bakery\.de\.toml: language must be 'de'"):
        load_rubric(tmp_path / "bakery.toml")


def test_a_file_of_a_language_that_was_written_for_another_rubric_is_refused(tmp_path):
    (tmp_path / "bakery.toml").write_text(BAKERY.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "bakery.fr.toml").write_text(FRENCH.replace("bakery-1", "other-7"), encoding="utf-8")
    with pytest.raises(InvalidRubric, match=r"bakery\.fr\.toml: rubric must be 'bakery-1'"):
        load_rubric(tmp_path / "bakery.toml")


@pytest.mark.parametrize(
    "known", ["hello", "= much name\n01\n", "= 0.3 name\nzz\n", "=", "= nan name\n01\n", "= 0.3 \xe9\n01\n"]
)
def test_a_faulty_file_of_known_texts_is_told_with_the_faults_of_the_rubric(tmp_path, known):
    path = broken(tmp_path, "weight = 3", "weight = 0")
    path.with_suffix(".known").write_text(known, encoding="latin-1")
    with pytest.raises(InvalidRubric, match=r"broken\.known must have lines") as refused:
        load_rubric(path)
    assert len(refused.value.faults) == 2


def test_faults_of_a_rubric_of_its_known_texts_and_of_its_languages_are_told_together(tmp_path):
    path = broken(tmp_path, "weight = 3", "weight = 0")
    path.with_suffix(".known").write_text("hello")
    path.with_suffix(".fr.toml").write_text(FRENCH.replace("\ndough =", "\ncakes ="), encoding="utf-8")
    path.with_suffix(".de.toml").write_text("[", encoding="utf-8")
    with pytest.raises(InvalidRubric) as refused:
        load_rubric(path)
    told = [fault.split(" ")[0] for fault in refused.value.faults]
    assert told == ["questions[0].weight", "broken.known", "broken.de.toml:", "broken.fr.toml:"]
    assert refused.value.file == str(path)


@pytest.mark.parametrize("path", [7, b"bakery.toml", ["bakery.toml"], object()])
def test_what_names_no_file_is_refused_as_a_rubric(path):
    with pytest.raises(InvalidRubric, match="must be named by a path or a text"):
        load_rubric(path)
