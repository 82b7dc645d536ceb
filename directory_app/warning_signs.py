"""The warning signs to check before a massage: exact lists, in one place for every page and sheet that names a sign.

The wording is reviewed as a whole; tests compare every line, so that none is lost or softened by accident, and no page
names a sign in words of its own: the same sign must never get two kinds of advice.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """One line of a list: the text to read, its short name within a sentence, and the words of the text to stress.

    `doctor_first` marks a line to tell the therapist that, like the list above it, needs a doctor before a massage.
    """

    id: str
    text: str
    short: str
    strong: str = ""
    doctor_first: bool = False


EMERGENCY = (
    Sign(
        "pee",
        "difficulty starting to pee, loss of the feeling of peeing, or leaking",
        "trouble peeing or leaking",
    ),
    Sign("bowels", "you cannot feel or control your bowels", "no feeling or control of the bowels"),
    Sign(
        "saddle",
        "numbness, tingling or changed feeling around your genitals, back passage, buttocks or inner thighs",
        "numbness or changed feeling between the legs",
    ),
    Sign(
        "both-legs",
        "pain, tingling, weakness or numbness in both legs, or leg weakness that is severe or getting worse",
        "both legs painful, tingling, numb or weak, severe or growing weakness",
        strong="both",
    ),
    Sign(
        "sexual",
        "a change in sexual function or in feeling in the genitals; have this checked without delay",
        "a change in sexual function or feeling",
    ),
    Sign(
        "accident",
        "it started after a serious accident, such as a car crash or a fall from a height",
        "pain that started after a serious accident",
    ),
    Sign("chest", "chest pain together with the back pain", "chest pain together with the back pain"),
    Sign(
        "tearing",
        "sudden tearing pain in the back or belly with faintness, or a pulsing lump in the belly",
        "sudden tearing pain with faintness, or a pulsing lump in the belly",
    ),
)

DOCTOR_FIRST = (
    Sign("fever", "fever, chills or feeling very unwell", "fever, chills or feeling very unwell"),
    Sign(
        "infection",
        "a recent serious infection, a weak immune system, injected drugs, or an open wound near the spine",
        "a higher risk of infection",
    ),
    Sign("weight", "losing weight without trying", "losing weight without trying"),
    Sign("cancer", "cancer now or in the past", "cancer now or in the past"),
    Sign(
        "constant",
        "pain that is constant, not eased by rest or position, or much worse at night",
        "pain that is constant or much worse at night",
    ),
    Sign(
        "lump",
        "a new lump, swelling or change in the shape of your back",
        "a new lump, swelling or change in the shape of my back",
    ),
    Sign(
        "age",
        "your first strong back pain before the age of 20 or after 50",
        "first strong back pain before 20 or after 50",
    ),
    Sign(
        "minor-fall",
        "a minor fall or a lift, if you have osteoporosis, take steroids for a long time, or are over 65",
        "a minor fall or a lift, with bones that may be weak",
    ),
    Sign(
        "one-leg",
        "new or growing weakness, numbness or a dropping foot in one leg",
        "weakness, numbness or a dropping foot in one leg",
    ),
    Sign(
        "shoulder-blades",
        "pain mainly between the shoulder blades, or clearly worse when you cough, sneeze or strain",
        "pain between the shoulder blades, or worse on coughing",
    ),
    Sign(
        "inflammation",
        "pain that began before 45, has lasted more than three months, and comes with some of these: it wakes you in "
        "the second half of the night, it gets better with movement and not with rest, psoriasis, inflamed bowels or "
        "eyes, relatives with inflammation of the spine (spondyloarthritis)",
        "long-lasting pain with signs of inflammation",
    ),
)

TELL_THE_THERAPIST = (
    Sign(
        "clot",
        "one calf swollen, warm and painful: this may be a clot, get it seen urgently",
        "one calf swollen, warm and painful",
        strong="one calf swollen, warm and painful: this may be a clot, get it seen urgently",
        doctor_first=True,
    ),
    Sign("bleeding", "blood thinners or a bleeding disorder", "blood thinners or a bleeding disorder"),
    Sign("pregnancy", "pregnancy", "pregnancy"),
    Sign("osteoporosis", "osteoporosis", "osteoporosis"),
    Sign(
        "surgery",
        "surgery or a fracture in the last three months",
        "surgery or a fracture in the last three months",
    ),
    Sign("skin", "a skin infection or an open wound", "a skin infection or an open wound"),
    Sign(
        "fever-today",
        "a fever today: see a doctor first",
        "a fever today",
        strong="see a doctor first",
        doctor_first=True,
    ),
    Sign("heart-kidney", "heart or kidney failure", "heart or kidney failure"),
    Sign(
        "cancer-treatment",
        "cancer treatment at present: ask the doctor who treats you first",
        "cancer treatment at present",
        strong="ask the doctor who treats you first",
        doctor_first=True,
    ),
    Sign("implant", "an implanted device in the area", "an implanted device in the area"),
)


def named(*ids: str) -> str:
    """The signs of these ids by their short names, for a sentence: "a; b; or c", as some have commas within."""
    short = {one.id: one.short for one in (*EMERGENCY, *DOCTOR_FIRST, *TELL_THE_THERAPIST)}
    *others, last = (short[one] for one in ids)
    return "; ".join([*others, f"or {last}"]) if others else last
