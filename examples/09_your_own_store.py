"""Your own store: a ledger in a recorder of eventsourcing, named by its environment variables.

You run eventsourcing already. A ledger is one more of its applications: give `positions.open` the
variables you give the others, and whatever recorder, compressor and cipher they name holds the
record. Here it is the stock `eventsourcing.sqlite`, with compression; `positions.open(os.environ)`
takes what the process was started with. `PERSISTENCE_MODULE` must be among them: without it,
eventsourcing keeps everything in memory.

The answers are the same in any store, and `verify` reads every event of it. Underneath lie plain
notifications, in the order in which they were recorded, for what you have that follows a log.

It prints:

    russia on visit, 14 August 2015: denied
    107 events in 29 streams, 0 problems
    SQLiteApplicationRecorder
      1  ledger           LedgerBegun      compressed
      2  actor:soleimani  ActorRegistered  compressed
      3  actor:soleimani  NameAdded        compressed
"""

import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import positions

CASE = Path(__file__).parent.parent / "seeds" / "soleimani-moscow-2015.yaml"

with TemporaryDirectory() as folder:
    environment = {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "SQLITE_DBNAME": str(Path(folder) / "visit.db"),
        "COMPRESSOR_TOPIC": "zlib",
    }
    with positions.open(environment) as ledger:
        ledger.load(CASE)

    with positions.open(environment) as ledger:
        position = ledger.as_of("2015-08-14").position("russia", "visit")
        print(f"{position.actor} on {position.claim}, 14 August 2015: {position.kind}")

        found = ledger.verify()
        print(f"{found.events} events in {found.streams} streams, {len(found.problems)} problems")

        application = ledger.application
        print(type(application.recorder).__name__)
        for each in application.notification_log.select(start=1, limit=3):
            saved = len(each.state) < len(zlib.decompress(each.state))
            told = "compressed" if saved else "as it is"
            print(f"{each.id:3}  {each.originator_id:15}  {each.topic:15}  {told}")
