"""Commands on a ledger, sensible or not, as functions of a ledger or of a batch."""

from hypothesis import strategies as st

from positions import PositionsError
from positions.testing import (
    event_logs,
    judgements,
    mandates,
    relations,
    reports,
    statements,
    whens,
)
from tests.laws.cases import as_case
from tests.laws.machine import given as fields_of

__all__ = ["came_of", "cases", "commands", "entangling"]

IDS = st.sampled_from(["a", "b", "nothing"])
CLAIMS = st.sampled_from(["c", "d", "e", "no-claim"])


def commands():
    """Return commands on a ledger, sensible or not, as functions of it."""
    return st.one_of(
        st.builds(
            lambda said, follows: (
                lambda to: to.record(
                    **fields_of(said, "follows"), **({"follows": follows} if follows else {})
                )
            ),
            statements(),
            st.lists(IDS, max_size=1),
        ),
        st.builds(
            lambda id, on, said: lambda to: to.amend(id, claim=on, said=said.said, by=said.by),
            IDS,
            st.none() | CLAIMS,
            statements(),
        ),
        st.builds(lambda id, on: lambda to: to.void(id, claim=on), IDS, st.none() | CLAIMS),
        st.builds(
            lambda id, on, new: lambda to: to.add_report(id, claim=on, **fields_of(new)),
            IDS,
            st.none() | CLAIMS,
            reports(),
        ),
        st.builds(
            lambda new: lambda to: to.relate(new.claim, new.relation, new.other), relations()
        ),
        st.builds(
            lambda new: lambda to: to.unrelate(new.claim, new.relation, new.other), relations()
        ),
        st.builds(lambda new: lambda to: to.give_mandate(**fields_of(new)), mandates()),
        st.builds(lambda new: lambda to: to.give_mandate(**fields_of(new), id="m"), mandates()),
        st.builds(
            lambda new: lambda to: to.judge_identity(new.verdict, new.actors, id="j"), judgements()
        ),
        st.builds(lambda on: lambda to: to.amend_claim(on, text="as amended"), CLAIMS),
    )


def entangling():
    """Return amendments of the statements of entangled logs, and statements that follow them."""
    on, names = st.sampled_from(["c", "c", "d"]), [f"s{number}" for number in range(4)]
    ids = st.sampled_from(names)
    return st.one_of(
        st.builds(
            lambda ids, on: (
                lambda to: [
                    came_of(to, lambda to, id=id: to.amend(id, claim=on, act="deny", id="x"))
                    for id in ids
                ]
            ),
            st.permutations(names),
            on,
        ),
        st.builds(
            lambda id, on, said: lambda to: to.amend(id, claim=on, said=said), ids, on, whens()
        ),
        st.builds(
            lambda id, on, other: lambda to: to.amend(id, claim=on, follows=[other]), ids, on, ids
        ),
        st.builds(
            lambda id, on, by, said, follows: (
                lambda to: to.record(
                    id=id, claim=on, by=list(by), act="deny", said=said, follows=follows
                )
            ),
            st.sampled_from([*names, "new", "newer"]),
            on,
            st.permutations(["p1", "p2"]),
            whens(),
            st.lists(ids, max_size=2),
        ),
        st.builds(lambda id, on: lambda to: to.void(id, claim=on), ids, on),
    )


def cases():
    """Return the loading of whole cases."""
    return st.builds(lambda log: lambda to: to.load(as_case(log)).known, event_logs())


def came_of(ledger, command):
    """Return what came of a command: its events, or its error as it reads."""
    try:
        return command(ledger)
    except PositionsError as error:
        return type(error), str(error)
