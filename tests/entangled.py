"""Logs in which much is known of the order, for the laws that stand on it."""

from datetime import UTC, datetime

from positions import Mandate, Recorded, Statement, StatementRef, When
from positions.model.actors.actor import Actor
from positions.model.actors.events import ActorRegistered, MandateGiven
from positions.model.claims.claim import Claim
from positions.model.claims.events import ClaimOpened, StatementRecorded
from positions.model.recorded import Event
from positions.model.vocabulary import Act, Authenticity, Stance, Visibility
from positions.testing.strategies import thrown

__all__ = ["entangled_logs"]

_SPANS = tuple(
    When.parse(text)
    for text in (
        "2015-08-03",
        "2015-08-04",
        "2015-08-05",
        "2015-08-03/2015-08-04",
        "2015-08-03/2015-08-05",
        "2015-08-04/2015-08-06",
    )
)
_STATED = (
    {"act": Act.CONFIRM},
    {"act": Act.DENY},
    {"act": Act.HEDGE},
    {"act": Act.RETRACT},
    {"act": Act.CORRECT, "stances": (Stance.DENIED,)},
    {"act": Act.CORRECT, "stances": (Stance.PROBABLE,)},
)
_OCCASIONS: tuple[dict[str, object], ...] = (
    {},
    {},
    {"utterance": "u"},
    {"utterance": "u", "seq": 1},
    {"utterance": "u", "seq": 2},
)


def entangled_logs():
    """Return logs of a few statements on two claims that say much of each other's order.

    Their times overlap, they follow each other in chains, and some may never have been said, or
    were never published. Nobody has checked them: their order may contradict itself.
    """
    return thrown(_entangled_log)


def _entangled_log(dice):
    events: list[tuple[str, Event]] = [
        *((f"actor:{id}", ActorRegistered(actor=Actor(id=id))) for id in ("gov", "p1", "p2")),
        *((f"claim:{id}", ClaimOpened(claim=Claim(id=id, text=id))) for id in ("c", "d")),
    ]
    for by in ("p1", "p2"):
        mandate = Mandate(by=by, body="gov")
        events.append((f"actor:{by}", MandateGiven(id=mandate.id, mandate=mandate)))
    refs: list[StatementRef] = []
    for place in range(dice.randrange(2, 6)):
        claim = dice.choice(("c", "c", "d"))
        statement = Statement(
            id=f"s{place}",
            claim=claim,
            by=dice.choice(("p1", "p1", "p2")),
            said=dice.choice(_SPANS),
            follows=tuple(ref for ref in refs if dice.random() < _LINKED),
            visibility=dice.choice((*(Visibility.PUBLIC,) * 3, Visibility.PRIVATE)),
            authenticity=dice.choice((*(Authenticity.GENUINE,) * 3, Authenticity.DISPUTED)),
            **dice.choice(_STATED),
            **dice.choice(_OCCASIONS),
        )
        refs.append(statement.ref)
        events.append((f"claim:{claim}", StatementRecorded(statement=statement)))
    moment = datetime(2016, 1, 1, tzinfo=UTC)
    return tuple(
        Recorded(stream=stream, event=event, recorded_at=moment) for stream, event in events
    )


_LINKED = 0.4
