"""Which statements contradict each other's order, as a single writer would see.

This is rule R3 once more, as plainly as it can be said and apart from the replay, so that what the
strategies draw does not depend on what they are drawn to test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.model.vocabulary import Act

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from positions.model.claims.statement import Statement
    from positions.model.ids import StatementRef

__all__ = ["contested"]


def contested(statements: Sequence[Statement], same: Mapping[str, str]) -> frozenset[StatementRef]:
    """Return the statements of which it is said that they follow what they also precede.

    That one ended before another began precedes too; so a time that would be left empty is found.

    Args:
        statements: Those that stand, of every claim.
        same: For each actor judged to be another, one that stands for them all.
    """
    each = range(len(statements))
    said = [[_follows(later, earlier, same) for later in statements] for earlier in statements]
    if not any(map(any, said)):
        return frozenset()
    known = [
        [told or statements[i].said.stop <= statements[j].said.start for j, told in enumerate(row)]
        for i, row in enumerate(said)
    ]
    for k, through in enumerate(known):
        for row in known:
            if row[k]:
                row[:] = [one or more for one, more in zip(row, through, strict=True)]
    circular = {place for i in each for j in each if said[i][j] and known[j][i] for place in (i, j)}
    return frozenset(statements[place].ref for place in circular)


def _follows(later: Statement, earlier: Statement, same: Mapping[str, str]) -> bool:
    """Say whether *later* is known directly to follow *earlier*."""
    if earlier.ref in later.follows:
        return True
    if later.retracts == earlier.id and later.claim == earlier.claim:
        return True
    one_utterance = (
        later.utterance is not None
        and later.utterance == earlier.utterance
        and same.get(later.by, later.by) == same.get(earlier.by, earlier.by)
    )
    if not one_utterance or later is earlier:
        return False
    if later.seq is not None and earlier.seq is not None and later.seq > earlier.seq:
        return True
    return later.act is Act.CORRECT and later.claim == earlier.claim and earlier.is_commitment
