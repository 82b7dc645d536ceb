"""Whether the audit is still as it was written."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from .. import chain
from ..db import session


@click.command("verify-audit")
@click.option("--expect", metavar="HASH", help="A hash that was printed earlier and kept elsewhere.")
@with_appcontext
def verify_audit(expect: str | None) -> None:
    """Walk the whole audit; print how many entries hold and the hash at its end.

    Ends with status 1 and one line that names the first entry that is not as it was written. Keep the printed hash
    where nobody who may change the database can change it, and give it to --expect later. What is no hash at all ends
    with status 2.
    """
    # A script whose variable is empty would be told that all is well, with nothing compared.
    if expect is not None and not expect.strip():
        raise click.ClickException("--expect needs the hash that was kept")
    expected = (expect or "").strip().lower()
    if expected and not chain.HASH.fullmatch(expected):
        # Not status 1, which says that the audit is broken: nothing was looked at.
        raise click.BadParameter("that is no hash: it has 64 letters from a to f and figures", param_hint="--expect")
    walked = 0

    def say(number: int) -> None:
        nonlocal walked
        walked += number
        if walked % 100_000 < number:
            click.echo(f"{walked:,} entries walked …", err=True)

    verdict = chain.verify(session, expected, say)
    if verdict.fault:
        raise click.ClickException(f"the audit is broken at {verdict.fault}")
    click.echo(f"{verdict.count} entries hold. Head: {verdict.head}")
    if verdict.expected_at is not None:
        click.echo(f"The expected hash stands at position {verdict.expected_at}.")
