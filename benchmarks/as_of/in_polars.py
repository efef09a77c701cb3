"""Polars, in memory: by groups over a table in any order, and over one that is kept sorted."""

from typing import Any

import numpy as np
import polars as pl
from benchmarks.as_of.engine import Stances
from benchmarks.as_of.questions import NOBODY, Questions
from benchmarks.as_of.record import Integers, Record

__all__ = ["PolarsByGroups", "PolarsSorted"]

_BITS = 13
_ACTORS = 1 << _BITS
"""More than there are actors: a pair is a number, claim first."""
_STANCE = (pl.col("packed") & 15).alias("stance")
_LAST_OF_PAIR = (pl.col("pair") != pl.col("pair").shift(-1)).fill_null(value=True)
"""Of rows that are sorted by pair and time, the last of each pair."""
_OF_PAIR = (
    (pl.col("pair") // _ACTORS).cast(pl.Int32).alias("claim"),
    (pl.col("pair") % _ACTORS).cast(pl.Int32).alias("actor"),
)


def _in(end: int | pl.Expr) -> pl.Expr:
    """Say what is in at a cut."""
    return (pl.col("stop") <= end) & pl.col("ended").is_null()


def _table(record: Record) -> pl.DataFrame:
    """Return the columns of a record, sorted by pair and time."""
    if len(record.meta.actors) > _ACTORS:
        why = f"a pair has room for {_ACTORS} actors"
        raise ValueError(why)
    table = record.commitments
    ended = table.ended
    return pl.DataFrame(
        {
            "pair": table.claim << _BITS | table.actor,
            "packed": table.packed,
            "stop": table.stop,
            "ended": pl.Series(ended).cast(pl.Int32).set(pl.Series(ended < 0), None),
        }
    )


class PolarsByGroups:
    """The greatest of each group, asked lazily; the table is in no order."""

    def __init__(self) -> None:
        self._said = pl.LazyFrame()
        self._count = 0

    @property
    def version(self) -> str:
        """Which release."""
        return f"Polars {pl.__version__}, by groups"

    def load(self, record: Record) -> None:
        """Make the table of the columns, and shuffle it."""
        self._said = _table(record).sample(fraction=1.0, shuffle=True, seed=1).lazy()

    def prepared(self, questions: Questions) -> list[tuple[Any, ...]]:
        """Return questions as numbers."""
        columns = (questions.actor, questions.claim, questions.end)
        return list(zip(*(each.tolist() for each in columns), strict=True))

    def point(self, actor: int, claim: int, end: int) -> int | None:
        """Return the stance of an actor on a claim."""
        found = self._said.filter((pl.col("pair") == (claim << _BITS | actor)) & _in(end))
        stance: int | None = found.select(pl.col("packed").max() & 15).collect().item()
        return stance

    def lookups(self, questions: Questions) -> pl.DataFrame:
        """Return the stances to many questions, joined."""
        self._count = len(questions)
        return self._grouped_by_number(_asked(questions).lazy().join(self._said, on="pair"))

    @staticmethod
    def _grouped_by_number(rows: pl.LazyFrame) -> pl.DataFrame:
        found = rows.filter(_in(pl.col("end"))).group_by("number")
        return found.agg(pl.col("packed").max()).select("number", _STANCE).collect()

    def claim(self, claim: int, day: int, end: int) -> pl.DataFrame:  # noqa: ARG002 - its end
        """Return the stances of all actors on a claim."""
        on = pl.col("pair").is_between(claim << _BITS, (claim + 1) << _BITS, closed="left")
        return self._grouped(self._said.filter(on & _in(end))).select("actor", "stance").collect()

    def matrix(self, day: int, end: int) -> pl.DataFrame:  # noqa: ARG002 - its end
        """Return the stances of all actors on all claims."""
        return self._grouped(self._said.filter(_in(end))).collect()

    @staticmethod
    def _grouped(rows: pl.LazyFrame) -> pl.LazyFrame:
        return rows.group_by("pair").agg(pl.col("packed").max()).select(*_OF_PAIR, _STANCE)

    def diff(self, days: tuple[int, int], ends: tuple[int, int]) -> pl.DataFrame:  # noqa: ARG002 - their ends
        """Return the other stances, of the pairs on which something was said between."""
        first, second = ends
        here = self._said.filter(_in(second))
        touched = here.filter(pl.col("stop") > first).select("pair").unique()
        old = (pl.col("packed").filter(pl.col("stop") <= first).max() & 15).alias("old")
        found = here.join(touched, on="pair", how="semi").group_by("pair")
        both = found.agg(old, (pl.col("packed").max() & 15).alias("stance"))
        other = both.filter(pl.col("old").ne_missing(pl.col("stance")))
        return other.select(*_OF_PAIR, "old", "stance").collect()

    def code(self, answer: int | None) -> int:
        """Return the code of a stance."""
        return NOBODY if answer is None else answer

    def codes(self, answer: pl.DataFrame) -> Integers:
        """Return the codes of many, in the order of the questions."""
        found = np.full(self._count, NOBODY, dtype=np.int64)
        found[answer["number"].to_numpy()] = answer["stance"].to_numpy()
        return found

    def stances(self, answer: pl.DataFrame) -> Stances:
        """Return the columns."""
        stance = answer["stance"].to_numpy().astype(np.int64)
        named = "claim" in answer.columns
        return Stances(
            actor=answer["actor"].to_numpy().astype(np.int64),
            claim=answer["claim"].to_numpy().astype(np.int64) if named else np.zeros_like(stance),
            stance=stance,
            old=answer["old"].fill_null(NOBODY).to_numpy() if "old" in answer.columns else None,
        )

    def close(self) -> None:
        """Leave nothing behind."""


class PolarsSorted(PolarsByGroups):
    """The last row of each pair, of a table that is sorted by pair and time."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = pl.DataFrame()
        self._pair = pl.Series()

    @property
    def version(self) -> str:
        """Which release."""
        return f"Polars {pl.__version__}, kept sorted"

    def load(self, record: Record) -> None:
        """Make the table of the columns, in their order."""
        self._rows = _table(record).with_columns(pl.col("pair").set_sorted())
        self._pair = self._rows["pair"]
        self._said = self._rows.lazy()

    def _between(self, begin: int, end: int) -> pl.DataFrame:
        first = self._pair.search_sorted(begin)
        return self._rows.slice(first, self._pair.search_sorted(end) - first)

    def point(self, actor: int, claim: int, end: int) -> int | None:
        """Return the stance of an actor on a claim, sought by bisection."""
        pair = claim << _BITS | actor
        rows = self._between(pair, pair + 1)
        packed = rows["packed"].filter((rows["stop"] <= end) & rows["ended"].is_null())
        return packed[-1] & 15 if len(packed) else None

    def lookups(self, questions: Questions) -> pl.DataFrame:
        """Return the stances to many questions, their rows sought by bisection."""
        self._count = len(questions)
        asked = _asked(questions)
        bounds = asked.with_columns(
            first=self._pair.search_sorted(asked["pair"]).cast(pl.Int64),
            past=self._pair.search_sorted(asked["pair"] + 1).cast(pl.Int64),
        ).filter(pl.col("first") < pl.col("past"))
        rows = bounds.with_columns(row=pl.int_ranges("first", "past")).explode("row")
        here = self._rows.select("packed", "stop", "ended")[rows["row"]]
        return self._grouped_by_number(rows.select("number", "end").hstack(here).lazy())

    def claim(self, claim: int, day: int, end: int) -> pl.DataFrame:  # noqa: ARG002 - its end
        """Return the stances of all actors on a claim."""
        rows = self._between(claim << _BITS, (claim + 1) << _BITS).lazy()
        return self._last(rows, end).select("actor", "stance").collect()

    def matrix(self, day: int, end: int) -> pl.DataFrame:  # noqa: ARG002 - its end
        """Return the stances of all actors on all claims."""
        return self._last(self._said, end).collect()

    @staticmethod
    def _last(rows: pl.LazyFrame, end: int) -> pl.LazyFrame:
        return rows.filter(_in(end)).filter(_LAST_OF_PAIR).select(*_OF_PAIR, _STANCE)


def _asked(questions: Questions) -> pl.DataFrame:
    """Return questions as a table."""
    return pl.DataFrame(
        {
            "number": np.arange(len(questions)),
            "pair": questions.claim << _BITS | questions.actor,
            "end": questions.end,
        }
    )
