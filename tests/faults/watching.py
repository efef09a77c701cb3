"""What followers keep, looked at from outside: rows, counts and tracking as of one moment."""

from attrs import define, field

import positions
from positions.following.builds import physical
from positions.projections.projection import planned
from positions.projections.rows import Rows
from tests.faults.followers import projections

__all__ = ["Watcher"]


@define
class Watcher:
    """Looks at what is kept: rows and tracking as of one moment, from outside.

    Attributes:
        ledger: The ledger, open.
        problems: What was wrong.
        tracked: How far each build had come when it was looked at last.
        counts: In the end, how many events, rows of single events, and rows of read models.
    """

    ledger: positions.Ledger
    problems: list[str] = field(factory=list)
    tracked: dict[str, int] = field(factory=dict)
    counts: tuple[int, int, int] = (0, 0, 0)

    def look(self, when, *, rebuild):
        """Look whether rows, count and tracking belong together; if asked, hold them to a rebuild.

        Returns:
            The rows that are kept of each projection, by name.
        """
        found, builds = {}, {}
        with self.ledger._views(self.ledger._open_log(), None).session(write=False) as session:
            for build in session.builds():
                builds[build.projection] = build
                tracked, before = session.tracked(build), self.tracked.get(build.key, 0)
                if build.position != tracked or tracked < before:
                    why = f"{tracked} tracked after {before}, and {build.position} noted"
                    self.problems.append(f"{when}: {build.projection}: {why}")
                self.tracked[build.key] = tracked
            for plan in map(planned, projections() if builds else ()):
                (table,) = plan.tables.values()
                values = session.rows(physical(table.name, builds[plan.name].build), table)
                found[plan.name] = Rows.of(table, values)
        for name, build in builds.items():
            self._judge(f"{when}: {name}", build, found[name], rebuild=rebuild)
        return found

    def _judge(self, when, build, rows, *, rebuild):
        if build.failed is not None:
            self.problems.append(f"{when}: {build.failed}")
        if build.projection == "each_event":
            numbers = [row["number"] for row in rows]
            if numbers != list(range(1, build.events + 1)) or (build.state or "0") != str(
                build.events
            ):
                why = f"{len(rows)} rows and state {build.state} of {build.events} events"
                self.problems.append(f"{when}: {why}")
        if not rebuild:
            return
        events = self.ledger.history()[: build.events]
        model = next(each for each in projections() if each.name == build.projection)
        (made,) = positions.History.of(events, zone=self.ledger.zone).replay(model).tables.values()
        if made != rows:
            why = f"the first {build.events} events make {len(made)} other rows than {len(rows)}"
            self.problems.append(f"{when}: {why}")

    def finish(self):
        """Let somebody catch up, and look whether all is there once."""
        follower = self.ledger.follow(*projections())
        follower.catch_up()
        found = self.look("in the end", rebuild=True)
        history, head = self.ledger.history(), self.ledger._open_log().head()
        for name, at in self.tracked.items():
            if at != head:
                self.problems.append(f"{name} has come to {at} of {head}")
        for model in projections():
            (made,) = history.replay(model).tables.values()
            if made != found[model.name]:
                self.problems.append(f"{model.name} is not what a rebuild of the history makes")
        once = len(found.pop("each_event"))
        self.counts = len(history), once, sum(map(len, found.values()))
