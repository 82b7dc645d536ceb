"""Files to begin with: the columns of an import with two invented people."""

from __future__ import annotations

import csv
import io
import json

from .columns import COLUMNS


def as_csv() -> bytes:
    """A table with a head and two lines, as spreadsheets read it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in COLUMNS])
    writer.writerows([column.examples[place] for column in COLUMNS] for place in (0, 1))
    return out.getvalue().encode("utf-8-sig")


def as_json_lines() -> bytes:
    """The same as JSON lines, without what is empty."""
    people = ({column.name: column.examples[place] for column in COLUMNS if column.examples[place]} for place in (0, 1))
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in people).encode()
