"""A directory may move between systems with and without the compiled stemmer: what was stored there is found here."""

from __future__ import annotations

from snowballstemmer.english_stemmer import EnglishStemmer

from benchmarks.scoring_corpus import graded
from directory_app.places.folding import plain_words
from directory_app.publishing.words import stem


def test_the_stemmer_in_python_cuts_words_as_the_installed_one_does():
    words = {word for text in graded() for word in plain_words(text.text)}
    assert len(words) > 5_000
    in_python = EnglishStemmer()
    assert {word: stem(word) for word in words} == {word: in_python.stemWord(word) for word in words}
