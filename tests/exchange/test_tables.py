"""Tables: wherever they are from, row by row, and what is wrong with which cell."""

from __future__ import annotations

import datetime as dt
import pickle
import sys
from decimal import Decimal

import duckdb
import jsonschema
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest

from positions import InvalidCase, InvalidTable
from positions.exchange.tables import is_table, opened_table
from positions.exchange.tables.mapping import MAPPING, read_mapping
from positions.exchange.tables.rows import RowReader

PLAIN = {"by": "who", "claim": "claim", "act": "act", "said": "said"}
ROW = {"who": "kirby", "claim": "visit", "act": "deny", "said": "2015-08-14"}


def pages(source, size=100, **more):
    """Return the heading of a table, and the columns of its pages."""
    with opened_table(source, size, **more) as table:
        return table.columns, [page.columns for page in table.pages]


def entries(row, statement=None, zone="UTC", **more):
    """Return what one row is."""
    mapping = read_mapping({"statement": PLAIN | (statement or {}), **more})
    with opened_table(pa.Table.from_pylist([ROW | row]), 10) as table:
        reader = RowReader(mapping, table, zone)
        (page,) = table.pages
        return reader.read(page, 0)


def said(row, statement=None, **more):
    """Return the one statement of a row."""
    found = entries(row, statement, **more)
    assert found.problems == ()
    return found.statements[0].statement


def whys(row, statement=None, **more):
    """Return what is wrong with a row: column, value and why."""
    return [
        (each.column, each.value, each.why) for each in entries(row, statement, **more).problems
    ]


@pytest.fixture
def csv_file(tmp_path):
    """Write a CSV file of a text, and return its name."""

    def write(text, name="rows.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize(
    "make",
    [
        lambda table: table,
        pl.from_arrow,
        pd.DataFrame.from_arrow,
        duckdb.from_arrow,
        lambda table: table.to_reader(1),
    ],
    ids=["pyarrow", "polars", "pandas", "duckdb", "reader"],
)
def test_whatever_speaks_arrow_is_a_table(make):
    """Frames, relations and readers give the same rows, in pages of the size asked for."""
    table = pa.table({"a": ["x", "y", None], "n": [1, 2, 3]})

    expected = (("a", "n"), [[["x", "y"], [1, 2]], [["z"], [3]]])
    found = pages(make(table.set_column(0, "a", pa.array(["x", "y", "z"]))), 2)

    assert expected == (found[0], [list(each) for each in found[1]])


@pytest.mark.parametrize("name", ["t.csv", "t.TSV", "t.parquet", "t.arrow", "t.feather"])
def test_files_are_tables_by_the_end_of_their_names(tmp_path, name):
    """CSV, TSV, Parquet and Arrow files give the same rows."""
    table = pa.table({"a": ["x", "y"], "b": ["1", "ö"]})
    path = tmp_path / name
    if name == "t.parquet":
        pyarrow.parquet.write_table(table, path)
    elif name in {"t.arrow", "t.feather"}:
        pyarrow.feather.write_feather(table, path, compression="uncompressed")
    else:
        between = "," if name == "t.csv" else "\t"
        path.write_text(f"a{between}b\nx{between}1\ny{between}ö\n", encoding="utf-8")

    names, (columns,) = pages(path)

    assert is_table(path)
    assert ("a", "b") == names
    assert [["x", "y"], ["1", "ö"]] == [list(each) for each in columns]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("t.txt", b"", "t.txt: is no table that can be read; those end in .csv, .tsv"),
        ("t.parquet", b"no", "t.parquet: is no Parquet file: "),
        ("t.arrow", b"no", "t.arrow: is no Arrow file: "),
        ("t.csv", b"", "t.csv:1: is empty; its first line names the columns"),
        ("t.csv", b"a,a\n", "t.csv:1: names the column 'a' twice"),
        ("t.csv", b'"a"b\n', "t.csv:1: is no CSV: "),
        ("t.csv", b'a\n"b"c\n', "t.csv:2: is no CSV: "),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, name, content, why):
    """The file is named, and the line where it has any."""
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(InvalidTable) as caught:
        pages(path)

    assert f"{tmp_path}/{why}" in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    """It is named, with the reason."""
    with pytest.raises(InvalidTable, match=r"no\.csv: cannot be read: No such file"):
        pages(tmp_path / "no.csv")


