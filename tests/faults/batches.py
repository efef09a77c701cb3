"""Where a follower can be stopped within the transaction of one batch, on either store."""

from contextlib import contextmanager

__all__ = ["WITHIN", "stopping_batches"]

WITHIN = ("entered", "put", "dropped", "tracked")
"""In the transaction: before anything, among the rows, and after the tracking."""


def stopping_batches(views, stop, reached):
    """Let *reached* be called once, with the position that is tracked, when a batch gets there.

    It gets there in the transaction `stop.write`, counted from 1, or in the next that does; a stage
    that is none of `WITHIN` is after the commit.
    """
    session = views.session
    waiting = [reached]
    batches = 0

    def at(stage, keyed=None):
        if waiting and stage == stop.stage and batches >= stop.write:
            waiting.pop()(keyed)

    @contextmanager
    def stopping(*, write):
        nonlocal batches
        if not write:
            with session(write=False) as found:
                yield found
            return
        batches += 1
        with session(write=True) as found:
            watched = _Watched(found, at)
            at("entered")
            yield watched
        if watched.tracking is not None:
            at("committed", watched.tracking)

    views.session = stopping


class _Watched:
    """A session that tells where it is."""

    def __init__(self, session, at):
        self._session = session
        self._at = at
        self.tracking = None

    def __getattr__(self, name):
        return getattr(self._session, name)

    def put(self, *arguments):
        self._session.put(*arguments)
        self._at("put")

    def drop(self, *arguments):
        self._session.drop(*arguments)
        self._at("dropped")

    def track(self, build):
        self._session.track(build)
        self.tracking = build.key, build.position
        self._at("tracked", self.tracking)
