"""The picture beside a shared link: 1200 by 630, drawn from public facts, kept by the digest of what it shows.

Only a name, a city, a score and the photo of a profile go in, and the file carries nothing but its pixels.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app, g
from PIL import Image, ImageDraw

from ..descriptions import town
from ..publishing import Profile
from .emblem import LEAVES, outline
from .lettering import BOLD, PLAIN, cut, has_letters, width, write

WIDTH, HEIGHT = 1200, 630
MARGIN = 84
# Side of the photo of a profile that has one.
PHOTO = 292
# Shapes are drawn larger and made smaller, which smooths their edges.
FINER = 2
# Counts up when the drawing changes, so that pictures already made are made again.
DRAWING = 4
MOST_KEPT = 5000
PAPER, INK, SOFT, GREEN, WARM, LINE, WASH = "#f8f2e6", "#202b26", "#535d55", "#123a2c", "#a5431b", "#e0d5c0", "#e3ecdf"

_drawing = threading.Lock()
# Pictures with photos, oldest use first.
_recent: dict[str, bytes] = {}
MOST_RECENT = 40


@dataclass(frozen=True)
class Facts:
    """Everything a picture shows. Without a name it is that of the whole directory; a score is low, estimate,
    high, a photo its digest. Where rules do without figures `band` stands in place of the score, as its step and its
    words; `licence` is the number that has to stand in every advertisement.
    """

    site_name: str
    host: str
    name: str = ""
    line: str = ""
    score: tuple[int, int, int] | None = None
    photo: str = ""
    band: tuple[int, str] | None = None
    licence: str = ""

    @property
    def digest(self) -> str:
        """A name for the picture that changes with anything in it."""
        return hashlib.sha256(repr((DRAWING, astuple(self))).encode()).hexdigest()[:32]


def of_directory() -> Facts:
    """The facts of the picture that most pages share."""
    host = urlsplit(current_app.config["BASE_ADDRESS"]).netloc
    return Facts(current_app.config["SITE_NAME"], host)


def of_profile(profile: Profile) -> Facts:
    """The facts of a profile's picture; those of the directory where the typeface lacks letters of the name."""
    facts = of_directory()
    where = town(profile)
    line = f"Massage therapist in {where}" if where else "Massage therapist"
    if not has_letters(f"{profile.name}{line}"):
        return facts
    score, band, licence = profile.score, None, profile.rules.licence_line(profile.licences)
    figures = None
    if score and score.low is not None and score.estimate is not None and score.high is not None:
        figures = (round(score.low), round(score.estimate), round(score.high))
    elif score:
        band = (score.step, score.band)
    licence = licence if has_letters(licence) else ""
    return Facts(facts.site_name, facts.host, profile.name, line, figures, profile.photo, band, licence)


def stored(folder: Path, facts: Facts, listing_id: int = 0) -> Path:
    """The file with this picture, drawn unless it is there. One is drawn at a time, others wait.

    Its name begins with the number of the listing it shows, so that it can be found when the listing is deleted.
    Notes in the context of the request that something was drawn, so that a limit can count it.
    """
    path = (folder / f"{listing_id}-{facts.digest}.png").resolve()
    if not path.exists():
        with _drawing:
            if not path.exists():
                g.picture_drawn = True
                folder.mkdir(parents=True, exist_ok=True)
                _keep(path, draw(facts))
                _forget_oldest(folder)
    return path


def with_photo(facts: Facts, portrait: Callable[[], bytes]) -> bytes:
    """The picture of a profile with a photo, which `portrait` reads. It never comes to lie in a file.

    A photo that is deleted would stay behind there. The last few pictures are remembered.
    """
    with _drawing:
        known = _recent.pop(facts.digest, None)
        if known is None:
            g.picture_drawn = True
            into = io.BytesIO()
            draw(facts, portrait()).save(into, "PNG")
            known = into.getvalue()
        _recent[facts.digest] = known
        while len(_recent) > MOST_RECENT:
            _recent.pop(next(iter(_recent)))
    return known


def draw(facts: Facts, portrait: bytes | None = None) -> Image.Image:
    """The picture itself, with a photo of our own making in its corner."""
    large = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), PAPER)
    _shapes(ImageDraw.Draw(large), facts)
    picture = large.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    _words(ImageDraw.Draw(picture), facts)
    if portrait:
        _photo(picture, portrait)
    return picture


