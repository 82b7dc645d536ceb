"""From a file that anybody may have made to pictures of our own, which carry nothing but their pixels.

What comes in is opened by four decoders at most, measured before it is decoded, turned as the camera said, brought to
sRGB, and painted onto a new picture: notes, places, comments and whatever hangs behind the file stay behind.
"""

from __future__ import annotations

import io
import struct
import threading
import warnings
import zlib
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MEGABYTE = 1_000_000
LARGEST_FILE = 6 * MEGABYTE
READ = ("JPEG", "PNG", "WEBP", "AVIF")
SHORTEST_SIDE = 200
# A JPEG is decoded smaller than it is; the others need all their pixels in memory.
MOST_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000}
MOST_PIXELS_OTHERWISE = 25_000_000
LONGEST_SIDE_KEPT = 1600
SIZES = (96, 192, 480)
FORMATS = {"webp": "image/webp", "jpg": "image/jpeg"}
SAVED = {"webp": ("WEBP", {"quality": 80, "method": 4}), "jpg": ("JPEG", {"quality": 84, "optimize": True})}
GROUND = (248, 242, 230)
# Everything the decoders are known to raise for files made to hurt them.
BROKEN = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError,
    MemoryError, NotImplementedError, AttributeError, struct.error, zlib.error,
)  # fmt: skip

# One picture at a time is held in memory by each process, whoever sends them.
_decoding = threading.Lock()


class NoPhoto(ValueError):
    """The file cannot become a photo; the text is a sentence for the person who chose it."""


@dataclass(frozen=True)
class Cut:
    """The square of a picture: where it lies in what is left over, in percent, and how many percent closer it comes.

    A photo of a person has the face in its upper part, so that is where the square lies until somebody moves it.
    """

    across: int = 50
    down: int = 30
    zoom: int = 100

    def box(self, wide: int, high: int) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in a picture of this size."""
        side = min(wide, high) * 100 / self.zoom
        left, top = (wide - side) * self.across / 100, (high - side) * self.down / 100
        return left, top, left + side, top + side


@dataclass(frozen=True)
class Painted:
    """A photo as it is kept: the whole picture as a JPEG, and the square by size and format."""

    wide: int
    high: int
    whole: bytes
    squares: dict[tuple[int, str], bytes]


def paint(data: bytes, cut: Cut) -> Painted:
    """Read a file and make everything that is kept of it. Raises NoPhoto with a sentence."""
    if not data:
        raise NoPhoto("This file is empty. Choose a photo, then try again.")
    if len(data) > LARGEST_FILE:
        raise NoPhoto(f"This file has {len(data) / MEGABYTE:.0f} MB. A photo may have 6 MB at most.")
    with _decoding, warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _kept(_read(data), cut)
        except NoPhoto:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise NoPhoto(_too_many_pixels(MOST_PIXELS_OTHERWISE)) from None
        except BROKEN:
            raise NoPhoto(
                "We cannot read this file. It is damaged, or of a kind that we do not know, as of some phones. "
                "Save it as a JPEG or PNG file and choose that one."
            ) from None


def paint_again(whole: bytes, cut: Cut) -> Painted:
    """Another square of a picture that is kept already."""
    with _decoding:
        return _kept(_read(whole), cut)


def _read(data: bytes) -> Image.Image:
    """The picture on a new canvas: the right way up, sRGB, without transparency, no longer than needed."""
    with Image.open(io.BytesIO(data), formats=READ) as opened:
        most = MOST_PIXELS.get(opened.format or "", MOST_PIXELS_OTHERWISE)
        if opened.width * opened.height > most:
            raise NoPhoto(_too_many_pixels(most))
        if min(opened.size) < SHORTEST_SIDE:
            raise NoPhoto(
                f"This photo is too small: {opened.width} by {opened.height} pixels. Choose one with at least "
                f"{SHORTEST_SIDE} on each side, so that your face can be seen."
            )
        # Some telephones put a second picture behind a JPEG; the first is the photo.
        if opened.format != "MPO" and getattr(opened, "is_animated", False):
            raise NoPhoto("This is a moving picture. Choose a photo that stands still.")
        opened.draft("RGB", (LONGEST_SIDE_KEPT, LONGEST_SIDE_KEPT))
        opened.load()
        # Made smaller first: what follows then costs little, however large the photo was.
        small = _in_whole_colours(opened)
        small.thumbnail((LONGEST_SIDE_KEPT, LONGEST_SIDE_KEPT), Image.Resampling.LANCZOS, reducing_gap=3.0)
        turned = ImageOps.exif_transpose(small)
        coloured = _in_srgb(turned, opened.info.get("icc_profile"))
    canvas = Image.new("RGB", coloured.size, GROUND)
    canvas.paste(coloured, (0, 0), coloured if coloured.mode == "RGBA" else None)
    return canvas


def _in_whole_colours(picture: Image.Image) -> Image.Image:
    """A copy whose pixels can be mixed: no palettes, no sixteen bits of grey."""
    if picture.mode.startswith(("I", "F")):
        # The upper eight of sixteen bits are what a screen shows.
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture.convert("L") if picture.mode == "1" else picture.copy()


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture as RGB or RGBA with the colours it was meant to have; without a profile those it says."""
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            wanted = "RGBA" if picture.mode == "RGBA" else "RGB"
            made = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=wanted)
            if made is not None:
                return made
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            # A damaged profile: the photo is worth more than its exact colours.
            pass
    return picture if picture.mode == "RGBA" else picture.convert("RGB")


def _kept(picture: Image.Image, cut: Cut) -> Painted:
    box = cut.box(picture.width, picture.height)
    squares = {}
    for size in SIZES:
        square = picture.resize((size, size), Image.Resampling.LANCZOS, box=box)
        for name in FORMATS:
            squares[size, name] = _saved(square, name)
    return Painted(picture.width, picture.height, _saved(picture, "jpg"), squares)


def _saved(picture: Image.Image, name: str) -> bytes:
    kind, options = SAVED[name]
    into = io.BytesIO()
    picture.save(into, kind, **options)
    return into.getvalue()


def _too_many_pixels(most: int) -> str:
    return (
        f"This photo is too large to open: it has more than {most // 1_000_000} megapixels. Save a smaller copy of it, "
        "for example by sending it to yourself as a small picture, and choose that one."
    )
