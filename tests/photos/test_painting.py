"""Photos: honest files of every kind become the same plain pictures, all others are refused with a sentence."""

from __future__ import annotations

import io
import resource
import time

import pytest
from PIL import Image

from directory_app.photos import Cut, NoPhoto
from directory_app.photos.painting import LARGEST_FILE, paint, paint_again

from . import pictures


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def near(pixel, colour, by=14):
    return all(abs(a - b) <= by for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_every_kind_is_read_and_comes_out_in_all_sizes_and_formats(kind):
    painted = paint(pictures.saved(pictures.picture(), kind), Cut(down=0))
    assert {(size, name) for size, name in painted.squares} == {
        (size, name) for size in (96, 192, 480) for name in ("webp", "jpg")
    }
    for (size, name), body in painted.squares.items():
        image = opened(body)
        assert (image.size, image.format) == ((size, size), {"webp": "WEBP", "jpg": "JPEG"}[name])
        assert near(image.convert("RGB").getpixel((size // 2, 4)), pictures.RED)
    assert len(painted.squares[96, "webp"]) < 6000


def test_a_photo_from_a_telephone_stands_upright_and_says_nothing_but_its_pixels():
    painted = paint(pictures.telephone_photo(), Cut())
    assert (painted.wide, painted.high) == (600, 800)
    for body in (painted.whole, *painted.squares.values()):
        assert b"Canary" not in body
        assert b"Exif" not in body
        image = opened(body)
        assert not image.getexif()
        assert not {"comment", "exif", "icc_profile", "xmp"} & set(image.info)
    assert near(opened(painted.whole).getpixel((300, 40)), pictures.RED)
    assert near(opened(painted.whole).getpixel((300, 760)), pictures.BLUE)


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (pictures.picture(mode="L"), "PNG"),
        (pictures.picture(mode="1"), "PNG"),
        (pictures.picture(mode="P"), "PNG"),
        (pictures.picture(mode="RGBA"), "PNG"),
        (pictures.picture(mode="CMYK"), "JPEG"),
        (Image.new("I;16", (300, 300), 40_000), "PNG"),
        (Image.new("LA", (300, 300), (80, 0)), "PNG"),
    ],
    ids=lambda one: getattr(one, "mode", one),
)
def test_unusual_colours_are_taken(image, kind):
    painted = paint(pictures.saved(image, kind), Cut())
    square = opened(painted.squares[192, "jpg"])
    assert square.mode == "RGB"
    if image.mode == "I;16":
        assert near(square.getpixel((5, 5)), (156, 156, 156))
    if image.mode == "LA":
        assert near(square.getpixel((5, 5)), (248, 242, 230))


def test_a_damaged_colour_profile_costs_nothing_but_itself():
    data = pictures.saved(pictures.picture(), icc_profile=b"not a profile" * 20)
    assert near(opened(paint(data, Cut(down=0)).squares[96, "jpg"]).getpixel((40, 4)), pictures.RED)


def test_a_file_with_something_behind_it_leaves_that_behind():
    data = pictures.saved(pictures.picture()) + b"<script>alert('canary')</script>PK\x03\x04"
    assert all(b"canary" not in body for body in paint(data, Cut()).squares.values())


def test_the_first_of_two_pictures_that_telephones_put_into_a_jpeg_is_taken():
    data = pictures.saved(pictures.picture(), "MPO", save_all=True, append_images=[pictures.picture()])
    assert paint(data, Cut()).wide == 600


HOSTILE = {
    "nothing": b"",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "html": b"<!doctype html><p>hello",
    "pdf": b"%PDF-1.7\n1 0 obj",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 300 300\n",
    "gif": pictures.saved(pictures.picture(300, 300).convert("P"), "GIF"),
    "bmp": pictures.saved(pictures.picture(300, 300), "BMP"),
    "tiff": pictures.saved(pictures.picture(300, 300), "TIFF"),
    "program": b"MZ" + b"\0" * 4000,
    "truncated jpeg": pictures.telephone_photo()[:4000],
    "truncated png": pictures.saved(pictures.picture(), "PNG")[:-300],
    "wrong check sum": pictures.saved(pictures.picture(), "PNG").replace(b"IDAT", b"IDAU", 1),
    "one pixel": pictures.saved(pictures.picture(1, 1), "PNG"),
    "a strip": pictures.saved(Image.new("L", (20_000, 1)), "PNG"),
    "900 million pixels": pictures.png_that_claims(30_000, 30_000),
    "a claim of 400 million pixels": pictures.jpeg_that_claims(20_000, 20_000),
    "a strip of 65,000 pixels": pictures.jpeg_that_claims(65_000, 1),
    "a note of 60 MB": pictures.png_with_long_text(),
    "moving png": pictures.animated("PNG"),
    "moving webp": pictures.animated("WEBP"),
    "six megabytes and one": pictures.saved(pictures.picture()) + b"\0" * LARGEST_FILE,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_photo_is_refused_with_a_sentence_and_at_little_cost(name):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    with pytest.raises(NoPhoto, match=r"^[A-Z].*\.$"):
        paint(HOSTILE[name], Cut())
    assert time.process_time() - started < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_the_square_lies_where_it_was_put():
    whole = paint(pictures.saved(pictures.picture(400, 800)), Cut(down=0))
    assert near(opened(whole.squares[96, "jpg"]).getpixel((48, 90)), pictures.RED)
    below = paint_again(whole.whole, Cut(down=100))
    assert near(opened(below.squares[96, "jpg"]).getpixel((48, 5)), pictures.BLUE)
    middle = paint_again(whole.whole, Cut(down=50, zoom=400))
    assert near(opened(middle.squares[96, "jpg"]).getpixel((48, 5)), pictures.RED)
    assert near(opened(middle.squares[96, "jpg"]).getpixel((48, 90)), pictures.BLUE)


def test_a_large_photo_is_kept_no_larger_than_needed():
    painted = paint(pictures.saved(pictures.picture(4000, 3000), quality=60), Cut())
    assert max(painted.wide, painted.high) == 1600
