from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment

KEY = "told_as"
"""Beside a fact's details: a random name, so that each mail of it is made once. The row's number
would not do, since the database gives it to another row later."""


class PendingNotice(SQLModel, table=True):
    """A fact whose notices the tick still has to make, and how far it has come."""

    __tablename__ = "pending_notice"

    id: int = Field(default=None, primary_key=True)
    fact: str = Field(max_length=80)
    details: dict[str, Any] = Field(sa_type=JSON)
    number: int = 0
    """Which of the fact's notices."""
    after: int = 0
    """The last member told."""
    failed: int = 0
    """How often making them broke: after a few times it is left lying, and thrown away later."""
    told_at: datetime = Field(default_factory=now, sa_type=Moment, index=True)
    not_before: datetime | None = Field(default=None, sa_type=Moment)
    """Where the same was told too often by then."""


class ToldLately(SQLModel, table=True):
    """How often one person told of the same rows within a day."""

    __tablename__ = "told_lately"

    about: str = Field(primary_key=True, max_length=64)
    since: datetime = Field(default_factory=now, sa_type=Moment, index=True)
    times: int = 0
    more_waits: bool = False
    """Whether a notice waits for the end of the day."""


class TickLease(SQLModel, table=True):
    """Who does the due work just now; others leave it alone until the lease runs out."""

    __tablename__ = "tick_lease"

    name: str = Field(primary_key=True, max_length=60)
    holder: str = Field(default="", max_length=60)
    until: datetime = Field(default_factory=now, sa_type=Moment)
    last_run_at: datetime | None = Field(default=None, sa_type=Moment)
    failure: str | None = Field(default=None, max_length=80)
    """The kind of the last fault, where the last run failed: never its words, which may hold more
    than administrators should read."""
    failing_since: datetime | None = Field(default=None, sa_type=Moment)
    failures: int = 0
    """How many runs have failed, one after another."""
