"""Licence documents: known by their content, seen by moderators only, and nothing else is taken."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image
from sqlalchemy import select

from directory_app.claims.documents import content_type_of
from directory_app.models import Claim, ClaimDocument

from .conftest import claim, signed_in

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DOCUMENT = "By a photo or PDF of my licence"


def chunk(name, data):
    """A piece of a PNG file."""
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


# A few bytes that say they are 65,536 times 65,536 points.
HEAD = (65536).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
BOMB = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", HEAD) + chunk(b"IDAT", zlib.compress(b"\x00")) + chunk(b"IEND", b"")


@pytest.fixture
def database_app(sqlite_app):
    """One database: what a file is does not depend on which."""
    return sqlite_app


def picture(kind="PNG", size=(40, 30)):
    made = io.BytesIO()
    Image.new("RGB", size, "white").save(made, kind)
    return made.getvalue()


def send(browser, content, name="licence.pdf"):
    token = browser.page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    path = browser.page.soup.find("form", enctype="multipart/form-data")["action"]
    # By hand: the client would put large ones into a file of its own.
    parts = [
        b'name="csrf_token"\r\n\r\n' + token.encode(),
        f'name="document"; filename="{name}"'.encode() + b"\r\n\r\n" + content,
    ]
    body = b"".join(b"--edge\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--edge--\r\n"
    return browser.client.post(path, data=body, content_type="multipart/form-data; boundary=edge")


@pytest.mark.parametrize("content", [PDF, picture("PNG"), picture("JPEG")], ids=["pdf", "png", "jpeg"])
def test_a_licence_waits_for_a_moderator_who_alone_can_open_it(app, claimant, session, unclaimed, content):
    claim(claimant, unclaimed, DOCUMENT)
    assert send(claimant, content).status_code == 303
    made = session.scalars(select(Claim)).one()
    path = f"/moderation/claims/{made.id}/document"
    assert claimant.client.get(path).status_code == 403
    answer = signed_in(app, session, "moderator").client.get(path)
    assert answer.get_data() == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "Send a PDF"),
        (b"<html>%PDF-</html>", "Send a PDF"),
        (PDF[:20], "damaged"),
        (picture()[:40], "damaged"),
        (BOMB, "too large to open"),
        (b"GIF89a" + b"0" * 100, "Send a PDF"),
        (b"x" * (6 * 1024 * 1024 + 1), "more than 6 MB"),
    ],
    ids=["empty", "svg", "html", "half a pdf", "half a picture", "bomb", "gif", "too large"],
)
def test_what_is_no_document_is_refused_with_a_sentence(claimant, session, unclaimed, content, words):
    claim(claimant, unclaimed, DOCUMENT)
    answer = send(claimant, content, "licence.pdf" if content else "")
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert session.scalars(select(ClaimDocument)).all() == []


def test_a_far_too_large_upload_is_stopped_before_it_is_read(claimant, unclaimed):
    claim(claimant, unclaimed, DOCUMENT)
    assert send(claimant, b"x" * 8_000_000).status_code == 413


def test_a_picture_is_known_by_its_content():
    assert content_type_of(picture("JPEG")) == "image/jpeg"
    assert content_type_of(PDF) == "application/pdf"
