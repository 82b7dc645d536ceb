"""Whoever sends a large file keeps nobody else from saving meanwhile."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from types import SimpleNamespace

from sqlalchemy import func, select

from directory_app.exchange import files, sheets
from directory_app.models import ImportPiece

from ..browser import Browser
from ..exchange.test_views import send
from ..factories import make_account


def test_others_save_while_the_file_of_an_import_is_looked_at_and_packed(busy_sqlite, monkeypatch):
    file = busy_sqlite.extensions["engine"].url.database
    saved: list[str] = []

    def between(name, real):
        def done(*arguments):
            with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                other.execute("ROLLBACK")
            saved.append(name)
            return real(*arguments)

        return done

    with busy_sqlite.extensions["sessions"]() as session:
        account = make_account(session, "administrator")
        session.commit()
        browser = Browser(busy_sqlite)
        browser.sign_in(account)
        monkeypatch.setattr(sheets, "recognise", between("looked at", sheets.recognise))
        packer = SimpleNamespace(compress=between("packed", zlib.compress), decompress=zlib.decompress)
        monkeypatch.setattr(files, "zlib", packer)
        content = b"name,city\n" + b"Ada Large,Portland\n" * 80_000
        assert send(browser, content).h1 == "Which column is which"
        assert saved == ["looked at", "packed", "packed"]
        assert session.scalar(select(func.count()).select_from(ImportPiece)) == len(saved) - 1
