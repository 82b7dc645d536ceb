"""What a document really is, by its content, whatever its name says: PDF, JPEG or PNG, and nothing else."""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

LARGEST = 6 * 1024 * 1024
MOST_PIXELS = 60_000_000
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png"}
TAIL = 2048


def content_type_of(content: bytes) -> str:
    """The content type of a document. Raises ValueError with a sentence for anything else, too large or damaged."""
    if not content:
        raise ValueError("The file is empty.")
    if len(content) > LARGEST:
        raise ValueError("The file has more than 6 MB. Take a smaller photo, or save it with less detail.")
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-TAIL:]:
            raise ValueError("The PDF is damaged or not complete.")
        return "application/pdf"
    return _picture(content)


def _picture(content: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(PICTURES)) as opened:
                kind, pixels = str(opened.format), opened.width * opened.height
                # Its size stands in front; nothing is unpacked before it is known to be small enough.
                if pixels <= MOST_PIXELS:
                    opened.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        kind, pixels = "", MOST_PIXELS + 1
    except (UnidentifiedImageError, OSError, SyntaxError, EOFError, ValueError):
        raise ValueError("Send a PDF, a JPEG or a PNG. This file is none of them, or it is damaged.") from None
    if pixels > MOST_PIXELS:
        raise ValueError(
            "The photo is too large to open. Save a smaller copy of it and choose that one, or send a PDF."
        )
    return PICTURES[kind]
