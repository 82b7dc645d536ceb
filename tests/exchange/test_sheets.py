"""Files as spreadsheets and programs really save them. No application, no database."""

from __future__ import annotations

import json
import resource

import pytest

from directory_app.errors import UnreadableFile
from directory_app.exchange import examples, sheets
from directory_app.exchange.columns import COLUMNS, column_for, match

HEAD = "Name{0}Town{0}E-Mail"
ROWS = 'Zoë Müller{0}Zürich{0}zoe@example.org\r\n"Anna ""Ann"" Bell"{0}"Two{0} lines\nin a cell"{0}ann@example.org\r\n'


def read(tmp_path, content: bytes, **asked):
    path = tmp_path / "file"
    path.write_bytes(content)
    sheet = sheets.recognise(path, **asked)
    return sheet, list(sheets.lines(sheet))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_way_of_saving_a_table_gives_the_same_cells(tmp_path, separator, encoding):
    text = f"{HEAD}\r\n{ROWS}".format(separator)
    sheet, lines = read(tmp_path, text.encode(encoding))
    assert sheet.columns == ("Name", "Town", "E-Mail")
    assert [(one.number, one.cells) for one in lines] == [
        (2, {"Name": "Zoë Müller", "Town": "Zürich", "E-Mail": "zoe@example.org"}),
        (3, {"Name": 'Anna "Ann" Bell', "Town": f"Two{separator} lines\nin a cell", "E-Mail": "ann@example.org"}),
    ]


def test_the_separator_that_a_spreadsheet_names_in_its_first_line_counts(tmp_path):
    sheet, lines = read(tmp_path, b"sep=|\r\nname|city, or town\r\nA|B\r\n")
    assert (sheet.separator, sheet.columns, lines[0].cells["name"]) == ("|", ("name", "city, or town"), "A")


def test_blank_lines_are_skipped_and_numbers_stay_those_of_the_spreadsheet(tmp_path):
    _, lines = read(tmp_path, b"name,city\n\n,\nA,B\n")
    assert [(one.number, one.cells["name"]) for one in lines] == [(4, "A")]


def test_a_line_with_too_many_cells_or_an_open_quotation_mark_is_told_and_the_others_are_read(tmp_path):
    _, lines = read(tmp_path, b'name,city\nA,B,C\nD,"E" F\nG,H\n')
    assert [bool(one.problem) for one in lines] == [True, True, False]
    assert "quotation mark" in lines[1].problem


def test_a_quotation_mark_that_is_never_closed_costs_its_own_line_and_no_other(tmp_path):
    rows = "".join(f"N{number},Portland\n" for number in range(20_000))
    for begin in ('"Broken ""quote,Salem\n', 'Anna,"Salem\n'):
        for end in ("", 'Bea,the "White" house\n', '"Bea" Bell,Salem\n'):
            _, lines = read(tmp_path, f"name,city\nFirst,Portland\n{begin}{rows}{end}".encode())
            assert lines[0].cells["name"] == "First"
            assert "quotation mark" in lines[1].problem
            assert lines[1].cells["name"] in ('Broken "quote,Salem', "Anna")
            read_well = [one.cells["name"] for one in lines[2:] if not one.problem]
            assert read_well[:20_000] == [f"N{number}" for number in range(20_000)]
            assert [one.number for one in lines] == list(range(2, len(lines) + 2))


def test_columns_of_one_name_are_told_apart_and_nameless_ones_counted(tmp_path):
    sheet, _ = read(tmp_path, b"name,name,,city\nA,B,C,D\n")
    assert sheet.columns == ("name", "name (2)", "column 3", "city")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "Save the table as"),
        (b"%PDF-1.7", "PDF"),
        (b"\x81\x8d\x8f\xfe", "how this file writes its letters"),
        (b'{"open": ', "This JSON cannot be read"),
        (b"[1, 2]", "no objects"),
        (b'{"format":"clinical-massage-directory listings","version":99}\n', "version 99"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path, content, words):
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, content)
    assert words in refused.value.sentence


def test_json_comes_as_a_list_or_line_by_line_with_objects_inside(tmp_path):
    people = [
        {"name": "Ada 🙂", "contact": {"email": "a@example.org"}, "languages": ["English", "日本語"], "receipts": True}
    ]
    people += [{"name": f"Number {n}", "bio": "x" * 5000} for n in range(50)]
    as_list = json.dumps(people).encode()
    as_lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in people).encode()
    for content in (as_list, as_lines):
        _, lines = read(tmp_path, content)
        assert len(lines) == 51
        cells = lines[0].cells
        assert (cells["contact email"], cells["languages"], cells["receipts"]) == (
            "a@example.org",
            "English; 日本語",
            "yes",
        )
    _, lines = read(tmp_path, as_list[:-2000])
    assert "cut off" in lines[-1].problem


def test_a_complete_export_that_was_cut_off_is_noticed(tmp_path):
    head = b'{"format":"clinical-massage-directory listings","version":1}\n'
    assert "not whole" in read(tmp_path, head + b'{"parts":{}}\n')[1][-1].problem
    assert "not whole" in read(tmp_path, head + b'{"parts":{}}\n{"listings":2}\n')[1][-1].problem
    assert not read(tmp_path, head + b'{"parts":{}}\n{"listings":1}\n')[1][-1].problem


def test_columns_are_known_by_the_names_that_people_use():
    names = ("E-Mail", "ZIP Code", "Full name", "State/Province", "60 min price", "City 2", "Membership no.", "Straße")
    known = ("email", "postal_code", "name", "region", "price_60", "city_2", "", "street")
    assert tuple(map(column_for, names)) == known
    found = match(["Name", "full name", "Whatever"], {"Whatever": "city"})
    assert found.columns == {"Name": "name", "Whatever": "city"}
    assert found.unknown == ("full name",)
    assert found.missing == ("source", "consent_note", "consented_on")


def test_the_files_to_begin_with_hold_every_column_and_are_understood(tmp_path):
    sheet, lines = read(tmp_path, examples.as_csv())
    assert match(sheet.columns).columns == {column.name: column.name for column in COLUMNS}
    assert [one.cells["name"] for one in lines] == ["Nora Early", "Jan Bergström"]
    assert [one.cells["name"] for one in read(tmp_path, examples.as_json_lines())[1]] == ["Nora Early", "Jan Bergström"]


def test_a_large_file_is_never_held_in_memory(tmp_path):
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.write(b"[")
        for number in range(30_000):
            file.write((", " if number else "").encode() + json.dumps({"name": "A", "bio": "x" * 1000}).encode())
        file.write(b"]")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _ in sheets.lines(sheets.recognise(path))) == 30_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 12_000
