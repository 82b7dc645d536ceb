"""Writes which words follow which in the graded texts of a language, for telling sentences from shuffled words.

Usage: python -m tools.build_word_order. Only texts of the parts that are worked with are counted; pairs that stand once
are left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from benchmarks.scoring_corpus import PARTS, graded
from scoring.english import ENGLISH
from scoring.normalise import prepare
from scoring.word_order import FOLDER, WordOrder

FEWEST = 6
FEWEST_PAIRS = 2


def main() -> None:
    """Count and write the file of English."""
    texts = [prepare(text.text) for text in graded() if text.part in PARTS[:2]]
    written = Counter(word for text in texts for word in text.words)
    listed = {word for word, count in written.items() if count >= FEWEST} | ENGLISH.function_words
    plain = WordOrder(dict.fromkeys(listed, 0.0), {}, 1.0)
    lines = [plain.spelt(text) for text in texts]
    single = Counter(word for line in lines for word in line)
    pairs = Counter(pair for line in lines for pair in pairwise(line))
    following: dict[str, list[str]] = defaultdict(list)
    for (before, word), count in sorted(pairs.items()):
        if count >= FEWEST_PAIRS:
            following[before] += [word, str(count)]
    FOLDER.mkdir(exist_ok=True)
    rows = [" ".join([word, str(count), *following[word]]) for word, count in sorted(single.items())]
    (FOLDER / "en.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(texts)} texts, {len(single)} words and endings, {sum(map(len, following.values())) // 2} pairs")


if __name__ == "__main__":
    main()
