"""The badge that a therapist shows on another site: a small SVG with the name of the directory, no script, no tracker.

It says how the answers are known, in words of the evidence level, and never a number, a rank or a promise.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

HEIGHT = 64
LEFT = 60
RIGHT = 18
# How wide a letter is, as a share of its size, in the serif and the sans that most machines have.
SERIF, SANS = 0.54, 0.52
FIRST_SIZE, SECOND_SIZE = 17, 12.5

WORDS = {
    "L0": "Five answers about low back pain",
    "L1": "Explains how they work, in own words",
    "L2": "How they work: confirmed by clients",
    "L3": "How they work: checked in an interview",
}
# Where reports of clients may not be advertised, the badge stays with what the therapist says.
WITHOUT_CLIENTS = {**WORDS, "L2": WORDS["L1"]}


@dataclass(frozen=True)
class Look:
    """Colours of a badge."""

    ground: str
    edge: str
    ink: str
    soft: str
    left: str
    right: str


LOOKS = {
    "light": Look("#fffdf8", "#c9bda4", "#123a2c", "#48524b", "#1b5441", "#c8683b"),
    "dark": Look("#1b2922", "#4d5f55", "#e3f2ea", "#c3cabd", "#9fd4bd", "#e58e60"),
}


@dataclass(frozen=True)
class Badge:
    """What a badge says: two lines."""

    first: str
    second: str

    @property
    def width(self) -> int:
        """Its width in pixels; the height is always the same."""
        lines = (len(self.first) * FIRST_SIZE * SERIF, len(self.second) * SECOND_SIZE * SANS)
        return round(LEFT + max(lines) + RIGHT)


def badge_of(site_name: str, level: str, clients_may_be_named: bool) -> Badge:
    """The badge of a listing with this evidence level."""
    words = WORDS if clients_may_be_named else WITHOUT_CLIENTS
    return Badge(f"Listed in {site_name}", words.get(level, words["L0"]))


def draw(badge: Badge, look: Look) -> str:
    """The badge as an SVG document. Lines are held to their width, whatever typeface a machine has."""
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" '
            'aria-label="{first}. {second}"><title>{first}. {second}</title>'
            '<rect x="0.75" y="0.75" width="{inner}" height="{tall}" rx="10" fill="{ground}" stroke="{edge}" '
            'stroke-width="1.5"/>'
            '<g transform="translate(13 13) scale(0.95)">'
            '<path fill="{left}" d="M19 35C8 32 3 22 6 8c8 2 13 10 13 27z"/>'
            '<path fill="{right}" d="M21 35c11-3 16-13 13-27-8 2-13 10-13 27z"/></g>'
            '<text x="{x}" y="28" textLength="{first_long}" lengthAdjust="spacingAndGlyphs" '
            'font-family="Georgia, \'Times New Roman\', serif" font-weight="bold" font-size="{first_size}" '
            'fill="{ink}">{first}</text>'
            '<text x="{x}" y="48" textLength="{second_long}" lengthAdjust="spacingAndGlyphs" '
            'font-family="Helvetica, Arial, sans-serif" font-size="{second_size}" fill="{soft}">{second}</text></svg>'
        ).format(
            w=badge.width,
            h=HEIGHT,
            inner=badge.width - 1.5,
            tall=HEIGHT - 1.5,
            x=LEFT,
            first=badge.first,
            second=badge.second,
            first_size=FIRST_SIZE,
            second_size=SECOND_SIZE,
            first_long=round(len(badge.first) * FIRST_SIZE * SERIF),
            second_long=round(len(badge.second) * SECOND_SIZE * SANS),
            ground=look.ground,
            edge=look.edge,
            ink=look.ink,
            soft=look.soft,
            left=look.left,
            right=look.right,
        )
    )


def snippet(badge: Badge, profile: str, picture: str) -> str:
    """HTML for another site: a picture that is a link. No script, and nothing that tells who looked."""
    return str(
        Markup(
            '<a href="{profile}" rel="noopener"><img src="{picture}" width="{width}" height="{height}" alt="{alt}"></a>'
        ).format(profile=profile, picture=picture, width=badge.width, height=HEIGHT, alt=badge.first)
    )
