"""Which question of the rubric a text answers, judged by the concepts it mentions.

Naive Bayes over the presence of concepts: for each concept the rubric file lists how often good answers to each
question mention it, as natural logarithms, fitted to graded texts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from .rubric_table import Table

Subjects = Mapping[str, Sequence[float]]
FEWEST_CONCEPTS = 3
# Of 1,062 good answers two of questions 1 to 4 stay below, of 44 right answers under a wrong one of them 39.
HARDLY = 0.0003
SURELY = 0.6
LARGEST = 1e6


def read_subjects(fitted: Table, questions: int, concepts: Iterable[str]) -> Subjects:
    """The table `subjects` of the section `[fitted]`: for each concept one logarithm per question."""
    table = Table(fitted.data.get("subjects", {}), "fitted.subjects", fitted.faults)
    table.only(frozenset(concepts))
    found: dict[str, Sequence[float]] = {}
    for name, value in table.data.items():
        numbers = value if isinstance(value, list) else []
        if len(numbers) == questions and all(isinstance(n, (int, float)) and -LARGEST <= n <= LARGEST for n in numbers):
            found[name] = tuple(float(n) for n in numbers)
        else:
            table.fault(name, f"must be a list of {questions} numbers, one for each question")
    return found


def shares(subjects: Subjects, mentioned: Iterable[str]) -> tuple[float, ...]:
    """How likely a text that mentions these concepts answers each question, in the order of the rubric; sums to 1.

    Empty where too few of the concepts are known to say anything.
    """
    rows = [subjects[name] for name in mentioned if name in subjects]
    if len(rows) < FEWEST_CONCEPTS:
        return ()
    totals = list(map(math.fsum, zip(*rows, strict=True)))
    most = max(totals)
    weights = [math.exp(total - most) for total in totals]
    whole = math.fsum(weights)
    return tuple(weight / whole for weight in weights)


def answers_another(likely: Sequence[float], position: int, hardly: float = HARDLY) -> bool:
    """Whether a text surely answers another question than the one at `position` and hardly that one."""
    return bool(likely) and likely[position] < hardly and max(likely) > SURELY
