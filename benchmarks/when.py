"""What reading a time costs: microseconds a parse, for the forms that people write.

Run without arguments. *fresh* is a text that was not read before; *again* is one that was.
"""

import gc
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from time import perf_counter

from positions.model.when import When, resolve

ZONE = "America/New_York"
TEXTS = 4000
ROUNDS = 5


def days() -> list[str]:
    """Return as many days as there are texts, the last near today."""
    first = date(2015, 8, 14)
    return [(first + timedelta(days=number)).isoformat() for number in range(TEXTS)]


def numbered(form: str) -> list[str]:
    """Return the days, each put where a form wants one: `{0}`, or its parts `{1}`, `{2}`, `{3}`."""
    return list(dict.fromkeys(form.format(day, *day.split("-")) for day in days()))


FORMS = {
    "day": numbered("{0}"),
    "minute with offset": numbered("{0}T14:06-04:00"),
    "instant with offset": numbered("{0}T14:06:30-04:00"),
    "instant, Z, microseconds": numbered("{0}T14:06:30.250000Z"),
    "local minute": numbered("{0}T14:06"),
    "month": [f"{year:04}-{month:02}" for year in range(1700, 2030) for month in range(1, 13)],
    "year": [f"{year:04}" for year in range(1000, 5000)],
    "season": [f"{year:04}-{code}" for year in range(1000, 2000) for code in range(21, 25)],
    "interval of days": numbered("{0}/2040-01-01"),
    "interval of minutes": numbered("{0}T14:06-04:00/2040-01-01T14:50-04:00"),
    "open interval": numbered("{0}/.."),
    "qualified": numbered("{0}?"),
    "qualified part": numbered("{1}-?{2}-{3}"),
    "masked day": numbered("{1}-{2}-XX/2040"),
    "masked decade": numbered("{1}-{2}-{3}/204X"),
    "masked year": [f"1X{year:02}-{month:02}" for year in range(100) for month in range(1, 13)],
    "set": numbered("[{0},2030-01-01..2030-02-01,2040]"),
}


def cost(act: Callable[[str], object], texts: list[str]) -> float:
    """Return microseconds an act, over the texts."""
    started = perf_counter()
    for text in texts:
        act(text)
    return (perf_counter() - started) / len(texts) * 1e6


def parse(text: str) -> When:
    """Read one time, as a case file does."""
    return When.parse(text, zone=ZONE)


def forget() -> None:
    """Let nothing be remembered of what was read: more other texts than caches can hold."""
    for number in range(20_000):
        parse(f"2001-01-01T00:00:00.{number:06}Z")


def main() -> None:
    """Print the table."""
    gc.disable()
    print(f"{'form':26} {'fresh':>8} {'again':>8}   µs a parse in {ZONE}")
    for form, texts in FORMS.items():
        fresh = []
        for _ in range(ROUNDS):
            forget()
            fresh.append(cost(parse, texts))
        again = min(cost(parse, texts) for _ in range(ROUNDS))
        print(f"{form:26} {min(fresh):8.2f} {again:8.2f}   {texts[0]}")
    for phrase in ("last Friday", "last week", "3 days ago"):
        taken = min(cost(partial(_resolve, phrase), FORMS["day"][:400]) for _ in range(ROUNDS))
        print(f"{'resolve ' + phrase:26} {taken:8.2f}")


def _resolve(phrase: str, anchor: str) -> object:
    return resolve(phrase, anchor=anchor, zone=ZONE)


if __name__ == "__main__":
    main()
