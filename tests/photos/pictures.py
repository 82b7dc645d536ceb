"""Files for tests of photos: honest ones of every kind, and those that somebody made to do harm."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image

RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(wide: int = 600, high: int = 800, mode: str = "RGB") -> Image.Image:
    """Red above, blue below, so that turning and cutting show."""
    made = Image.new("RGB", (wide, high), RED)
    made.paste(BLUE, (0, high // 2, wide, high))
    return made if mode == "RGB" else made.convert(mode)


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The bytes of a picture as a file."""
    into = io.BytesIO()
    image.save(into, kind, **options)
    return into.getvalue()


def telephone_photo() -> bytes:
    """A photo that lies on its side, with a place, a name and a comment in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Canary Artist"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (45.0, 30.0, 55.0)
    return saved(picture().rotate(90, expand=True), exif=exif.tobytes(), comment=b"Canary Comment", quality=90)


def png_that_claims(wide: int, high: int) -> bytes:
    """A PNG of a few bytes whose head speaks of this size."""
    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    parts = [b"\x89PNG\r\n\x1a\n"]
    for kind, body in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")):
        parts += [struct.pack(">I", len(body)), kind, body, struct.pack(">I", zlib.crc32(kind + body))]
    return b"".join(parts)


def jpeg_that_claims(wide: int, high: int) -> bytes:
    """A JPEG whose frame speaks of this size."""
    data = bytearray(saved(picture(300, 300)))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", high, wide)
    return bytes(data)


def png_with_long_text() -> bytes:
    """A PNG with a compressed note that unpacks to 60 MB."""
    plain = saved(picture(300, 300), "PNG")
    body = b"note\0\0" + zlib.compress(b"A" * 60_000_000, 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    return plain[:33] + chunk + plain[33:]


def animated(kind: str) -> bytes:
    """Two pictures one after the other."""
    return saved(picture(300, 300), kind, save_all=True, append_images=[Image.new("RGB", (300, 300), BLUE)])


def noise(wide: int, high: int) -> Image.Image:
    """A picture that does not become small when it is saved, as photos do not."""
    return Image.effect_noise((wide, high), 60).convert("RGB")