def test_a_csv_file_may_have_a_mark_blank_lines_and_lines_within_cells(csv_file):
    """The number of a row does not count blank lines; its line does, and those within cells."""
    path = csv_file('\ufeff\na;b\n\n1;"x\r\ny"\n2;z\n\n3;w\n')

    with opened_table(path, 10, delimiter=";") as table:
        (page,) = table.pages

    assert ("a", "b") == table.columns
    assert [("1", "2", "3"), ("x\r\ny", "z", "w")] == list(page.columns)
    assert [4, 6, 8] == [page.line(place) for place in range(3)]
    assert page.line(1) == 6


def test_a_row_that_lacks_cells_is_broken(csv_file):
    """It is told of, and the others are read; pages go on counting."""
    path = csv_file("a,b\n1,2\n3\n\n4,5\n")

    with opened_table(path, 2) as table:
        first, second = table.pages

    assert {1: "has 1 cells, and the heading names 2 columns"} == first.broken
    assert [("1", None), ("2", None)] == list(first.columns)
    assert (3, 5, ("4",)) == (second.first, second.line(0), second.columns[0])


def test_a_broken_row_is_told_of_with_its_line(csv_file):
    """As a whole: there is no column to blame."""
    path = csv_file("who,claim,act,said\nkirby,visit\n")
    with opened_table(path, 2) as table:
        reader = RowReader(read_mapping({"statement": PLAIN}), table, "UTC")
        (page,) = table.pages

    (problem,) = reader.read(page, 0).problems
    assert f"{path}:2: row 1: has 2 cells, and the heading names 4 columns" == str(problem)


def test_the_schema_of_a_mapping_judges_as_its_reader_does():
    """What is read is valid, and what has a wrong shape is not."""
    check = jsonschema.Draft202012Validator(MAPPING.definition()).is_valid
    whole = {
        "positions": 1,
        "statement": PLAIN
        | {
            "note": {"text": "{a}", "slug": True},
            "reports": [{"outlet": {"constant": "AP"}}],
            "extra": {"x": {"column": "x", "values": {"a": 1}}},
        },
        "actors": {"by": {"names": ["name"], "ids": {"x": "y"}}, "on_behalf_of": None},
        "claims": {"text": "text"},
        "skip": {"act": ["absent"]},
        "nothing": ["NA"],
    }

    read_mapping(whole)
    assert check(whole)
    for wrong in (
        {"statement": {"by": "who"}},
        whole | {"actors": {"to": {}}},
        whole | {"statement": PLAIN | {"note": 1}},
        whole | {"statement": PLAIN | {"nota": "x"}},
        whole | {"skip": {"act": "absent"}},
    ):
        assert not check(wrong)


def test_a_page_of_blank_lines_is_none(csv_file):
    """Whatever its size."""
    assert [("1",), ("2",)] == [each[0] for each in pages(csv_file("a\n1\n\n\n2\n"), 1)[1]]


def test_bytes_that_are_no_utf_8_are_told_of_by_cell(tmp_path):
    """The field that takes the cell refuses it."""
    path = tmp_path / "latin.csv"
    path.write_bytes("who,claim,act,said,note\nkirby,visit,deny,2015,Qu\xe9\n".encode("latin-1"))
    mapping = read_mapping({"statement": PLAIN | {"note": "note"}})

    with opened_table(path, 10) as table:
        reader = RowReader(mapping, table, "UTC")
        (page,) = table.pages
        (problem,) = reader.read(page, 0).problems

    assert str(problem).startswith(f"{path}:2: row 1, column 'note': `note`: has half of a surrog")


