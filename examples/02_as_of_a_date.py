"""As of a date: the past is a value that you hold and question.

A case file holds what many actors said on a matter: here, whether an Iranian general had been to
Moscow in July 2015. `as_of` gives a view of all that had been said by the end of a day. Ask it
where anybody stood: a government stands where those who spoke for it put it, and of whoever had
said nothing there is `no_record`. What the dates cannot settle is `unsettled`, and not guessed: on
which day from the 14th to the 18th the White House pointed to another body, nobody says.

It prints:

                   7 August       12 August      14 August      18 August
    united-states  uncommitted    affirmed       affirmed       uncommitted
    russia         no_record      no_record      denied         denied
    iran           no_record      no_record      no_record      dismissed
    white-house    no_record      no_record      unsettled      deferred
"""

from pathlib import Path

import positions

CASE = Path(__file__).parent.parent / "seeds" / "soleimani-moscow-2015.yaml"
DAYS = (7, 12, 14, 18)


def row(first: str, *others: str) -> str:
    """Return a line of the table."""
    return "".join(f"{each:15}" for each in (first, *others)).rstrip()


with positions.open(":memory:") as ledger:
    ledger.load(CASE)
    views = [ledger.as_of(f"2015-08-{day:02}") for day in DAYS]

print(row("", *(f"{day} August" for day in DAYS)))
for actor in ("united-states", "russia", "iran", "white-house"):
    print(row(actor, *(view.position(actor, "visit").kind for view in views)))
