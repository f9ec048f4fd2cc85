from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, Relationship, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment, one_of
from civic.spaces.models import Space


class State(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    NOT_KEPT = "not_kept"


class Commitment(SQLModel, table=True):
    """One promise that follows from one decision."""

    __table_args__ = (
        CheckConstraint("length(trim(title)) >= 5", name="title_says_something"),
        CheckConstraint("(round_id IS NULL) <> (proposal_id IS NULL)", name="of_one_decision"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_iff_not_open"),
        Index("ix_commitment_state_due", "state", "due", "id"),
        Index("ix_commitment_due", "due", "id"),
        Index("ix_commitment_keeper_id_state", "keeper_id", "state"),
    )

    id: int = Field(default=None, primary_key=True)
    space_id: int = Field(foreign_key="space.id", index=True)
    space: Space = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
    round_id: int | None = Field(default=None, foreign_key="round.id", index=True)
    proposal_id: int | None = Field(default=None, foreign_key="proposal.id", index=True)
    title: str = Field(max_length=140)
    """What will be done."""
    language: str = Field(default="fr", max_length=8)
    keeper_id: int | None = Field(default=None, foreign_key="member.id")
    keeper_words: str = Field(default="", max_length=120)
    """Who keeps it, where that is no member: a service of the town hall, a contractor."""
    due: datetime = Field(sa_type=Moment)
    """The end of the last day."""
    state: State = Field(default=State.OPEN, sa_type=one_of(State, name="known_state"))
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    news_at: datetime | None = Field(default=None, sa_type=Moment)
    """When something was last said about it."""
    reminded: bool = False
    """Whether its keeper was reminded of the present last day."""
    made_by_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    made_at: datetime = Field(default_factory=now, sa_type=Moment)


class Kind(StrEnum):
    NEWS = "news"
    POSTPONED = "postponed"
    KEPT = "kept"
    NOT_KEPT = "not_kept"
    LAPSED = "lapsed"
    """Not kept, as nothing was heard of it."""
    TAKEN_UP = "taken_up"


class CommitmentNews(SQLModel, table=True):
    """What was said of it, and when. Lines are added and never changed."""

    __tablename__ = "commitment_news"
    __table_args__ = (Index("ix_commitment_news_commitment_id_id", "commitment_id", "id"),)

    id: int = Field(default=None, primary_key=True)
    commitment_id: int = Field(foreign_key="commitment.id", ondelete="CASCADE")
    author_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    """None: the platform's, or a former member's."""
    kind: Kind = Field(sa_type=one_of(Kind, name="known_kind"))
    body: str = ""
    language: str = Field(default="fr", max_length=8)
    due: datetime | None = Field(default=None, sa_type=Moment)
    """The last day from here on, where this line moved it."""
    at: datetime = Field(default_factory=now, sa_type=Moment)


class CommitmentWish(SQLModel, table=True):
    """Somebody who asked for news, and is told of all that come."""

    __tablename__ = "commitment_wish"

    commitment_id: int = Field(foreign_key="commitment.id", primary_key=True, ondelete="CASCADE")
    member_id: int = Field(
        foreign_key="member.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    at: datetime = Field(default_factory=now, sa_type=Moment)
    """When they asked last."""
