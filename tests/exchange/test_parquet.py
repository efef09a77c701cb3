"""A log as Parquet: what ties claims, what a row says, and what is no log."""

import importlib
import json
import shutil
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zlib import crc32

import pytest
from attrs import evolve
from examples import un_votes
from pyarrow import parquet

import positions
from positions import History
from positions.exchange.parquet import InvalidExport, read_log, write_log
from positions.exchange.parquet.columns import EVENTS
from positions.exchange.parquet.folder import described
from positions.exchange.parquet.parts import InvalidLine
from positions.exchange.parquet.tables import schema_of
from positions.exchange.parquet.ties import Ties
from positions.spark.task import Task, placed
from tests.exchange.partitions import ENGINES, written

SEED = Path(__file__).parents[2] / "seeds/soleimani-moscow-2015.yaml"
MANY = 64
"""So many buckets that no two of the claims `a`, `b` and `c` share one by chance."""


def recorded(*statements, **sections):
    """Return the events of a case on the claims `a`, `b` and `c`."""
    case = {
        "positions": 1,
        "zone": "UTC",
        "actors": {actor: {} for actor in ("x", "y", "z")},
        "claims": {claim: {"text": f"It is {claim}"} for claim in ("a", "b", "c")},
        "statements": [
            {"by": "x", "claim": "a", "act": "confirm", "said": "2015-08-05"} | each
            for each in statements
        ],
    }
    lines = BytesIO()
    with positions.open(":memory:") as ledger:
        ledger.load(case | sections)
        ledger.export(lines)
        return tuple(ledger.history()), lines.getvalue()


def parts(folder):
    """Return the claims that stand together in a bucket."""
    found = (parquet.read_table(each) for each in folder.glob("claims/*/events.parquet"))
    return {tuple(sorted(set(each["claim"].to_pylist()))) for each in found if each.num_rows}


def alone(folder, claim, cut, **options):
    """Return the positions that the bucket of a claim gives with the actors alone."""
    actors = tuple(placed(parquet.read_table(folder / "actors")))
    task = Task(asked="positions", cut=cut, options=options, actors=actors)
    tables = map(parquet.read_table, folder.glob("claims/*/events.parquet"))
    (own,) = (each for each in tables if claim in each["claim"].to_pylist())
    return {
        (row["actor"], row["claim"]): row["kind"]
        for row in task.replay(own).to_pylist()
        if row["claim"] == claim
    }


UNTIED = {("a",), ("b",), ("c",)}


@pytest.mark.parametrize(
    ("statements", "sections", "expected"),
    [
        ([{"id": "1"}, {"id": "2", "claim": "b"}], {}, UNTIED),
        (
            [{"id": "1"}, {"id": "2", "claim": "b", "follows": ["1"]}],
            {},
            {("a", "b"), ("c",)},
        ),
        (
            [{"id": "1", "utterance": "u", "seq": 1}, {"claim": "b", "utterance": "u", "seq": 2}],
            {},
            {("a", "b"), ("c",)},
        ),
        ([{"id": "1", "utterance": "u"}, {"claim": "b", "utterance": "u"}], {}, UNTIED),
        ([], {"relations": [["c", "entails", "a"]]}, {("a", "c"), ("b",)}),
        (
            [{"id": "1"}, {"id": "2", "claim": "b", "follows": ["1"]}],
            {"relations": [["c", "entails", "b"]]},
            {("a", "b", "c")},
        ),
    ],
    ids=["nothing", "follows", "seq", "an utterance alone", "a relation", "through another"],
)
def test_claims_that_are_tied_stand_together(statements, sections, expected):
    """What the known order, or a relation, ties over claims is in one bucket."""
    log, _ = recorded(*statements, **sections)
    with written(log, MANY) as folder:
        assert expected == parts(folder)


def test_a_long_chain_of_ties_is_one_bucket():
    """Ties are transitive in whatever order they come, and the first claim names them all."""
    log, _ = recorded(
        {"id": "c1", "claim": "c"},
        {"id": "b1", "claim": "b", "follows": ["c1"]},
        {"id": "a1", "claim": "a", "follows": ["b1"]},
    )
    ties = Ties()
    for each in log:
        ties.take(each.stream.removeprefix("claim:"), each.event)

    assert ["a", "a", "a"] == [ties.root(claim) for claim in "cba"]


def test_law_07_what_a_seq_on_another_claim_says_is_heard():
    """Law 7: a time that is narrowed by words on another claim is so in the bucket."""
    log, _ = recorded(
        {"id": "1", "said": "2015-08-01/2015-08-10", "utterance": "u", "seq": 1},
        {"id": "2", "said": "2015-08-03", "claim": "b", "utterance": "u", "seq": 2},
    )
    with written(log, MANY) as folder:
        found = alone(folder, "a", {"as_of": "2015-08-04"})

    assert "affirmed" == History.of(log).as_of("2015-08-04").position("x", "a").kind
    assert {("x", "a"): "affirmed"} == found


