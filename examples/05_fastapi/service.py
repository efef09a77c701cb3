"""A service: positions as of any date, and shifts as they are recorded.

LEDGER names the ledger and VIEWS the SQLite file for the read model; README.md says how to run it.
"""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import asynccontextmanager, closing
from functools import partial
from types import FrameType
from typing import Annotated, Any, TypedDict
from weakref import WeakSet

from fastapi import Depends, FastAPI, Header, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

import positions
from positions.following import Follower, Watch
from positions.projections import OpenQuestions, Row

Plain = dict[str, Any]
STATUS: dict[type[positions.PositionsError], int] = {
    positions.UnknownActor: 404,
    positions.UnknownClaim: 404,
    positions.InvalidWhen: 422,
    positions.InvalidQuestion: 422,
    positions.LedgerBusy: 503,
}


class Opened(TypedDict):
    """What lives as long as the service does."""

    ledger: positions.Ledger
    follower: Follower
    watches: WeakSet[Watch]


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[Opened]:
    """Open the ledger, and keep its open questions up to date in a thread meanwhile."""
    watches: WeakSet[Watch] = WeakSet()
    end_with_the_server(watches)
    with (
        positions.open(os.environ["LEDGER"]) as ledger,
        ledger.follow(OpenQuestions(), into=os.environ["VIEWS"]) as follower,
    ):
        yield {"ledger": ledger, "follower": follower, "watches": watches}


def end_with_the_server(watches: WeakSet[Watch]) -> None:
    """Stop all watches when the server is told to end: it waits for streams, which have no end."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        for each in list(watches):
            each.stop()

    def told(before: object, number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop)
        if callable(before):
            before(number, frame)

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, partial(told, signal.getsignal(number)))


app = FastAPI(title="Who stands where", lifespan=lifespan)


async def refused(_: Request, error: Exception) -> JSONResponse:
    """Answer an error in its own words, which say what would be right."""
    status = next(STATUS[each] for each in type(error).__mro__ if each in STATUS)
    found = {"error": type(error).__name__, "detail": str(error)}
    return JSONResponse(found | {"near": getattr(error, "near", ())}, status)


for kind in STATUS:
    app.add_exception_handler(kind, refused)


# --- the past, as of a date ----------------------------------------------------


def asked(
    request: Request, as_of: str | None = None, known_by: str | None = None
) -> positions.View:
    """Return the past as a value: as of a date, as it could be known by another."""
    ledger: positions.Ledger = request.state.ledger
    return ledger.as_of(as_of, known_by=known_by)


AsAsked = Annotated[positions.View, Depends(asked)]


@app.get("/", include_in_schema=False)
def home() -> RedirectResponse:
    """Go to the page on what can be asked."""
    return RedirectResponse(app.docs_url or "/docs")


@app.get("/positions/{actor}/{claim}")
def position(actor: str, claim: str, view: AsAsked) -> Plain:
    """Where an actor stands on a claim, since when, on which words, and who dissents."""
    return view.position(actor, claim).to_dict()


@app.get("/matrix")
def matrix(view: AsAsked) -> Plain:
    """Where every actor stands on every claim."""
    return view.matrix().to_dict()


# --- the present, from the read model ------------------------------------------


@app.get("/open-questions")
def open_questions(request: Request) -> Sequence[Row]:
    """Who was asked, and has not answered since."""
    follower: Follower = request.state.follower
    return list(follower.rows("open_questions"))


@app.get("/health")
def health(request: Request, response: Response) -> Plain:
    """Whether the read model is kept up to date, and how far behind it is."""
    follower: Follower = request.state.follower
    response.status_code = 200 if follower.running else 503
    return {"behind": follower.behind, "builds": [each.to_dict() for each in follower.builds]}


# --- what changes, as it is recorded -------------------------------------------

LastEvent = Annotated[str | None, Header(pattern=r"^\d+:.+", examples=["106:russia:visit:denial"])]
Several = Annotated[list[str] | None, Query()]
Kinds = Annotated[list[positions.ShiftKind] | None, Query()]


def watched(
    request: Request,
    actor: Several = None,
    claim: Several = None,
    kind: Kinds = None,
    last_event_id: LastEvent = None,
) -> Generator[Watch]:
    """Watch from now on; or from the event on whose shifts the client may not all have had."""
    ledger: positions.Ledger = request.state.ledger
    after = None if last_event_id is None else int(last_event_id.partition(":")[0]) - 1
    with closing(ledger.watch(actor=actor, claim=claim, kinds=kind, after=after)) as watch:
        request.state.watches.add(watch)
        yield watch


@app.get("/shifts", response_class=EventSourceResponse)
async def shifts(
    request: Request, watch: Annotated[Watch, Depends(watched)]
) -> AsyncIterator[ServerSentEvent]:
    """Shifts as server-sent events; who comes back with `Last-Event-ID` misses none."""
    first, last = watch.place + 1, request.headers.get("last-event-id")
    async for shift in watch:
        if last is None or shift.place > first:
            yield ServerSentEvent(id=shift.key, data=shift.to_dict())
        elif shift.key == last:  # of what this event did, the client has had all up to here
            last = None
