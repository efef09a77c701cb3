"""What is noted of a statement that is read through: who, how, when; no event is made of it.

All is checked that is checked where an event is made. `None` stands for what is not simple: what
is tied to other statements by more than its utterance, or was said on another's behalf.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

from positions.model.claims.report import Report
from positions.model.claims.statement import Question, Statement
from positions.model.extra import Extra
from positions.model.vocabulary import Stance
from positions.replay.dossier import first_publication
from positions.store.made import SOME_TIME, id_of, maker, when_of
from positions.store.pending import Kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from positions.replay.index.simple import Manner
    from positions.store.mirrors import Time
    from positions.store.pending import Pending

__all__ = ["Gist", "Gists", "Numbered", "span_of"]

K = TypeVar("K")
V = TypeVar("V")

_READING = Report(outlet="x", stances=(Stance.AFFIRMED,))
_WORDS = "act", "stances", "mode", "visibility", "ground_rule", "capacity", "authenticity"
_make_report = maker(Report)


class Numbered(dict[K, int], Generic[K, V]):
    """The number of each thing, in the order in which they came.

    Attributes:
        made: What was made of each; what raises has no number.
    """

    __slots__ = ("_make", "made")

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make
        self.made: list[V] = []

    def __missing__(self, key: K) -> int:
        self.made.append(self._make(key))
        number = self[key] = len(self.made) - 1
        return number


class Gist(NamedTuple):
    """What is noted of one statement.

    Attributes:
        by: The number of its speaker.
        how: The number of the manner in which it was said.
        said: From when, and until when; microseconds since 1970-01-01T00:00Z, half-open.
        dated: When it was first published, likewise; `None` where no report says.
        id: The hash of its id.
        setting: The hash of its utterance, speaker and claim; `None` without an utterance.
    """

    by: int
    how: int
    said: tuple[int, int]
    dated: tuple[int, int] | None
    id: int
    setting: int | None


class Gists:
    """Notes statements, and numbers what they have in common.

    Attributes:
        speakers: The number of each speaker, by id.
        manners: The number of each manner; `made` has an instance of it.
    """

    def __init__(self) -> None:
        self.speakers: Numbered[str, str] = Numbered(id_of)
        self.manners: Numbered[tuple[Any, ...], Manner] = Numbered(_manner)
        self._times: Kept[Time, tuple[int, int]] = Kept(span_of, 32_768)

    def of(self, event: Any, claim: str, pending: Pending) -> Gist | None:  # noqa: ANN401 - a twin
        """Return what is noted of a statement in the stream of a claim; `None` if it is not simple.

        *event* is the twin of a `StatementRecorded`. Raises in any doubt, and adds what is yet to
        be checked.
        """
        statement, reports = event.statement, event.reports
        if (
            statement.claim != claim
            or statement.follows
            or statement.seq is not None
            or statement.condition is not None
            or statement.on_behalf_of is not None
            or statement.retracts is not None
            or statement.refers_to is not None
        ):
            return None
        question, extra = statement.question, statement.extra
        if question is not None:
            Question(by=question.by, text=question.text)
        if extra is not None:
            Extra.of(extra)
        id, by, utterance = statement.id, statement.by, statement.utterance
        pending.ids.append(id)
        setting = None
        if utterance is not None:
            pending.ids.append(utterance)
            setting = hash((utterance, by, claim))
        dated, is_read = None, False
        if reports:
            made = tuple([_make_report(each, pending) for each in reports])
            dated = first_publication(made)
            is_read = any(each.stances for each in made)
        manner = self.manners[
            statement.act,
            statement.stances,
            statement.mode,
            statement.visibility,
            statement.ground_rule,
            statement.capacity,
            statement.authenticity,
            statement.role is not None,
            utterance is not None,
            is_read,
        ]
        said = self._times[statement.said]
        gist: Gist = _new(Gist, (self.speakers[by], manner, said, dated, hash(id), setting))
        return gist


_new = cast("Any", tuple).__new__  # a gist without its keywords costs a third


def span_of(time: Time) -> tuple[int, int]:
    """Return from when and until when a stored time reaches; raise where it is none."""
    when = when_of(time)
    return when.start, when.stop


def _manner(given: tuple[Any, ...]) -> Manner:
    """Return a statement of that manner, made in the ordinary way, which refuses what is none."""
    *words, role, utterance, is_read = given
    some: dict[str, Any] = {
        "role": "x" if role else None,
        "utterance": "x" if utterance else None,
        **dict(zip(_WORDS, words, strict=True)),
    }
    statement = Statement(id="x", claim="x", by="x", said=SOME_TIME, **some)
    return statement, (_READING,) if is_read else ()
