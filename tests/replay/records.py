"""Small records for the tests of replay, written as a case would be."""

import positions

__all__ = ["view_of", "words"]


def view_of(statements, *, as_of=None, **more):
    """Return the view of a ledger that holds these statements; actors and claims as they come."""
    mandates = more.get("mandates", [])
    names = {row["by"] for row in statements} | {
        row[key] for row in mandates for key in row if key in {"by", "for"}
    }
    names |= {row["refers_to"] for row in statements if "refers_to" in row}
    claims = {row["claim"] for row in statements} | {
        claim for one, _, other in more.get("relations", []) for claim in (one, other)
    }
    case = {
        "positions": 1,
        "actors": dict.fromkeys(sorted(names)),
        "claims": dict.fromkeys(sorted(claims)),
        "statements": statements,
    }
    with positions.open(":memory:") as ledger:
        ledger.load(case | more)
        return ledger.as_of(as_of)


def words(text, **more):
    """Return a statement from `actor claim act said [stance]`; *more* is the rest of it."""
    by, claim, act, said, *stance = text.split()
    row = {"by": by, "claim": claim, "act": act, "said": said}
    return row | ({"stance": stance} if stance else {}) | more