def _photo(picture: Image.Image, portrait: bytes) -> None:
    """The photo with round corners, on the right above the score."""
    with Image.open(io.BytesIO(portrait), formats=("JPEG",)) as opened:
        square = opened.convert("RGB").resize((PHOTO, PHOTO), Image.Resampling.LANCZOS)
    corners = Image.new("L", (PHOTO * FINER, PHOTO * FINER), 0)
    edge = [0, 0, PHOTO * FINER - 1, PHOTO * FINER - 1]
    ImageDraw.Draw(corners).rounded_rectangle(edge, PHOTO * FINER // 8, fill=255)
    mask = corners.resize((PHOTO, PHOTO), Image.Resampling.LANCZOS)
    picture.paste(square, (WIDTH - MARGIN - PHOTO, 84), mask)


def _keep(path: Path, picture: Image.Image) -> None:
    """Put the file in place in one step: another process may be reading."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        picture.save(file, "PNG")
    Path(name).replace(path)


def _forget_oldest(folder: Path) -> None:
    """Make room for a tenth when there are too many: pictures nobody asks for any more, or would be drawn again."""
    kept = sorted(folder.glob("*.png"), key=lambda path: path.stat().st_mtime) if _is_full(folder) else []
    for path in kept[: max(0, len(kept) - MOST_KEPT * 9 // 10)]:
        path.unlink(missing_ok=True)


def _is_full(folder: Path) -> bool:
    return sum(1 for _ in os.scandir(folder)) > MOST_KEPT


def _shapes(canvas: ImageDraw.ImageDraw, facts: Facts) -> None:
    for path, colour in LEAVES:
        canvas.polygon(outline(path, MARGIN - 8, 64, 1.75, FINER), fill=colour)
    if facts.name:
        canvas.rectangle([0, (HEIGHT - 14) * FINER, WIDTH * FINER, HEIGHT * FINER], fill=GREEN)
    else:
        for path, colour in LEAVES:
            canvas.polygon(outline(path, 800, 130, 9.2, FINER), fill=colour)
    if facts.name and facts.score:
        _axis(canvas, *facts.score)
    if facts.name and facts.band:
        _thirds(canvas, facts.band[0])


def _thirds(canvas: ImageDraw.ImageDraw, step: int) -> None:
    """Three parts from relaxing to clinical, of which one is filled: no figure can be read from it."""
    left, middle = MARGIN * FINER, 440 * FINER
    wide, gap = (WIDTH - 2 * MARGIN) * FINER / 3, 8 * FINER
    for number in range(3):
        edges = [left + number * wide + gap, middle - 14 * FINER, left + (number + 1) * wide - gap, middle + 14 * FINER]
        canvas.rounded_rectangle(edges, 14 * FINER, fill=GREEN if number == step else LINE)


def _axis(canvas: ImageDraw.ImageDraw, low: int, estimate: int, high: int) -> None:
    """The range on the axis from relaxing to clinical, as on the page."""
    left, right, middle = MARGIN * FINER, (WIDTH - MARGIN) * FINER, 440 * FINER

    def at(value: int) -> float:
        return left + (right - left) * value / 100

    canvas.rounded_rectangle([left, middle - 6 * FINER, right, middle + 6 * FINER], 6 * FINER, fill=LINE)
    canvas.rounded_rectangle([at(low), middle - 14 * FINER, at(high), middle + 14 * FINER], 14 * FINER, fill="#b9cfbd")
    radius = 17 * FINER
    canvas.ellipse([at(estimate) - radius, middle - radius, at(estimate) + radius, middle + radius], fill=GREEN)


def _words(canvas: ImageDraw.ImageDraw, facts: Facts) -> None:
    write(canvas, (MARGIN + 76, 78), facts.site_name, 40, BOLD, GREEN)
    if not facts.name:
        _block(canvas, 190, ["Find a massage", "therapist by how", "they work"], 88)
        write(canvas, (MARGIN, HEIGHT - 90), facts.host, 30, PLAIN, SOFT)
        return
    room = WIDTH - 2 * MARGIN - (PHOTO + 40 if facts.photo else 0)
    lines, size = _fitted(facts.name, room)
    _block(canvas, 176 if len(lines) == 1 else 150, lines, size)
    write(
        canvas,
        (MARGIN, 330),
        cut(facts.line, 40, room),
        40,
        PLAIN,
        INK,
    )
    if facts.licence:
        write(canvas, (MARGIN, 382), cut(facts.licence, 28, room), 28, PLAIN, INK)
    if facts.score or facts.band:
        write(canvas, (MARGIN, 468), "relaxing", 28, PLAIN, SOFT)
        write(canvas, (WIDTH - MARGIN, 468), "clinical", 28, PLAIN, SOFT, right=True)
        write(canvas, (WIDTH / 2, 468), _score_words(facts), 30, BOLD, GREEN, middle=True)
    write(canvas, (MARGIN, 544), "Five questions about low back pain, answered in their own words", 28, PLAIN, WARM)


def _score_words(facts: Facts) -> str:
    """The score in figures, or the words of its band."""
    if facts.score:
        low, estimate, high = facts.score
        return f"Clinical-style score {estimate} of 100, range {low} to {high}"
    return facts.band[1] if facts.band else ""


def _block(canvas: ImageDraw.ImageDraw, top: float, lines: Sequence[str], size: int) -> None:
    for number, line in enumerate(lines):
        write(canvas, (MARGIN, top + number * size * 1.08), line, size, BOLD, GREEN)


def _fitted(name: str, room: float) -> tuple[list[str], int]:
    """A name on one line as large as it fits, else on two."""
    for size in (104, 92, 80):
        if width(name, size, BOLD) <= room:
            return [name], size
    words = name.split()
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))] or [(name, "")]
    first, second = min(halves, key=lambda pair: max(len(pair[0]), len(pair[1])))
    return [line for line in (cut(first, 76, room), cut(second, 76, room)) if line], 76
