# %% [markdown]
# # Who sides with whom: positions as data frames
#
# Each vote in the General Assembly of the United Nations commits a state to a side on a proposal,
# on a day. Here the votes of the session of 2015 go from a data frame into a ledger, and answers
# come back as data frames: whatever a view answers in many rows offers Arrow's
# `__arrow_c_stream__`, which Polars, pandas, DuckDB and pyarrow read as it is.

# %%
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

import positions
from positions.projections import Standings

pl.Config(tbl_rows=8, tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True)
DATA = Path("../data")

# %% [markdown]
# ## From a frame into a ledger
#
# A case is plain data: `to_dicts` makes its statements.

# %%
roll_calls = pl.read_csv(DATA / "un-session-70-roll-calls.csv")
plain = pl.col("country").str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")
votes = (
    pl.read_csv(DATA / "un-session-70-votes.csv")
    .join(roll_calls, on="roll_call")
    .select(
        "country",
        by=plain.str.replace_all("[^a-z0-9]+", "-").str.strip_chars("-"),
        claim=pl.format("roll-call-{}", "roll_call"),
        act=pl.col("vote").replace_strict({"yes": "support", "no": "oppose", "abstain": "abstain"}),
        said="date",
    )
)
states = votes.select("by", "country").unique(maintain_order=True)
case = {
    "positions": 1,
    "zone": "America/New_York",  # where the Assembly sits
    "actors": {by: {"kind": "state", "names": [country]} for by, country in states.iter_rows()},
    "claims": {
        f"roll-call-{number}": {"kind": "proposal", "text": f"Motion {number} should be carried"}
        for number in roll_calls["roll_call"]
    },
    "statements": votes.drop("country").to_dicts(),
}

ledger = positions.open(":memory:")
loaded = ledger.load(case)
print(f"{len(loaded.recorded):,} events recorded")

# %% [markdown]
# ## The matrix is a frame
#
# One row for each state and roll call, as of any day. `score` runs from 3, for, to -3, against;
# an abstention is 0.

# %%
matrix = pl.DataFrame(ledger.as_of("2015-12-31").matrix())
matrix.select("actor", "claim", "kind", "score")

# %% [markdown]
# On how many of the roll calls did two states take the same side?

# %%
held = matrix.select(pl.col("actor", "claim").cast(pl.String), "score")
agreement = (
    held.join(held, on="claim", suffix="_other")
    .filter(pl.col("actor") < pl.col("actor_other"))
    .group_by("actor", "actor_other")
    .agg(same=(pl.col("score") == pl.col("score_other")).sum(), shared=pl.len())
    .with_columns(share=(pl.col("same") / pl.col("shared")).round(2))
    .filter(pl.col("shared") >= 60)
    .sort("share", "actor", "actor_other")
)
pl.concat([agreement.head(4), agreement.tail(4)])

# %% [markdown]
# A view counts the same for one pair, and names the claims.

# %%
found = ledger.as_of("2015-12-31").agreement("north-korea", "united-states")
print(f"{len(found.same)} of {len(found.shared)}: {', '.join(found.same)}")

# %% [markdown]
# ## As of other days
#
# Each view is the record as of a day. Of all other votes cast by then, what part was on
# Washington's side?

# %%
days = ["2015-10-31", "2015-11-30", "2015-12-31"]
by_day = pl.concat(
    pl.DataFrame(ledger.as_of(day).matrix()).select(
        pl.lit(day).alias("as_of"), pl.col("actor", "claim").cast(pl.String), "score"
    )
    for day in days
)
washington = by_day.filter(actor="united-states").drop("actor")
(
    by_day.filter(pl.col("actor") != "united-states")
    .join(washington, on=["as_of", "claim"], suffix="_washington")
    .group_by("as_of")
    .agg(
        roll_calls=pl.col("claim").n_unique(),
        same_side=(pl.col("score") == pl.col("score_washington")).mean().round(3),
    )
    .sort("as_of")
)

# %% [markdown]
# ## The same from a read model
#
# Where a follower keeps the read model `standing` in a database, a frame is a query: no ledger is
# opened, and nothing replayed. Here it is made on the spot.

# %%
with TemporaryDirectory() as folder:
    views = Path(folder) / "views.db"
    ledger.follow(Standings(), into=views).catch_up()
    with closing(sqlite3.connect(views)) as connection:
        standing = pl.read_database("SELECT actor, claim, kind FROM standing", connection)
standing["kind"].value_counts(sort=True, name="votes")

# %%
ledger.close()