def test_law_07_what_follows_from_another_claim_is_inferred():
    """Law 7: claims that are related are replayed together, so that one follows from the other."""
    log, _ = recorded({"id": "1"}, relations=[["a", "entails", "b"]])
    with written(log, MANY) as folder:
        assert {("x", "b"): "affirmed"} == alone(folder, "b", {}, infer=True)


def test_law_07_a_clock_that_went_back_is_made_monotone():
    """Law 7: what is recorded after another event was recorded no earlier, in every bucket."""
    log, _ = recorded({"id": "1"}, {"id": "2", "claim": "b"})
    back = (*log[:-1], evolve(log[-1], recorded_at=log[-1].recorded_at - timedelta(days=9)))
    cut = {"recorded_by": log[0].recorded_at - timedelta(days=1)}
    with written(back, MANY) as folder:
        assert {} == alone(folder, "b", cut)
        assert {("x", "b"): "affirmed"} == alone(folder, "b", {})
        assert all(not engine(folder, **cut) for engine in ENGINES.values())


@pytest.mark.parametrize(
    ("statements", "cut", "expected"),
    [
        ([{}], {}, "affirmed"),
        ([{}, {"act": "deny", "said": "2015-08-06"}], {}, "denied"),
        ([{}, {"act": "no_response", "said": "2015-08-06"}], {}, "affirmed"),
        ([{}, {"act": "deny"}], {}, None),
        ([{}, {"act": "deny", "said": "2015-08-06", "utterance": "u"}], {}, "denied"),
        (
            [
                {"utterance": "u", "said": "2015-08"},
                {"act": "hedge", "said": "2015-08", "utterance": "u"},
            ],
            {},
            None,
        ),
        ([{"id": "1", "said": "2015-08"}, {"act": "deny", "follows": ["1"]}], {}, None),
        ([{"said": "2015-08"}], {"as_of": "2015-08-20"}, None),
        (
            [{"reports": [{"published": "2015-08-09"}]}],
            {"as_of": "2015-08-06", "known_by": "2015-08-08"},
            "no row",
        ),
        ([{"reports": [{"published": "2015-08-09", "stance": "denied"}]}], {}, None),
        ([{"act": "support", "on_behalf_of": "y"}], {}, "affirmed"),
        ([{"act": "support", "on_behalf_of": "y", "ground_rule": "on_background"}], {}, None),
    ],
    ids=range(12),
)
@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_which_pairs_are_plain(engine, statements, cut, expected):
    """A query says of a pair where it stands, or that the library has to be asked."""
    log, _ = recorded(*statements)
    with written(log) as folder:
        stance, plain = engine(folder, **cut).get(("x", "a"), ("no row", True))

    assert expected == (stance if plain else None)


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_law_07_every_vote_of_a_session_is_plain(engine):
    """Law 7: on the votes of a session a query gives the whole matrix."""
    lines = BytesIO()
    with positions.open(":memory:") as ledger:
        ledger.load(un_votes.case(un_votes.sample()))
        ledger.export(lines)
        log, matrix = tuple(ledger.history()), ledger.as_of("2015-12-17").matrix()
    with written(log) as folder:
        found = engine(folder, as_of="2015-12-18T05:00Z")

    assert len(found) > 10_000
    assert {cell: (str(each), True) for cell, each in matrix.items()} == found


def test_the_columns_are_those_of_the_schema(tmp_path):
    """Every file has the documented columns, and says what they are; buckets may be empty."""
    _, lines = recorded({"id": "1"})
    with write_log(tmp_path / "log", buckets=3) as file:
        file.write(lines)
    files = sorted((tmp_path / "log").glob("**/*.parquet"))

    assert 4 == len(files)
    for each in files:
        found = parquet.read_schema(each)
        assert found.equals(schema_of(EVENTS))
        assert [column.doc for column in EVENTS.columns] == [
            field.metadata[b"doc"].decode() for field in found
        ]


def test_a_row_says_what_is_known_and_for_how_long(tmp_path):
    """An amendment, a report and a void each end what was on record, and say what is from then."""
    with positions.open(":memory:") as ledger:
        ledger.load(
            {"positions": 1, "actors": {"x": {}}, "claims": {"a": {"text": "It is a"}}}
            | {"statements": [{"id": "1", "by": "x", "claim": "a", "act": "deny", "said": "2015"}]}
        )
        ledger.amend("1", said="2015-08", why="transcript")
        ledger.add_report("1", outlet="Wire", published="2015-08-09")
        ledger.void("1", why="never said")
        with write_log(tmp_path / "log") as file:
            ledger.export(file)
    rows = parquet.read_table(tmp_path / "log/claims/bucket=0/events.parquet").to_pylist()

    assert ["1"] * 4 == [row["statement"] for row in rows[1:]]
    assert [None, "2015", "2015-08", "2015-08", None] == [row["said"] for row in rows]
    assert [row["event"] for row in rows[2:]] == [row["superseded_by"] for row in rows[1:4]]
    assert [row["recorded_at"] for row in rows[2:]] == [row["superseded_at"] for row in rows[1:4]]
    assert (rows[3]["disclosed_earliest"].day, rows[2]["disclosed_earliest"].day) == (9, 1)


