"""The read models in this database, as Django sees them.

Their tables are made and written by the follower, so that they are not managed here. The names of
tables and columns stay as they are; `positions projections list` says what each holds.
"""

import datetime as dt
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

import positions.projections

FOLLOWED = (
    positions.projections.Standings(),
    positions.projections.Timelines(),
    positions.projections.Shifts(),
)


class Instant(models.DateTimeField):
    """A time as read models keep it: in SQLite the text 2015-08-14T04:00:00.000000Z.

    Django reads that by itself, but would compare it with a text that has a blank in place of T.
    """

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        """Return an instant as the database compares it."""
        if isinstance(value, dt.datetime) and connection.vendor == "sqlite":
            plain = value.astimezone(dt.UTC).replace(tzinfo=None)
            return f"{plain.isoformat(timespec='microseconds')}Z"
        return super().get_db_prep_value(value, connection, prepared)


class Standing(models.Model):
    """Where an actor stands on a claim."""

    pk = models.CompositePrimaryKey("actor", "claim")
    actor = models.TextField()
    claim = models.TextField()
    kind = models.TextField()
    possible = models.JSONField()
    stance = models.TextField(null=True)
    since = models.TextField(null=True)
    since_earliest = Instant(null=True)
    since_latest = Instant(null=True)
    speaker = models.TextField(null=True)
    statement = models.TextField(null=True)
    statements = models.JSONField()
    deferred_to = models.TextField(null=True)
    dissent = models.JSONField()
    origins = models.BigIntegerField()
    contested = models.BooleanField()
    damaged = models.BooleanField()

    class Meta:
        """The table of that name."""

        managed = False
        db_table = "standing"
        ordering = ("actor", "claim")

    def __str__(self) -> str:
        return f"{self.actor} on {self.claim}: {self.kind}"


class Period(models.Model):
    """From when until when an actor stood where on a claim."""

    pk = models.CompositePrimaryKey("actor", "claim", "period")
    actor = models.TextField()
    claim = models.TextField()
    period = models.BigIntegerField()
    valid_from = Instant(null=True)
    valid_until = Instant(null=True)
    kind = models.TextField()
    possible = models.JSONField()
    stance = models.TextField(null=True)
    statements = models.JSONField()

    class Meta:
        """The table of that name."""

        managed = False
        db_table = "timeline"
        ordering = ("actor", "claim", "period")

    def __str__(self) -> str:
        return f"{self.actor} on {self.claim}, {self.valid_from} to {self.valid_until}: {self.kind}"

    @classmethod
    def at(cls, instant: dt.datetime) -> models.QuerySet["Period"]:
        """Return the periods that hold an instant: of each actor and claim one, or none."""
        begun = models.Q(valid_from=None) | models.Q(valid_from__lte=instant)
        lasting = models.Q(valid_until=None) | models.Q(valid_until__gt=instant)
        return cls.objects.filter(begun, lasting)


class Shift(models.Model):
    """What a recorded event did to a commitment in a timeline; rows are only ever added."""

    pk = models.CompositePrimaryKey("place", "actor", "claim", "statement")
    place = models.BigIntegerField()
    actor = models.TextField()
    claim = models.TextField()
    statement = models.TextField()
    what = models.TextField()
    kind = models.TextField(null=True)
    old = models.TextField(null=True)
    new = models.TextField(null=True)
    certain = models.BooleanField(null=True)
    speaker = models.TextField()
    speaker_changed = models.BooleanField(null=True)
    said = models.TextField()
    said_earliest = Instant(null=True)
    said_latest = Instant(null=True)
    recorded_at = Instant()
    curator = models.TextField(null=True)
    event = models.TextField()
    why = models.TextField(null=True)
    was = models.JSONField(null=True)
    now = models.JSONField(null=True)
    changed = models.JSONField()

    class Meta:
        """The table of that name."""

        managed = False
        db_table = "shifts"
        ordering = ("place", "actor", "claim", "statement")

    def __str__(self) -> str:
        return f"{self.place}: {self.actor} on {self.claim}, {self.what} {self.kind}"
