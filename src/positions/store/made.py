"""Values of the model, made of their twins.

Statements, their reports and their claims, which are nearly all of a log, are filled in field by
field. What they check when they are made in the ordinary way is checked here: once for each
combination of an act, stances and a mode, once for each id that comes again, and for a page at once
for those that do not. Whatever is rarer (what follows, retracts or refers, a condition), and every
other value, is made in the ordinary way. Either raises in any doubt, and the careful reader is
asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args, get_origin

from attrs import fields, has, resolve_types
from msgspec.structs import asdict

from positions.model.claims.claim import Claim
from positions.model.claims.events import ClaimOpened, StatementRecorded
from positions.model.claims.report import Report
from positions.model.claims.statement import Question, Statement
from positions.model.extra import NO_EXTRA, Extra
from positions.model.ids import checked_id
from positions.model.vocabulary import Act, Mode, Stance, stances
from positions.model.when import When
from positions.store.converter import to_when
from positions.store.mirrors import Time, bare
from positions.store.pending import Kept, Pending

if TYPE_CHECKING:
    from msgspec import Struct

__all__ = ["SOME_TIME", "Make", "id_of", "maker", "when_of"]

Make = Callable[[Any, Pending], Any]
"""Makes a value of the model of its twin, and adds what is yet to be checked."""

SOME_TIME = When(text="2000", zone="UTC", start=0, stop=1)
"""For statements that are made to see whether what else they say goes together."""


def id_of(text: str) -> str:
    """Return *text* if it is an id; raise where it is none."""
    return checked_id(text, "id")


def when_of(time: Time) -> When:
    """Return the time that is stored so; raise where it is none."""
    return to_when(time.text, time.zone, time.earliest, time.latest)


def _combined(given: tuple[Act, tuple[Stance, ...], Mode]) -> tuple[Stance, ...]:
    """Return the stances that a statement has of which no more is said than these three."""
    act, some, mode = given
    made = Statement(id="x", claim="x", by="x", said=SOME_TIME, act=act, stances=some, mode=mode)
    return made.stances


# Room for every day of ninety years, and for the actors and claims of a large ledger: some ten
# megabytes each where it is full.
_times = Kept(when_of, 32_768)
_ids = Kept(id_of, 65_536)
_combinations = Kept(_combined, 4_096)
_stances = Kept(stances, 4_096)

_OpenStatement, _OpenReport = bare(Statement), bare(Report)
_OpenStatementRecorded, _OpenClaim = bare(StatementRecorded), bare(Claim)
_OpenClaimOpened = bare(ClaimOpened)
_new = object.__new__


def _statement(twin: Any, pending: Pending) -> Any:  # noqa: ANN401 - of twins, as they are open
    utterance, seq = twin.utterance, twin.seq
    if (
        twin.follows
        or twin.condition is not None
        or twin.retracts is not None
        or twin.refers_to is not None
        or (seq is not None and utterance is None)
    ):
        return _make_statement(twin, pending)
    made: Any = _new(_OpenStatement)
    made.act = act = twin.act
    made.mode = mode = twin.mode
    made.stances = _combinations[act, twin.stances, mode]
    made.id = id = twin.id
    pending.ids.append(id)
    made.claim = _ids[twin.claim]
    made.by = _ids[twin.by]
    made.said = _times[twin.said]
    made.condition = made.retracts = made.refers_to = None
    made.follows = ()
    made.role = twin.role
    principal = twin.on_behalf_of
    made.on_behalf_of = None if principal is None else _ids[principal]
    made.to = twin.to
    made.utterance = utterance
    if utterance is not None:
        pending.ids.append(utterance)
    made.seq = seq
    question = twin.question
    made.question = None if question is None else Question(by=question.by, text=question.text)
    made.visibility = twin.visibility
    made.ground_rule = twin.ground_rule
    made.capacity = twin.capacity
    made.authenticity = twin.authenticity
    made.wording = twin.wording
    made.note = twin.note
    extra = twin.extra
    made.extra = NO_EXTRA if extra is None else Extra.of(extra)
    made.__class__ = Statement
    return made


def _report(twin: Any, _: Pending) -> Any:  # noqa: ANN401 - likewise
    made: Any = _new(_OpenReport)
    made.outlet = twin.outlet
    made.title = twin.title
    published = twin.published
    made.published = None if published is None else _times[published]
    made.url = twin.url
    made.archive = twin.archive
    removed = twin.removed
    made.removed = None if removed is None else _times[removed]
    made.quote = twin.quote
    made.lang = twin.lang
    made.rendering = twin.rendering
    some = twin.stances
    made.stances = _stances[some] if some else some
    made.via = twin.via
    made.note = twin.note
    made.__class__ = Report
    return made


def _statement_recorded(twin: Any, pending: Pending) -> Any:  # noqa: ANN401 - likewise
    made: Any = _new(_OpenStatementRecorded)
    made.statement = _statement(twin.statement, pending)
    reports = twin.reports
    made.reports = tuple([_report(each, pending) for each in reports]) if reports else ()
    made.__class__ = StatementRecorded
    return made


def _claim(twin: Any, _: Pending) -> Any:  # noqa: ANN401 - likewise
    made: Any = _new(_OpenClaim)
    made.id = _ids[twin.id]
    made.text = twin.text
    made.kind = twin.kind
    event = twin.event
    made.event = None if event is None else _times[event]
    made.about = twin.about
    made.tags = twin.tags
    made.note = twin.note
    made.__class__ = Claim
    return made


def _claim_opened(twin: Any, pending: Pending) -> Any:  # noqa: ANN401 - likewise
    made: Any = _new(_OpenClaimOpened)
    made.claim = _claim(twin.claim, pending)
    made.__class__ = ClaimOpened
    return made


_FILLED_IN: dict[type[Any], Make] = {
    Claim: _claim,
    ClaimOpened: _claim_opened,
    Statement: _statement,
    Report: _report,
    StatementRecorded: _statement_recorded,
}


def maker(of: type[Any]) -> Make:
    """Return what makes values of a class of the model of their twins."""
    return _FILLED_IN.get(of) or _ordinary(of)


def _ordinary(of: type[Any]) -> Make:
    """Return what makes values in the ordinary way, which checks and converts."""
    resolve_types(of)
    parts = [(each.name, _part(each.type)) for each in fields(of)]
    made_of_twins = [(name, make) for name, make in parts if make is not None]

    def made(twin: Struct, pending: Pending) -> Any:  # noqa: ANN401 - a value of that class
        given = asdict(twin)
        for name, make in made_of_twins:
            if given[name]:
                given[name] = make(given[name], pending)
        return of(**given)

    return made


def _part(given: Any) -> Make | None:  # noqa: ANN401 - a type, or what stands for one
    """Return what makes a part of a value; `None` where it is as msgspec gives it."""
    if given is When:
        return _time
    if has(given):
        return None if given is Extra else maker(given)
    inner = next(filter(None, map(_part, get_args(given))), None)
    return _each(inner) if inner is not None and get_origin(given) is tuple else inner


def _time(twin: Time, _: Pending) -> When:
    return _times[twin]


def _each(make: Make) -> Make:
    return lambda twins, pending: tuple([make(each, pending) for each in twins])


_make_statement = _ordinary(Statement)