def test_values_are_read_as_their_fields_take_them():
    """Numbers, dates and truth values of a table become texts where a text is wanted."""
    row = {
        "n": 3,
        "f": 3.0,
        "x": 2.5,
        "d": Decimal("1.50"),
        "yes": True,
        "day": dt.date(2015, 8, 14),
        "at": dt.datetime(2015, 8, 14, 12, tzinfo=dt.UTC),
        "many": ["a", "b"],
    }
    fields = {
        "claim": {"text": "c-{n}"},
        "to": "f",
        "as": "x",
        "wording": "yes",
        "note": "day",
        "said": "at",
        "seq": "f",
        "utterance": {"constant": "u"},
        "extra": {"n": "n", "x": "x", "d": "d", "day": "day", "yes": "yes", "many": "many"},
    }

    found = said(row, fields)

    assert ("c-3", "3", "2.5", "true", "2015-08-14") == (
        found.claim,
        found.to,
        found.role,
        found.wording,
        found.note,
    )
    assert (dt.datetime(2015, 8, 14, 12, tzinfo=dt.UTC), 3) == (found.said.earliest, found.seq)
    extra = {"n": 3, "x": 2.5, "d": "1.50", "day": "2015-08-14", "yes": True, "many": ["a", "b"]}
    assert extra == found.extra.value


def test_bare_dates_are_of_the_zone_beside_them():
    """A column may name it; else it is that of the table."""
    there = {"zone": {"column": "where", "values": {"M": "Europe/Moscow", "-": None}}}

    zones = [said({"where": each}, there, zone="Asia/Tokyo").said.zone for each in ("M", "-")]

    assert ["Europe/Moscow", "Asia/Tokyo"] == zones


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("note", "x", "x"),
        ("note", "", None),
        ("note", "NA", None),
        ("note", float("nan"), None),
        ({"column": "note", "values": {"x": "y", "1": "one"}}, "x", "y"),
        ({"column": "note", "values": {"x": "y", 1: "one"}}, 1, "one"),
        ({"column": "note", "values": {True: "one"}}, True, "one"),
        ({"column": "note", "values": {"x": None}}, "x", None),
        ({"text": "{note}{{{claim}}}"}, "x", "x{visit}"),
        ({"text": "{note}-"}, "", None),
        ({"column": "note", "slug": True}, " Côte d'Ivoire (2) ", "cote-d-ivoire-2"),
        ({"constant": "50 %"}, "x", "50 %"),
    ],
)
def test_a_cell_gives_a_text(cell, value, expected):
    """From a column, several, or none; where one holds nothing, there is nothing."""
    assert expected == said({"note": value}, {"note": cell}, nothing=["NA"]).note


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.50", 0.5), (" 7 ", 7), (Decimal(3), 3), (Decimal("0.25"), 0.25), (2.5, 2.5)],
)
def test_a_number_may_be_written_as_text(value, expected):
    """Where the mapping says that it is one."""
    cell = {"extra": {"score": {"column": "score", "number": True}}}

    assert {"score": expected} == said({"score": value}, cell).extra.value


def test_lists_are_split_or_come_as_lists():
    """Of one value, where a list is wanted, a list is made."""
    row = {"tags": "a; b;;", "via": ["x", "y"], "one": "z", "who": "kirby"}
    claims = {"tags": {"column": "tags", "split": ";"}, "about": "one"}
    stated = {"reports": [{"via": "via", "outlet": "one"}], "stance": {"constant": ["denied"]}}

    found = entries(row, stated, claims=claims)

    assert found.claim is not None
    assert (("a", "b"), ("z",)) == (found.claim.tags, found.claim.about)
    assert ("x", "y") == found.statements[0].reports[0].via
    untagged = entries(row | {"tags": " ; "}, stated, claims=claims).claim
    assert untagged is not None
    assert () == untagged.tags


def test_a_joint_statement_has_several_speakers():
    """It is as many statements."""
    by = {"by": {"column": "who", "split": "+"}}

    assert ["a", "b"] == [each.statement.by for each in entries({"who": "a + b"}, by).statements]


def test_a_report_is_left_out_where_its_columns_are_empty():
    """One of constants alone is always there."""
    reports = [{"outlet": "o", "lang": {"constant": "en"}}, {"outlet": {"constant": "AP"}}]

    first = entries({"o": "TASS"}, {"reports": reports}).statements[0].reports
    second = entries({"o": ""}, {"reports": reports}).statements[0].reports

    assert [("TASS", "en"), ("AP", None)] == [(each.outlet, each.lang) for each in first]
    assert ["AP"] == [each.outlet for each in second]