def test_a_row_of_an_actor_says_whose_answers_it_bears_on(tmp_path):
    """A mandate bears on the body, and a judgement on all that it joins; a name on nobody."""
    with positions.open(":memory:") as ledger:
        for actor in ("x", "y", "z"):
            ledger.add_actor(actor, names=[actor])
        ledger.give_mandate(by="x", body="y")
        ledger.judge_identity("same", ["x", "z"])
        with write_log(tmp_path / "log") as file:
            ledger.export(file)
    rows = parquet.read_table(tmp_path / "log/actors").to_pylist()

    assert [["y"], ["x", "z"]] == [row["bears_on"] for row in rows if row["bears_on"]]
    assert {"x", "y", "z", None} == {row["actor"] for row in rows}


def test_an_export_of_nothing_is_read_as_nothing(tmp_path):
    """A log without events has its folders and columns all the same."""
    with write_log(tmp_path / "log", buckets=2):
        pass

    assert [] == list(read_log(tmp_path / "log"))


def test_progress_is_told_to_the_end(tmp_path):
    """Whoever asks is told how many events stand in their part, of how many."""
    _, lines = recorded({"id": "1"}, {"id": "2", "claim": "b"})
    told = []
    with write_log(tmp_path / "log", buckets=2, progress=lambda *each: told.append(each)) as file:
        file.write(lines)
    count = lines.count(b"\n")

    assert (count, count) == told[-1]
    assert 3 == len(told)


def test_what_is_there_is_left_alone(tmp_path):
    """A log is written to a new folder, and nothing beside it is left where that cannot be."""
    with pytest.raises(InvalidExport, match="is there already"), write_log(tmp_path):
        pass
    _, lines = recorded()
    wrong = lines[: lines.index(b"\n") + 1] + b"{}\n"
    with pytest.raises(InvalidLine, match="line 2: "), write_log(tmp_path / "log") as file:
        file.write(wrong)
    with pytest.raises(ValueError, match="at least 1"), write_log(tmp_path / "x", buckets=0):
        pass

    assert [] == list(tmp_path.iterdir())


def changed(folder, **about):
    """Have a log say something else of itself."""
    told = json.loads((folder / "log.json").read_text()) | about
    (folder / "log.json").write_text(json.dumps(told))


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda log: (log / "log.json").unlink(), r"there is no log\.json"),
        (lambda log: (log / "log.json").write_text("["), "does not say that this is a log"),
        (lambda log: changed(log, positions=1), "does not say that this is a log"),
        (lambda log: changed(log, format=9), "it is of format 9, and this release reads 1"),
        (lambda log: changed(log, events=99), "it is not whole: event"),
        (lambda log: shutil.rmtree(log / "actors"), "cannot be read"),
        (lambda log: shutil.rmtree(log / "claims"), "it is not whole: event"),
        (lambda log: shutil.rmtree(log / f"claims/bucket={crc32(b'b') % 5}"), "event 6 of 9"),
        (
            lambda log: (log / "actors/events.parquet").write_bytes(b"PAR1"),
            "cannot be read",
        ),
    ],
    ids=["nothing", "no JSON", "other", "format", "events", "actors", "claims", "a bucket", "file"],
)
def test_what_is_no_whole_log_is_refused(tmp_path, damage, why):
    """It is an error that says what is missing; a log is never read in part without a word."""
    log = tmp_path / "log"
    _, lines = recorded({"id": "1"}, {"id": "2", "claim": "c"})
    with write_log(log, buckets=5) as file:
        file.write(lines)
    damage(log)

    with pytest.raises(InvalidExport, match=why):
        list(read_log(log))


def test_law_08_into_a_ledger_and_out_again(tmp_path):
    """Law 8: export, import, export: the same bytes, by way of Parquet."""
    first, again = BytesIO(), BytesIO()
    with positions.open(":memory:") as ledger, positions.open(":memory:") as copy:
        ledger.load(SEED)
        ledger.export(first)
        with write_log(tmp_path / "log") as lines:
            ledger.export(lines)
        copy.import_from(read_log(tmp_path / "log"))
        copy.export(again)

    assert first.getvalue() == again.getvalue()


def test_pyarrow_is_asked_for_by_name(monkeypatch):
    """Who has no pyarrow is told what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "positions.exchange.parquet")
    monkeypatch.delitem(sys.modules, "positions.exchange.parquet.folder")
    with pytest.raises(ImportError, match=r"positions\[parquet\]"):
        importlib.import_module("positions.exchange.parquet")


def test_a_description_has_to_be_of_a_log():
    """What `log.json` says is judged by itself too, as Spark reads it by its own means."""
    with pytest.raises(InvalidExport, match="does not say"):
        described("", "log")
