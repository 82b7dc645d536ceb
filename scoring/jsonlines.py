"""The two commands of the package as functions from one decoded JSON line to one result."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from .answer import score_answer
from .criterion import CriterionResult
from .errors import InvalidAnswer, shortened
from .questionnaire import Answer
from .rubric import Rubric
from .score import score_practice

Record = Mapping[str, Any]
_ANSWER_KEYS = ("choice", "text")


class BadLine(ValueError):
    """A line that is not a request; the message says why."""


def parse(line: bytes) -> Record:
    """The JSON object in one line of bytes. Raises BadLine."""
    try:
        data = json.loads(line.decode("utf-8"), parse_constant=_no_json, object_pairs_hook=_each_once)
    except BadLine:
        raise
    except UnicodeDecodeError as error:
        raise BadLine(f"not valid UTF-8 (byte {error.start + 1})") from error
    except RecursionError as error:
        raise BadLine("nested too deeply") from error
    except json.JSONDecodeError as error:
        raise BadLine(f"not valid JSON ({error.msg} at column {error.colno})") from error
    except ValueError as error:
        raise BadLine("not valid JSON (a number is too long)") from error
    if not isinstance(data, dict):
        raise BadLine(f"must be a JSON object, not {_kind(data)}")
    return data


def _no_json(word: str) -> None:
    raise BadLine(f"not valid JSON ({word})")


def _each_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these keys and values. Python would keep the last of two and say nothing."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadLine(f'"{shortened(key)}" stands twice in one object')
        found[key] = value
    return found


def answer(rubric: Rubric, record: Record, explain: bool = False) -> dict[str, Any]:
    """The text score of one answer. Raises BadLine or InvalidAnswer."""
    result = score_answer(rubric, _string(record, "question"), _string(record, "text"))
    line: dict[str, Any] = {"id": _id(record), "score": result.score}
    if explain:
        line |= {"language": result.language, "guards": [asdict(guard) for guard in result.held]}
        line["criteria"] = _criteria(result.told)
    return line


def practice(rubric: Rubric, record: Record, explain: bool = False) -> dict[str, Any]:
    """The score of one practice. Raises BadLine or InvalidAnswer."""
    answers = record.get("answers")
    if not isinstance(answers, dict):
        raise BadLine(
            '"answers" is missing' if "answers" not in record else f'"answers" must be an object, not {_kind(answers)}'
        )
    given = {question_id: _answer(rubric, question_id, value) for question_id, value in answers.items()}
    result = score_practice(rubric, given)
    line = {
        "id": _id(record),
        "score": result.estimate,
        "rank_score": result.rank_score,
        "low": result.low,
        "high": result.high,
        "level": result.level,
    }
    if explain:
        line["rubric"] = result.rubric_version
        line["questions"] = [{**asdict(q), "criteria": _criteria(q.criteria)} for q in result.questions]
    return line


def _answer(rubric: Rubric, question_id: str, value: object) -> Answer:
    rubric.question(question_id)
    if value is None:
        return Answer()
    if not isinstance(value, dict):
        raise InvalidAnswer(question_id, f"must be an object with choice and text, not {_kind(value)}")
    # Both may be left out, so that a mistyped one would pass for no evidence.
    for key in value:
        if key not in _ANSWER_KEYS:
            raise InvalidAnswer(question_id, f'"{shortened(key)}" is not known; {" and ".join(_ANSWER_KEYS)} are')
    for key in _ANSWER_KEYS:
        if not isinstance(value.get(key), (str, type(None))):
            raise InvalidAnswer(question_id, f'"{key}" must be a string or null, not {_kind(value[key])}')
    return Answer(value.get("choice"), value.get("text"))


def _criteria(criteria: tuple[CriterionResult, ...]) -> list[dict[str, Any]]:
    return [asdict(c) for c in criteria]


def _id(record: Record) -> Any:
    if "id" not in record:
        raise BadLine('"id" is missing')
    if isinstance(record["id"], (dict, list)):
        raise BadLine(f'"id" must be a string or a number, not {_kind(record["id"])}')
    if record["id"] in (math.inf, -math.inf):
        raise BadLine('"id" is a number too large to give back')
    return record["id"]


def _string(record: Record, key: str) -> str:
    if key not in record:
        raise BadLine(f'"{key}" is missing')
    value = record[key]
    if not isinstance(value, str):
        raise BadLine(f'"{key}" must be a string, not {_kind(value)}')
    return value


def _kind(value: object) -> str:
    names = {
        dict: "an object",
        list: "a list",
        str: "a string",
        bool: "true or false",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), "null")