def test_actors_and_claims_are_met_on_the_way():
    """Each with the fields that its columns give; none where nobody is named."""
    row = {"name": "John Kirby", "old": "JK|Kirb", "q": "Q1", "text": "He came", "whose": ""}
    actors = {
        "by": {
            "kind": {"constant": "person"},
            "names": ["name", {"column": "old", "split": "|"}],
            "ids": {"wikidata": "q", "other": {"constant": None}} and {"wikidata": "q"},
        },
        "on_behalf_of": None,
    }

    found = entries(row, {"on_behalf_of": "whose"}, actors=actors, claims={"text": "text"})

    (kirby,) = found.actors
    assert ["John Kirby", "JK", "Kirb"] == [each.text for each in kirby.names]
    assert found.claim is not None
    assert ({"wikidata": "Q1"}, "He came") == (dict(kirby.actor.ids), found.claim.text)


def test_what_is_odd_is_told_with_its_row():
    """It is accepted."""
    found = entries({"p": "2015-08-01"}, {"reports": [{"published": "p"}]})

    (odd,) = found.odd
    assert "row 1: `reports[0].published`: it was published (2015-08-01) before" in str(odd)


@pytest.mark.parametrize(
    ("row", "statement", "expected"),
    [
        (
            {"act": "denny"},
            {},
            [("act", "denny", "`act`: the text 'denny' is not an act; did you")],
        ),
        ({"act": ""}, {}, [(None, None, "a statement needs `act`")]),
        (
            {"act": "maybe"},
            {"act": {"column": "act", "values": {"yes": "support"}}},
            [("act", "maybe", "`act`: 'maybe' is none of the `values`: 'yes'")],
        ),
        (
            {"act": "z"},
            {"act": {"column": "act", "values": dict.fromkeys("abcdefghi", "deny")}},
            [
                (
                    "act",
                    "z",
                    "`act`: 'z' is none of the `values`: 'a', 'b', 'c', 'd', 'e', 'f', 'g',",
                )
            ],
        ),
        (
            {"said": "2015-13", "who": "?"},
            {},
            [("who", "?", "`by`: '?' is not an id"), ("said", "2015-13", "`said`: '2015-13' is")],
        ),
        (
            {"who": "Кирби"},
            {"by": {"column": "who", "slug": True}},
            [("who", "Кирби", "`by`: no id can be made of 'Кирби', which has no Latin letters")],
        ),
        (
            {"x": "many"},
            {"extra": {"x": {"column": "x", "number": True}}},
            [("x", "many", "`extra.x`: 'many' is not a number")],
        ),
        (
            {"x": "1e999"},
            {"extra": {"x": {"column": "x", "number": True}}},
            [("x", "1e999", "`extra.x`: '1e999' is not a number")],
        ),
        ({"x": b"x"}, {"note": "x"}, [("x", b"x", "`note`: expected a text, found a value of ty")]),
        (
            {"x": b"x"},
            {"by": {"column": "x", "slug": True}},
            [("x", b"x", "`by`: expected an id, found a value of type bytes")],
        ),
        (
            {"x": "no", "y": "b"},
            {"claim": {"text": "{x} {y}"}},
            [("x, y", ("no", "b"), "`claim`: 'no b' is not an id")],
        ),
        (
            {"x": "bad time"},
            {"reports": [{"outlet": {"constant": "AP"}, "published": "x"}]},
            [("x", "bad time", "`reports[0].published`: 'bad time' is not a time")],
        ),
        (
            {"x": "affirmed"},
            {"stance": "x"},
            [("x", "affirmed", "`stance`: `deny` does not go with affirmed")],
        ),
    ],
)
def test_what_is_wrong_is_told_by_column_and_value(row, statement, expected):
    """Each with what would be right; all of a row at once."""
    found = whys(row, statement)

    assert len(expected) == len(found)
    for (column, value, why), told in zip(expected, found, strict=True):
        assert (column, value) == told[:2]
        assert told[2].startswith(why)


