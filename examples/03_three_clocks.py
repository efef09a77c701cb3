"""Three clocks, and a correction: what was so, what could be known of it, what we had on record.

On 12 August 2015 a spokesperson of the United States was reported to have confirmed an Iranian
general's visit to Moscow. By then Russia had denied it to Washington in private, as came out on the
14th. The transcript of the 12th has the spokesperson call it an *understanding*: we read that on
30 September, let us say, and amend what we had recorded. One day, three questions:

- `as_of` asks when words were spoken: where did they stand on the 12th, as we know today?
- `known_by` asks when words became public: what could a reader know of it on the 13th?
- `recorded_by` asks when this ledger was told: what would it have answered before the correction?

It prints:

    12 August 2015               united-states  russia
    as we know today             probable       denied
    as known by 13 August        probable       no_record
    as recorded by 29 September  affirmed       denied
"""

from datetime import UTC, datetime
from pathlib import Path

import positions

CASE = Path(__file__).parent.parent / "seeds" / "soleimani-moscow-2015.yaml"
ACTORS = ("united-states", "russia")

# A ledger stamps what it records by its own clock. This one is brought along, to write in 2015.
now = datetime(2015, 8, 19, 12, tzinfo=UTC)

with positions.open(":memory:", clock=lambda: now) as ledger:
    ledger.load(CASE)
    now = datetime(2015, 9, 30, 12, tzinfo=UTC)
    ledger.amend("spokesperson-confirms", stance="probable", why="So the transcript has it.")

    views = {
        "as we know today": ledger.as_of("2015-08-12"),
        "as known by 13 August": ledger.as_of("2015-08-12", known_by="2015-08-13"),
        "as recorded by 29 September": ledger.as_of("2015-08-12", recorded_by="2015-09-29"),
    }

print(f"{'12 August 2015':27}  {ACTORS[0]:13}  {ACTORS[1]}")
for asked, view in views.items():
    one, other = (view.position(each, "visit", include={"private"}).kind for each in ACTORS)
    print(f"{asked:27}  {one:13}  {other}")
