"""Spans point at what was written, whatever was put between and into the words, and that changes no reading."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring import load_rubric, score_answer

RUBRIC = load_rubric()
HERE = Path(__file__).parent
READ_AT_MOST = 2000
# A language is read at its first text, which takes longer than a deadline allows.
patient = settings(deadline=None)


def corpus(name):
    lines = (HERE / "corpus" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [(r["question"], r["text"]) for r in rows if r["grade"] >= 3 and r.get("part") in {"fit", "check"}][:40]


CASES = json.loads((HERE / "cases.json").read_text(encoding="utf-8"))
ENGLISH = [tuple(case) for case in CASES["high"]] + corpus("more")
OTHERS = [case for name in ("es", "fr", "de") for case in corpus(name)]
GOOD = ENGLISH + OTHERS

EMOJI = ["😀", "🙏🏽", "👩‍⚕️", "❤️", "🇬🇧", "✨✨✨", "👨‍👩‍👧‍👦"]
TAGS = ["<b>", "</b>", "<em class='x'>", '<a href="https://example.org/?a=1&b=2">', '<span style="color:red">', "<i >"]
ENTITIES = ["&nbsp;", "&amp;", "&#8203;", "&#x1F600;", "&copy;"]
DIRECTIONS = ["\u200e", "\u200f", "\u202a\u202c", "\u202e\u202c", "\u2066\u2069", "\u061c"]
MARKS = ["\u0301", "\u0308\u0323", "\u20dd", "\ufe0f"]
INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"]
ALIKE = dict(zip("aeopcisxy", "аеорсіѕху", strict=True))
# Neither counts as hiding: soft hyphens and marks of direction come with copied text.
IN_WORDS = [*MARKS, *DIRECTIONS, "\u00ad", "\u2064"]
BETWEEN_WORDS = [*EMOJI, *TAGS, *ENTITIES, *DIRECTIONS, *INVISIBLE, "\t", "\u00a0", "\u3000", "   "]


class Decorated:
    """A text of which each character may have something before it or be replaced; knows where each one went."""

    def __init__(self, text):
        self.written = text
        self.before = [""] * (len(text) + 1)
        self.chars = list(text)

    @property
    def text(self):
        return "".join(b + c for b, c in zip(self.before, [*self.chars, ""], strict=True))

    def moved(self, span):
        """Where the passage at `span` of the plain text stands now, with all that was put inside it."""
        start, end = span
        return self._length(start) + len(self.before[start]), self._length(end - 1) + len(self.before[end - 1]) + len(
            self.chars[end - 1]
        )

    def _length(self, index):
        return sum(len(b) + len(c) for b, c in zip(self.before[:index], self.chars[:index], strict=True))

    def gaps(self):
        """Places before and after spaces, where words are apart already."""
        return [i + after for i, char in enumerate(self.written) if char == " " for after in (0, 1)]

    def joints(self):
        """Places between two letters of one word."""
        pairs = zip(self.written, self.written[1:], strict=False)
        return [i + 1 for i, (a, b) in enumerate(pairs) if a.isalpha() and b.isalpha()]


@st.composite
def decorated(draw, texts, disguises=1):
    """A good answer with a dozen decorations of any kind, of which at most `disguises` hide a word."""
    question, text = draw(st.sampled_from(texts))
    found = Decorated(text)
    for place in draw(st.lists(st.sampled_from(found.gaps()), max_size=8)):
        found.before[place] += draw(st.sampled_from(BETWEEN_WORDS))
    for place in draw(st.lists(st.sampled_from(found.joints()), max_size=6, unique=True)):
        found.before[place] += draw(st.sampled_from(IN_WORDS))
    for _ in range(disguises):
        disguise(draw, found)
    for i in range(1, len(text)):
        if text[i] == " " and text[i - 1] in ".!?" and draw(st.booleans()):
            found.chars[i] = draw(st.sampled_from(["\r\n", "\r\n\r\n", "\n "]))
    return question, found


def disguise(draw, found):
    letters = [i for i, char in enumerate(found.written) if char in ALIKE]
    if draw(st.booleans()):
        place = draw(st.sampled_from(letters))
        found.chars[place] = ALIKE[found.written[place]]
    else:
        found.before[draw(st.sampled_from(found.joints()))] += draw(st.sampled_from(INVISIBLE))


def moved(result, found):
    criteria, mentioned = (
        tuple(replace(c, spans=tuple(found.moved(span) for span in c.spans)) for c in rows)
        for rows in (result.criteria, result.mentioned)
    )
    return replace(result, criteria=criteria, mentioned=mentioned)


def untouched(found, span):
    start, end = span
    return not any(found.before[start + 1 : end]) and found.chars[start:end] == list(found.written[start:end])


@patient
@given(decorated(GOOD))
def test_what_is_put_between_and_into_words_changes_nothing_but_where_they_stand(answer):
    question, found = answer
    plain = score_answer(RUBRIC, question, found.written)
    assert any(criterion.spans for criterion in plain.criteria)
    assert score_answer(RUBRIC, question, found.text) == moved(plain, found)


@patient
@given(decorated(GOOD))
def test_a_term_left_as_it_was_is_quoted_as_it_was(answer):
    question, found = answer
    plain, now = score_answer(RUBRIC, question, found.written), score_answer(RUBRIC, question, found.text)
    for before, after in zip(plain.criteria, now.criteria, strict=True):
        for old, (start, end) in zip(before.spans, after.spans, strict=True):
            if untouched(found, old):
                assert found.text[start:end] == found.written[slice(*old)]


@patient
@given(decorated(GOOD, disguises=9))
def test_disguised_words_are_found_where_they_stand_and_nothing_but_that_guard_is_added(answer):
    question, found = answer
    plain, now = score_answer(RUBRIC, question, found.written), score_answer(RUBRIC, question, found.text)
    assert set(now.guards) - set(plain.guards) <= {"disguised"}
    assert [c.spans for c in now.criteria] == [c.spans for c in moved(plain, found).criteria]
    expected = [c.status for c in plain.criteria]
    if "disguised" in now.guards:
        expected = ["guarded" if status in {"met", "half"} else status for status in expected]
    assert [c.status for c in now.criteria] == expected


ANYTHING = st.sampled_from(
    [*BETWEEN_WORDS, *IN_WORDS, "<p>", "<br/>", "<s>", "</s>", "<", ">", "&", "&#", "\r", "\n", "ﬁ", "ß", "…", "½", "İ"]
)


@patient
@given(st.lists(st.sampled_from(ENGLISH), min_size=1, max_size=3), st.lists(ANYTHING, max_size=40), st.randoms())
@example([ENGLISH[0]] * 3, ["😀"] * 40, None)
def test_spans_lie_inside_in_order_and_begin_and_end_with_a_letter_whatever_stands_anywhere(answers, pieces, chance):
    chars = list(" ".join(text for _, text in answers))
    for piece in pieces:
        chars.insert(chance.randrange(len(chars)) if chance else 0, piece)
    text = "".join(chars)
    result = score_answer(RUBRIC, answers[0][0], text)
    for one in [*result.criteria, *result.held]:
        edges = [edge for span in one.spans for edge in span]
        assert edges == sorted(set(edges))
        assert all(0 <= start < end <= min(len(text), READ_AT_MOST) for start, end in one.spans)
        # "<your name>" is shown with its marks.
        marks = "<>[]{}_" if one.id == "unfilled" else ""
        shown = [text[start:end].strip(marks) for start, end in one.spans]
        assert all(words[:1].isalnum() and words[-1:].isalnum() for words in shown)


@patient
@given(st.sampled_from(OTHERS))
def test_accents_written_as_marks_of_their_own_are_read_the_same(answer):
    question, text = answer
    found = Decorated(text)
    found.chars = [unicodedata.normalize("NFD", char) for char in text]
    plain, now = score_answer(RUBRIC, question, text), score_answer(RUBRIC, question, found.text)
    assert [(c.id, c.status, c.points) for c in now.criteria] == [(c.id, c.status, c.points) for c in plain.criteria]
    for before, after in zip(plain.criteria, now.criteria, strict=True):
        for old, new in zip(before.spans, after.spans, strict=True):
            # A mark on the last letter belongs to no word; all else does.
            assert found.moved(old)[0] == new[0]
            assert unicodedata.normalize("NFC", found.text[slice(*new)])[:-1] == text[slice(*old)][:-1]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Tight glutes pull on the pelvis.", "glutes"),
        ("😀👩‍⚕️ Tight glutes pull on the pelvis.", "glutes"),
        ("Tight <b>glutes</b> pull on the pelvis.", "glutes"),
        ("Tight&nbsp;glutes&nbsp;pull on the pelvis.", "glutes"),
        ("&#128512;&#x1F600; Tight glutes pull on the pelvis.", "glutes"),
        ("Tight gl\u0301utes pull on the pelvis.", "gl\u0301utes"),
        ("Tight glutеs pull on the pelvis.", "glutеs"),
        ("Tight glu\u200btes pull on the pelvis.", "glu\u200btes"),
        ("Tight \u200bglutes\u200b pull on the pelvis.", "glutes"),
        ("Tight \u202eglutes\u202c pull on the pelvis.", "glutes"),
        ("Yes.\r\n\r\nTight\u00a0glutes pull on the pelvis.\r\n", "glutes"),
        ("𝕿𝖎𝖌𝖍𝖙 𝖌𝖑𝖚𝖙𝖊𝖘 pull on the pelvis.", "𝖌𝖑𝖚𝖙𝖊𝖘"),
        ("Tight ＧＬＵＴＥＳ pull on the pelvis.", "ＧＬＵＴＥＳ"),
        ("<p>Tight <i>glutes</i></p> <s>Tight psoas.</s>", "glutes"),
        ("İİİ ßßß ﬁﬁﬁ tight glutes pull on the pelvis.", "glutes"),
    ],
)
def test_the_muscle_is_quoted_as_it_was_written(text, quoted):
    muscles = next(c for c in score_answer(RUBRIC, "Q4", text).criteria if c.id == "q4.muscles")
    assert [text[start:end] for start, end in muscles.spans] == [quoted]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Tight glutes and a short psoas pull on the pelvis.", ["glutes", "psoas"]),
        ("A tight <b>gluteus</b>&nbsp;<i>medius</i> 😀 and psoas.", ["gluteus</b>&nbsp;<i>medius", "psoas"]),
        ("A tight gluteus\u202e medius, piri\u00adformis.", ["gluteus\u202e medius", "piri\u00adformis"]),
    ],
)
def test_muscles_of_several_words_are_quoted_from_the_first_to_the_last_and_in_order(text, quoted):
    muscles = next(c for c in score_answer(RUBRIC, "Q4", text).criteria if c.id == "q4.muscles")
    assert [text[start:end] for start, end in muscles.spans] == quoted


@pytest.mark.parametrize("text", ["Tight glutеs pull on the pеlvis.", "Tight glu\u200btes pull on the pel\u200bvis."])
def test_two_hidden_words_are_told_and_still_quoted(text):
    result = score_answer(RUBRIC, "Q4", text)
    assert "disguised" in result.guards
    muscles = next(c for c in result.criteria if c.id == "q4.muscles")
    assert [text[start:end] for start, end in muscles.spans] == [text.split()[1]]


@pytest.mark.parametrize("filling", ["😀", "\u0301", "<b>", "&nbsp;", "\u200b"])
def test_a_term_beyond_what_is_read_is_not_quoted_and_one_just_before_is(filling):
    sentence = " Tight glutes."
    room = READ_AT_MOST - len(sentence)
    for shift, expected in ((0, ["glutes"]), (len(sentence), [])):
        text = (filling * READ_AT_MOST)[: (room + shift) // len(filling) * len(filling)]
        text += " " * (room + shift - len(text)) + sentence
        muscles = next(c for c in score_answer(RUBRIC, "Q4", text).criteria if c.id == "q4.muscles")
        assert [text[start:end] for start, end in muscles.spans] == expected


@pytest.mark.parametrize(
    ("question", "text", "criterion", "quoted"),
    [
        ("Q5", "I don't use oil, my hands need to grip the tissue.", "q5.little", ["don't use oil"]),
        ("Q5", "I do not use any oil, my hands need grip.", "q5.little", ["do not use any oil"]),
        ("Q5", "There is no oil on my table, grip matters.", "q5.little", ["no oil"]),
        ("Q5", "Ich benutze kein Öl, damit ich die Faszie halten kann.", "q5.little", ["kein Öl"]),
        ("Q5", "I use very little oil so that my hands grip the tissue.", "q5.little", ["very little oil"]),
        ("Q2", "I don't use myofascial release, only long strokes.", "q2.uses", ["don't use myofascial release"]),
    ],
)
def test_what_is_denied_is_quoted_with_the_word_that_denies_it(question, text, criterion, quoted):
    found = {result.id: result.spans for result in score_answer(RUBRIC, question, text).criteria}
    assert [text[start:end] for start, end in found[criterion]] == quoted


def test_comfort_is_no_amount_and_a_denied_adaptation_earns_nothing():
    comfort = score_answer(RUBRIC, "Q5", "None of this is dangerous.")
    assert "q5.short_answer" not in {one.id for one in comfort.criteria if one.points > 0}
    fixed = {one.id: one for one in score_answer(RUBRIC, "Q1", "Our massage cannot be customised.").criteria}
    assert fixed["q1.flexible"].status == "contradicted"