@pytest.mark.parametrize(
    ("more", "row", "expected"),
    [
        ({"claims": {}}, {"claim": "?"}, ("claim", "`claim`: '?' is not an id")),
        (
            {"claims": {"kind": "k"}},
            {"k": "fac"},
            ("k", "`claims.kind`: the text 'fac' is not a k"),
        ),
        (
            {"actors": {"by": {"names": ["k"]}}},
            {"k": "\n"},
            ("k", "`actors.by.names[0]`: is empty"),
        ),
        (
            {"actors": {"by": {"ids": {"x": "k"}}}},
            {"k": b"x"},
            ("k", "`actors.by.ids.x`: expected a text"),
        ),
    ],
)
def test_what_is_wrong_with_actors_and_claims_is_told_too(more, row, expected):
    """By their own fields."""
    ((column, _, why),) = whys(row, **more)

    assert (expected[0], True) == (column, why.startswith(expected[1]))


def test_several_speakers_cannot_be_named_by_one_column():
    """Nor put on record by it."""
    ((_, _, why),) = whys(
        {"who": "a+b"}, {"by": {"column": "who", "split": "+"}}, actors={"by": {}}
    )

    assert why == "`by` holds several, of which only one could be named here"


def test_rows_are_skipped_as_the_mapping_says():
    """By what stands in a column, as people write it."""
    mapping = read_mapping(
        {"statement": PLAIN, "skip": {"act": ["absent", ""], "n": [0], "who": ["b"]}}
    )
    table = pa.table(
        {
            "who": ["a"] * 4,
            "claim": ["c"] * 4,
            "said": ["2015"] * 4,
            "act": ["deny", "absent", None, "deny"],
            "n": [1, 1, 1, 0],
        }
    )

    with opened_table(table, 10) as opened:
        reader = RowReader(mapping, opened, "UTC")
        (page,) = opened.pages

    assert [0] == reader.kept(page)


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ({}, "a mapping of columns needs `statement`"),
        ({"statement": {"by": "who"}}, "a statement needs `claim`"),
        ({"statement": []}, "expected the fields of a statement, each with a column, found a list"),
        (
            {"statement": PLAIN | {"sad": "x"}},
            "'sad' is no field of a statement here; did you mean",
        ),
        ({"statement": PLAIN | {"q9": "x"}}, "'q9' is no field of a statement here; use ['id',"),
        ({"statement": PLAIN | {"note": 1}}, "statement.note: expected a text, found the number 1"),
        ({"statement": PLAIN | {"note": {}}}, "where a field comes from has either `column` or"),
        (
            {"statement": PLAIN | {"note": {"text": "x"}}},
            "names no column within braces; write {con",
        ),
        ({"statement": PLAIN | {"note": {"text": 1}}}, "statement.note.text: expected a text"),
        ({"statement": PLAIN | {"note": {"text": "{a"}}}, "statement.note.text: expected '}'"),
        ({"statement": PLAIN | {"note": {"text": "{a!r}"}}}, "the name of a column alone, not 'a'"),
        (
            {"statement": PLAIN | {"note": {"text": "{}"}}},
            "the name of a column alone, not 'nothing'",
        ),
        (
            {"statement": PLAIN | {"note": {"column": "a", "slug": "maybe"}}},
            "statement.note.slug: expected true or false, found the text 'maybe'",
        ),
        (
            {"statement": PLAIN | {"note": {"column": "a", "values": ["x"]}}},
            "statement.note.values: expected a mapping such as {yes: affirmed}, found a list",
        ),
        ({"statement": PLAIN | {"extra": "x"}}, "statement.extra: expected a mapping (`name: colu"),
        ({"statement": PLAIN | {"extra": {"x": 1}}}, "statement.extra.x: expected a text"),
        ({"statement": PLAIN, "actors": []}, "actors: expected a mapping such as {by: {kind: …}}"),
        (
            {"statement": PLAIN, "actors": {"to": {}}},
            "no field 'to' names actors; those are by, on",
        ),
        ({"statement": PLAIN, "skip": []}, "skip: expected a mapping (`column: [texts]`)"),
        ({"statement": PLAIN, "skip": {"act": "x"}}, "skip.act: expected a list"),
        ({"statement": PLAIN, "delimiter": "ab"}, "delimiter: expected one character, found"),
        ({"statement": PLAIN, "zone": "Mars"}, "zone: the text 'Mars' is not a time zone"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(mapping, why):
    """With the path of what is wrong, and what would be right."""
    with pytest.raises(InvalidCase) as caught:
        read_mapping(mapping)

    assert why in str(caught.value)


def test_a_mapping_is_a_document_with_lines(tmp_path):
    """Of a file, the line is named; of an unreadable one, the reason."""
    path = tmp_path / "columns.yaml"
    text = "positions: 1\nstatement:\n  by: {column: who, slug: yes}\n  claim: claim\n"
    path.write_text(text + "  act: act\n  said: said\n", encoding="utf-8")

    with pytest.raises(InvalidCase, match=r"columns\.yaml:3: statement\.by\.slug: expected true"):
        read_mapping(path)
    with pytest.raises(InvalidCase, match=r"no\.yaml: cannot be read"):
        read_mapping(tmp_path / "no.yaml")
    again = text.replace("slug: yes", "values: {k: kirby}").replace("claim: claim", "note:")
    path.write_text(again + "  claim: claim\n  act: act\n  said: said\n", encoding="utf-8")
    with opened_table(pa.Table.from_pylist([ROW | {"who": "k"}]), 10) as table:
        reader = RowReader(read_mapping(path), table, "UTC")
        (page,) = table.pages
        assert "kirby" == reader.read(page, 0).statements[0].statement.by
    path.write_text("", encoding="utf-8")
    with pytest.raises(InvalidCase, match="needs `statement`"):
        read_mapping(path)
    path.write_text(text.replace("yes", "false") + "  act: act\n  said: said\nskip: {act: [no]}\n")
    assert {"act": ("no",)} == read_mapping(path).skip


def test_columns_that_are_not_there_are_told_of_at_once():
    """With those that were probably meant; a column of structs cannot be mapped."""
    mapping = read_mapping(
        {
            "statement": PLAIN | {"note": "saidd", "to": "struct", "wording": "zzz"},
            "skip": {"actt": []},
        }
    )
    table = pa.Table.from_pylist([ROW | {"struct": {"x": 1}}])

    with opened_table(table, 10) as opened, pytest.raises(InvalidCase) as caught:
        RowReader(mapping, opened, "UTC")

    told = {each.path: each.why for each in caught.value.problems}
    assert told["statement.note"] == "the table has no column 'saidd'; did you mean 'said'?"
    assert told["statement.to"].startswith("the column 'struct' holds Struct(")
    assert told["statement.to"].endswith("; make columns of plain values of it")
    assert told["statement.wording"].startswith("the table has no column 'zzz'; there are 'who', ")
    assert told["skip.actt"].endswith("did you mean 'act'?")


def test_a_column_of_no_plain_values_may_stand_beside_others():
    """Nobody asks for it."""
    table = pa.table(
        {
            "struct": [{"x": 1}],
            "runs": pa.RunEndEncodedArray.from_arrays([1], ["x"]),
            "lists": pa.array([[[1]]]),
            "a": ["x"],
        }
    )

    with opened_table(table, 10) as opened:
        (page,) = opened.pages

    assert {"struct", "runs"} == set(opened.closed)
    assert ([None], [None], ["x"]) == (page.columns[0], page.columns[1], page.columns[3])


@pytest.mark.parametrize("seconds", [2**40, 2**62])
def test_a_value_that_python_has_none_for_is_refused(seconds):
    """The column is named: arro3 says of some that they are wrong, of others that there is none."""
    far = pa.table({"a": pa.array([seconds], pa.timestamp("s"))})

    with pytest.raises(InvalidTable, match=r"column 'a': it holds .+ Python has no value for"):
        pages(far)


def test_what_reads_arrow_may_not_be_installed(monkeypatch):
    """The sentence says what to install."""
    monkeypatch.setitem(sys.modules, "arro3.core", None)
    monkeypatch.delitem(sys.modules, "positions.columns.arriving", raising=False)

    with pytest.raises(ImportError, match=r"pip install positions\[arrow\]"):
        pages(pa.table({"a": ["x"]}))


def test_errors_of_tables_pickle():
    """By what they carry."""
    with pytest.raises(InvalidTable) as caught:
        pages("no.csv")

    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own

    assert (str(caught.value), 0, 0) == (str(again), again.recorded, again.rows)
