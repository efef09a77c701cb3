"""Law 7, on a cluster: what Spark puts together of many tasks is what one replay answers."""

import importlib
import sys
from typing import Any

import pyarrow as pa
import pytest
from examples import un_votes
from hypothesis import given, settings

import positions
import positions.spark
from positions import History, InvalidQuestion, InvalidWhen
from positions.columns.answers import MATRIX, POSITIONS
from positions.exchange.parquet import InvalidExport, write_log
from positions.exchange.parquet.tables import schema_of
from positions.testing import cuts
from tests.entangled import entangled_logs
from tests.exchange.pairs import paired_logs
from tests.exchange.partitions import skewed, written
from tests.strategies import askings

# Each example is two jobs of Spark, of a second each.
FEW = settings(max_examples=max(settings().max_examples // 50, 1))
SEED = "seeds/soleimani-moscow-2015.yaml"


def local(schema, answer):
    """Return an answer of this process as rows."""
    return pa.table(answer).cast(schema_of(schema).remove_metadata()).to_pylist()


def collected(frame):
    """Return a frame of Spark as rows, in order."""
    rows = frame.toArrow().to_pylist()
    return sorted(rows, key=lambda row: (row["actor"], row["claim"]))


@pytest.fixture(scope="session")
def log(tmp_path_factory):
    """Return the folder of the founding case, as Parquet."""
    folder = tmp_path_factory.mktemp("spark") / "log"
    with positions.open(":memory:") as ledger:
        ledger.load(SEED)
        with write_log(folder, buckets=3) as lines:
            ledger.export(lines)
    return folder


@given(skewed(entangled_logs() | paired_logs()), cuts(), askings())
@FEW
def test_law_07_a_cluster_answers_like_the_fold(session, log, cut, asking):
    """Law 7: ties, identities, late mandates, private words, conditions: all as in one replay."""
    heard = {"policy": asking["policy"], "include": asking["include"]}
    view = History.of(log).as_of(**cut)
    with written(log, buckets=3) as folder:
        matrix = positions.spark.matrix(session, folder, **cut, **heard)
        held = positions.spark.positions(session, folder, **cut, **asking)

        assert local(MATRIX, view.matrix(**heard)) == collected(matrix)
        assert local(POSITIONS, view.positions(**asking)) == collected(held)


def test_law_07_the_votes_of_a_session(session, tmp_path):
    """Law 7: the General Assembly of 2015, at a date within it."""
    roll_calls, votes = un_votes.sample()
    asked = {each["roll_call"] for each in roll_calls[:24]}
    with positions.open(":memory:") as ledger:
        ledger.load(
            un_votes.case((roll_calls[:24], [each for each in votes if each["roll_call"] in asked]))
        )
        with write_log(tmp_path / "log", buckets=4) as lines:
            ledger.export(lines)
        expected = local(MATRIX, ledger.as_of("2015-12-07").matrix())
    frame = positions.spark.matrix(session, tmp_path / "log", as_of="2015-12-07")

    assert len(expected) > 1_000
    assert expected == collected(frame)


def test_a_frame_says_what_its_columns_hold(session, log):
    """The columns are those of the tables of one machine, with what they say as the comment."""
    for schema, asked in ((MATRIX, positions.spark.matrix), (POSITIONS, positions.spark.positions)):
        frame = asked(session, log)

        assert schema.names == tuple(frame.columns)
        assert [each.doc for each in schema.columns] == [
            field.metadata["comment"] for field in frame.schema
        ]


def test_bare_dates_are_read_in_the_zone_of_the_ledger(session, log):
    """A cut means the same day as in the ledger, unless another zone is given."""
    with positions.open(":memory:") as ledger:
        ledger.load(SEED)
        for zone in (None, "Asia/Tokyo"):
            cut: dict[str, Any] = {"as_of": "2015-08-14", "known_by": "2015-08-14", "zone": zone}
            expected = local(MATRIX, ledger.as_of(**cut).matrix(include="private"))
            frame = positions.spark.matrix(session, log, **cut, include="private")

            assert expected == collected(frame)


def test_there_is_a_task_for_each_bucket_but_for_those_that_meet(session, log):
    """Small parts are not put into one task: a bucket is not much to read and much to replay."""
    assert 3 == positions.spark.matrix(session, log).rdd.getNumPartitions()


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"as_of": "yesterday"}, InvalidWhen),
        ({"policy": "loudest"}, InvalidQuestion),
        ({"include": ["secret"]}, InvalidQuestion),
    ],
    ids=["cut", "policy", "include"],
)
def test_what_cannot_be_asked_is_refused_at_once(session, log, asked, error):
    """The error is the one of the library, and comes before any task does."""
    with pytest.raises(error):
        positions.spark.matrix(session, log, **asked)


def test_what_is_no_log_is_refused(session, tmp_path):
    """A folder has to say that it is a log, and of which format."""
    (tmp_path / "log.json").write_text("{}\n", encoding="utf-8")
    with pytest.raises(InvalidExport, match="does not say"):
        positions.spark.matrix(session, tmp_path)
    (tmp_path / "log.json").write_text("", encoding="utf-8")
    with pytest.raises(InvalidExport, match="does not say"):
        positions.spark.positions(session, tmp_path)


def test_spark_is_asked_for_by_name(monkeypatch):
    """Who has no pyspark is told what to install."""
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.delitem(sys.modules, "positions.spark.frames")
    with pytest.raises(ImportError, match=r"positions\[spark\]"):
        importlib.import_module("positions.spark.frames")


def test_a_log_without_events_has_no_positions(session, tmp_path):
    """Nobody is on record, and the frame has its columns all the same."""
    with write_log(tmp_path / "log"):
        pass

    assert [] == positions.spark.positions(session, tmp_path / "log").collect()
    assert 0 == len(History.of(()).as_of().positions())
