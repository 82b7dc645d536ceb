"""What is never so of a muscle, said in Spanish, French and German, wherever the verb of the sentence stands."""

from __future__ import annotations

import pytest

from scoring import load_rubric, score_answer

RUBRIC = load_rubric()
WRONG = [
    ("es", "El glúteo medio, que por dentro llega al pubis, duele en la zona lumbar cuando tiene puntos gatillo."),
    ("es", "El psoas es el que extiende la cadera y, si está corto, carga la zona lumbar y duele."),
    ("fr", "Le moyen fessier, qui par l'avant rejoint le pubis, fait mal dans le bas du dos quand il est tendu."),
    ("fr", "Le psoas est celui qui étend la hanche et, s'il est court, il fait mal dans le bas du dos."),
    ("de", "Weil der Gluteus medius bis ans Schambein reicht, tut bei Triggerpunkten der untere Rücken weh."),
    ("de", "Der Psoas ist der Muskel, der die Hüfte streckt, und ist er kurz, tut das Kreuz weh."),
]
RIGHT = [
    (
        "es",
        "El piriforme, debajo del glúteo, y los isquiotibiales, que nacen en el isquion, pueden doler en la lumbar.",
    ),
    ("es", "El psoas flexiona la cadera; el glúteo mayor la extiende, y si no trabaja duele la zona lumbar."),
    ("fr", "Le piriforme, sous le fessier, et les ischio-jambiers, nés sur l'ischion, peuvent gêner le bas du dos."),
    ("fr", "Le psoas fléchit la hanche ; le grand fessier l'étend, et s'il dort, le bas du dos fait mal."),
    ("de", "Der Piriformis unter dem Gesäß und die Kniebeuger, die am Sitzbein entspringen, können ins Kreuz ziehen."),
    ("de", "Die Hamstrings schlafen beim Sitzen ein, sie setzen am Sitzbein an, und das Kreuz trägt die Last."),
    ("de", "Der Psoas beugt die Hüfte; der Gluteus maximus streckt sie, und schläft er, tut das Kreuz weh."),
]


def contradicts(language: str, text: str) -> bool:
    read = score_answer(RUBRIC, "Q4", text)
    assert read.language == language
    return next(c for c in read.criteria if c.id == "q4.wrong").points < 0


@pytest.mark.parametrize(("language", "text"), WRONG)
def test_what_is_never_so_of_a_muscle_costs(language, text):
    assert contradicts(language, text)


@pytest.mark.parametrize(("language", "text"), RIGHT)
def test_what_is_so_of_a_muscle_beside_it_costs_nothing(language, text):
    assert not contradicts(language, text)
