"""Answers of a whole log as data frames of Spark."""

# pyright: reportMissingTypeStubs=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyarrow ships no types.

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any

from positions.columns import Type
from positions.exchange.parquet.folder import ACTORS, CLAIMS, described
from positions.model.vocabulary import Policy
from positions.spark.task import READ, SCHEMAS, Task, placed

try:
    from pyspark.sql import types
except ImportError as _error:
    _why = "pyspark is not installed; `pip install positions[spark]`"
    raise ImportError(_why, name="pyspark") from _error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import timedelta

    from pyspark.sql import DataFrame, SparkSession

    from positions.columns import Schema
    from positions.history import Moment
    from positions.model.vocabulary import Visibility

__all__ = ["matrix", "positions"]

_TYPES: Mapping[Type, types.DataType] = {
    Type.NAME: types.StringType(),
    Type.TEXT: types.StringType(),
    Type.TEXTS: types.ArrayType(types.StringType()),
    Type.INTEGER: types.LongType(),
    Type.BOOLEAN: types.BooleanType(),
    Type.TIMESTAMP: types.TimestampType(),
}


def matrix(
    session: SparkSession,
    folder: str | os.PathLike[str],
    *,
    as_of: Moment | None = None,
    known_by: Moment | None = None,
    recorded_by: Moment | None = None,
    zone: str | None = None,
    policy: Policy | str = Policy.LATEST,
    include: Iterable[Visibility | str] = (),
) -> DataFrame:
    """Return where every actor stood on every claim: a row for each cell of `View.matrix`.

    Args:
        session: The session whose cluster replays.
        folder: The log, as any path that Spark can read.
        as_of: As `History.as_of` takes it, and the three that follow.
        known_by: Likewise.
        recorded_by: Likewise.
        zone: Likewise.
        policy: As `View.matrix` takes it, and what follows.
        include: Likewise.

    Raises:
        InvalidExport: the folder holds no log, or one of another format.
        InvalidQuestion: there is no such policy, or no such visibility.
        InvalidWhen: a cut cannot be read as a time.
    """
    cut = {"as_of": as_of, "known_by": known_by, "recorded_by": recorded_by, "zone": zone}
    options = {"policy": policy, "include": _listed(include)}
    return _asked(session, folder, "matrix", cut, options)


def positions(
    session: SparkSession,
    folder: str | os.PathLike[str],
    *,
    as_of: Moment | None = None,
    known_by: Moment | None = None,
    recorded_by: Moment | None = None,
    zone: str | None = None,
    policy: Policy | str = Policy.LATEST,
    window: timedelta | None = None,
    include: Iterable[Visibility | str] = (),
    infer: bool = False,
) -> DataFrame:
    """Return the position of every actor on every claim: a row for each of `View.positions`.

    Args:
        session: The session whose cluster replays.
        folder: The log, as any path that Spark can read.
        as_of: As `History.as_of` takes it, and the three that follow.
        known_by: Likewise.
        recorded_by: Likewise.
        zone: Likewise.
        policy: As `View.positions` takes it, and what follows.
        window: Likewise.
        include: Likewise.
        infer: Likewise.

    Raises:
        InvalidExport: the folder holds no log, or one of another format.
        InvalidQuestion: there is no such policy, or no such visibility.
        InvalidWhen: a cut cannot be read as a time.
    """
    cut = {"as_of": as_of, "known_by": known_by, "recorded_by": recorded_by, "zone": zone}
    options = {"policy": policy, "window": window, "include": _listed(include), "infer": infer}
    return _asked(session, folder, "positions", cut, options)


def _listed(include: Iterable[Visibility | str]) -> tuple[Visibility | str, ...]:
    return (include,) if isinstance(include, str) else tuple(include)


def _asked(
    session: SparkSession,
    folder: str | os.PathLike[str],
    asked: str,
    cut: Mapping[str, Any],
    options: Mapping[str, Any],
) -> DataFrame:
    """Return what every part of the claims answers, each replayed with the actors in one task."""
    path = os.fspath(folder)
    told = session.read.text(f"{path}/log.json", wholetext=True).first()
    about = described("" if told is None else told[0], path)
    actors = session.read.parquet(f"{path}/{ACTORS}").select(*READ).toArrow()
    task = Task(asked=asked, cut=cut, options=options, actors=tuple(placed(actors)))
    task.answered(task.view())  # what cannot be asked is an error here, not in some task

    claims = session.read.parquet(f"{path}/{CLAIMS}").select("bucket", *READ)
    # So many partitions, told outright, are kept: Spark would make few of so few bytes.
    parts = claims.repartition(about["buckets"], "bucket").groupBy("bucket")
    with warnings.catch_warnings():
        # Spark asks for pandas, which nothing here goes through, and minds its next version.
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
        return parts.applyInArrow(
            lambda part: task.replay(part),  # noqa: PLW0108 - Spark counts the `self` of a method
            _schema(SCHEMAS[asked]),
        )


def _schema(schema: Schema) -> types.StructType:
    return types.StructType(
        [
            types.StructField(each.name, _TYPES[each.type], metadata={"comment": each.doc})
            for each in schema.columns
        ]
    )
