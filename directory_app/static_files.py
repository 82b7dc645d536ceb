"""Style sheet, scripts and fonts: served by WhiteNoise under addresses that change with their content."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask, url_for
from flask_compress import Compress
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

FOLDER = Path(__file__).parent / "static"
LEAST_BYTES = 500
YEAR = 365 * 24 * 3600
PACKINGS = ("br", "gzip")
COMMENT = re.compile(r"[ \t]*/\*.*?\*/\n?", re.DOTALL)


def init_app(app: Flask) -> None:
    """Serve the folder before Flask sees the request, and compress pages."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=compressed_copy(Path(app.config["STATIC_COPY"] or app.config["DATA"])),
        prefix="static/",
        max_age=YEAR,
        # Files are for pages of ours alone.
        allow_all_origins=False,
        add_headers_function=_headers,
    )
    app.add_url_rule("/static/<path:filename>", endpoint="static", build_only=True)
    app.wsgi_app = _without_refused_packings(app.wsgi_app)  # type: ignore[method-assign]
    app.config.setdefault("COMPRESS_ALGORITHM", list(PACKINGS))
    app.config.setdefault("COMPRESS_BR_LEVEL", 3)
    # No page is larger than 256 kB; a larger window would only take memory.
    app.config.setdefault("COMPRESS_BR_WINDOW", 18)
    Compress(app)
    app.add_template_global(static_url)


def _without_refused_packings(wrapped: Callable[..., Any]) -> Callable[..., Any]:
    """Leave out what a browser says that it does not take: neither library that packs reads "br;q=0" as a refusal."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked = environ.get("HTTP_ACCEPT_ENCODING", "")
        if ";" in asked:
            takes = parse_accept_header(asked, Accept)
            wanted = {name: takes.quality(name) for name in (*PACKINGS, "identity")}
            environ["HTTP_ACCEPT_ENCODING"] = ", ".join(f"{name};q={much}" for name, much in wanted.items() if much > 0)
        given: Iterable[bytes] = wrapped(environ, start_response)
        return given

    return answer


def compressed_copy(data: Path) -> Path:
    """A copy of the static files with compressed siblings, made once for each state of the files.

    Our own style sheets leave out their comments, a tenth of what a first view of a page has to fetch of them.
    WhiteNoise compresses nothing by itself; it sends what lies beside a file. The copy is put in place in one step,
    so that two processes starting together do not disturb each other.
    """
    files = sorted(path for path in FOLDER.rglob("*") if path.is_file())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    target = data / f"static-{digest}"
    if not target.exists():
        data.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=data))
        shutil.copytree(FOLDER, made, dirs_exist_ok=True)
        for sheet in made.glob("*.css"):
            sheet.write_text(COMMENT.sub("", sheet.read_text(encoding="utf-8")), encoding="utf-8")
        _compress(made)
        made.chmod(0o755)
        try:
            made.rename(target)
        except OSError:
            shutil.rmtree(made)
    return target.resolve()


def _compress(folder: Path) -> None:
    compressor = Compressor(quiet=True)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if compressor.should_compress(path.name) and path.stat().st_size > LEAST_BYTES:
            compressor.compress(str(path))


def static_url(filename: str) -> str:
    """Address of a static file with a digest of its content, so that browsers may keep it for a year."""
    return url_for("static", filename=filename, v=_digest(filename))


@cache
def _digest(filename: str) -> str:
    return hashlib.sha256((FOLDER / filename).read_bytes()).hexdigest()[:10]


def _headers(headers: Headers, _path: str, _url: str) -> None:
    extra: dict[str, Any] = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
    for name, value in extra.items():
        headers[name] = value
