"""Regions where pain may be felt, and what is often taught about each: for the body map and the list beside it.

The patterns are teaching content after Travell and Simons. They help to ask questions and say nothing about a cause.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..warning_signs import named


@dataclass(frozen=True)
class Region:
    """One region: its name, how a summary says it, muscles, patterns, and what to ask.

    `words` holds "{side}" where the region lies on both sides. `note` is a caution that belongs to this region.
    """

    id: str
    name: str
    words: str
    muscles: str
    felt: str
    question: str
    note: str = ""

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides it can be ticked on: left and right, or none for a region in the middle."""
        return ("left", "right") if "{side}" in self.words else ()

    def said(self, side: str = "") -> str:
        """How a person says it of themselves."""
        return self.words.format(side=side)


REGIONS = (
    Region(
        "low-back-centre",
        "Low back, in the middle",
        "the middle of my low back",
        "the long muscles beside the spine (erector spinae), the small deep ones (multifidus), the broad "
        "sheet of fascia "
        "over them, and the psoas in front of the spine",
        "as a band across the low back; the psoas as a line up and down the spine",
        "How would you look at my hips as well?",
    ),
    Region(
        "low-back-side",
        "Low back, to one side, above the hip bone",
        "my {side} low back above the hip bone",
        "quadratus lumborum, called QL, and the outer long back muscle (iliocostalis)",
        "along the top of the hip bone, beside the base of the spine, in the lower buttock, the outer hip or the groin",
        "Do you work the QL, and how?",
    ),
    Region(
        "sacrum",
        "Base of the spine (sacrum)",
        "the base of my spine",
        "gluteus medius, QL and multifidus",
        "across the base of the spine and in the buttock",
        "What would you check first?",
    ),
    Region(
        "buttock",
        "Buttock",
        "my {side} buttock",
        "gluteus maximus, and under it the piriformis and the other small muscles that turn the hip",
        "at the base of the spine and down the back of the thigh; the piriformis lies on the sciatic nerve",
        "What would you do if it runs below my knee?",
        f"Pain that runs below the knee: look at the warning signs again. See a doctor first for {named('one-leg')}. "
        f"Get emergency help now for {named('both-legs')}.",
    ),
    Region(
        "outer-hip",
        "Outer hip and thigh",
        "my {side} outer hip and thigh",
        "gluteus medius and minimus, the tensor fasciae latae (TFL) and the long band down the thigh (IT band)",
        "in the buttock and down the outer leg; gluteus minimus can feel much like sciatica",
        "Would you work with me lying on my side?",
    ),
    Region(
        "front-hip",
        "Front of the hip and groin",
        "the front of my {side} hip",
        "iliopsoas, rectus femoris, TFL and the adductors",
        "in the low back (psoas) and at the front of the thigh",
        "How do you work near the abdomen, and do you ask consent each time?",
    ),
    Region(
        "back-thigh",
        "Back of the thigh",
        "the back of my {side} thigh",
        "the hamstrings",
        "in the crease under the buttock and behind the knee",
        "How do the hamstrings relate to my pelvis?",
    ),
    Region(
        "abdomen",
        "Belly",
        "my belly",
        "the abdominal muscles",
        "across the low back (rectus abdominis, the long muscle at the front)",
        "Do you work on the belly at all, and when would you not?",
        "New pain in the belly: see a doctor first.",
    ),
    Region(
        "upper-back",
        "Upper back and neck",
        "my upper back and neck",
        "trapezius, levator scapulae, the chest muscles (pectorals) and the upper part of the long back muscles",
        "at the shoulder blade and at the base of the skull",
        "Do you look at the whole posture?",
    ),
)
