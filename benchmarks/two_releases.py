"""An earlier release and this one over one database: before, while and after the schema is brought up to date.

python -m benchmarks.two_releases v1.0 --database postgresql

The earlier one, taken out of git, makes the database and serves. Meanwhile this one brings the schema up to date, then
serves beside it; at last the earlier one is started anew over the newer schema, as when a release is taken back.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import text

from directory_app import create_app, migrations
from tests.conftest import TESTING
from tests.services.postgres import fresh_database

from .faults.audit import audit
from .faults.grounds import Grounds, prepare
from .faults.journal import Journal
from .faults.post import Post
from .faults.postgres import Postgres
from .faults.site import WORDS, Site
from .faults.work import Crowd
from .report import table

HERE = Path(__file__).parent.parent
SECONDS = 10.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Do it, print it; status 1 where something failed or was lost."""
    asked = _parser().parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="releases-")))
        earlier = _taken_out(asked.revision, folder / "earlier")
        data = folder / "data"
        data.mkdir()
        post = stack.enter_context(Post())
        server = stack.enter_context(Postgres()) if asked.database == "postgresql" else None
        url = fresh_database(server.url) if server else f"sqlite:///{data / 'directory.sqlite3'}"
        secret = str(TESTING["SECRET_KEY"])
        old = Site(data, url, secret, code=earlier, settings=post.settings)
        new = Site(data, url, secret, code=HERE, settings=post.settings)
        _prepare(old)
        # Rows for the earlier schema have to be made by the earlier code: the newer one brings it up to date and back.
        app = create_app({**TESTING, "DATA": str(data), "DATABASE_URL": url})
        with app.extensions["engine"].connect() as connection:
            first = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        print(f"The earlier release makes schema {first}, this one {', '.join(migrations.revisions().newest)}.")
        migrations.upgrade(app)
        grounds = prepare(app, drafts=2, public=40, judged=2, confirmed=4)
        with app.app_context():
            migrations.runner(app).downgrade(first)
        app.extensions["engine"].dispose()
        stack.enter_context(old)
        rows = [
            _phase("the earlier release alone", [old], grounds, app, is_current=False),
            _phase("while the schema is brought up to date", [old], grounds, app, meanwhile=lambda: _prepare(new)),
        ]
        stack.enter_context(new)
        rows.append(_phase("both side by side", [old, new], grounds, app))
        old.stop()
        old.start()
        rows.append(_phase("both, the earlier one started anew", [old, new], grounds, app))
    print(table(("phase", "requests", "acknowledged writes", "lost or twice", "errors"), [row for row, _ in rows]))
    return 0 if all(well for _, well in rows) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.two_releases", description=__doc__.splitlines()[0])
    parser.add_argument("revision", help="the earlier release as git knows it")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    return parser


def _taken_out(revision: str, folder: Path) -> Path:
    packed = subprocess.run(["git", "archive", revision], cwd=HERE, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _prepare(site: Site) -> None:
    """Bring the database up to date with the code of one release."""
    command = [sys.executable, "-c", WORDS, "directory", "prepare"]
    done = subprocess.run(command, env=site.environment, cwd=site.code, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the database could not be prepared: {done.stderr[-2000:]}")


def _phase(
    name: str,
    sites: list[Site],
    grounds: Grounds,
    app: object,
    meanwhile: object = None,
    *,
    is_current: bool = True,
) -> tuple[tuple[str, ...], bool]:
    journal = Journal()
    with ExitStack() as stack:
        # Each draft is written through one of the sites only: two writers of one draft are told of each other.
        for number, site in enumerate(sites):
            some = dict(list(grounds.therapists.items())[number :: len(sites)])
            part = Grounds(
                grounds.secret,
                some,
                grounds.moderator,
                grounds.judged[number :: len(sites)],
                grounds.slugs[number :: len(sites)],
                [],
            )
            stack.enter_context(Crowd(site.port, part, journal, visitors=2))
        time.sleep(SECONDS / 2)
        if callable(meanwhile):
            meanwhile()
        time.sleep(SECONDS / 2)
    found = audit(app, journal, grounds.secret, is_current=is_current)  # type: ignore[arg-type]
    for what, number in Counter(f"{one.what} at {one.doing}" for one in journal.faults).most_common(8):
        print(f"  {name}: {number} × {what}")
    bad = [*found.lost, *found.twice, *found.wrong]
    for one in bad[:8]:
        print(f"  {name}: {one}")
    requests = str(sum(journal.statuses.values()))
    row = (name, requests, str(found.acknowledged), str(len(bad)), str(len(journal.faults)))
    return row, not bad and not journal.faults


if __name__ == "__main__":
    sys.exit(main())
