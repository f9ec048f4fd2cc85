from datetime import datetime
from enum import StrEnum
from secrets import token_hex
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index
from sqlmodel import Field, Relationship, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment, one_of
from civic.core.words import text_in
from civic.spaces.models import Space


class State(StrEnum):
    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSING = "closing"
    """No ballot is taken any more, and the count is under way."""
    CLOSED = "closed"
    """Counted; the chair still has to break a tie."""
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Binding(StrEnum):
    DECISION = "decision"
    ADVICE = "advice"
    SUBJECT = "subject"
    """Subject to another body, which is named."""


class Disclosure(StrEnum):
    SECRET = "secret"
    OPEN = "open"
    """Names stand beside choices, and everybody who votes is told so before."""


class Publication(StrEnum):
    BALLOTS = "ballots"
    SUMS = "sums"


class Round(SQLModel, table=True):
    """Questions put to the members of a space. From opening on, only ``frozen`` counts."""

    __table_args__ = (
        CheckConstraint(
            "(state IN ('draft', 'announced', 'cancelled')) OR frozen IS NOT NULL",
            name="frozen_once_open",
        ),
        CheckConstraint(
            "(state IN ('closed', 'published')) = (result IS NOT NULL)", name="result_iff_closed"
        ),
        CheckConstraint("(frozen IS NULL) = (check_code IS NULL)", name="frozen_has_a_code"),
        CheckConstraint("smallest_group >= 5", name="no_smaller_group"),
        CheckConstraint(
            "state <> 'cancelled' OR cancel_reason IS NOT NULL", name="cancelled_with_reason"
        ),
        Index("ix_round_state_closes_at", "state", "closes_at"),
        Index("ix_round_state_opens_at", "state", "opens_at"),
        Index("ix_round_space_id_state", "space_id", "state"),
    )

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: token_hex(16), max_length=32, unique=True)
    space_id: int = Field(foreign_key="space.id", index=True)
    space: Space = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
    state: State = Field(default=State.DRAFT, sa_type=one_of(State, name="known_state"))
    titles: dict[str, str] = Field(sa_type=JSON)
    """The title by language."""
    questions: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """In the shape in which they will be frozen (voting/FORMAT.md)."""
    binding: Binding = Field(
        default=Binding.DECISION, sa_type=one_of(Binding, name="known_binding")
    )
    binding_body: dict[str, str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    disclosure: Disclosure = Field(
        default=Disclosure.SECRET, sa_type=one_of(Disclosure, name="known_disclosure")
    )
    publication: Publication = Field(
        default=Publication.BALLOTS, sa_type=one_of(Publication, name="known_publication")
    )
    publication_chosen: bool = False
    """False: what is usual for rules, secret and number of voters, settled at opening."""
    what_if: bool | None = None
    """Whether its published ballots may be counted under other rules on a page, as a game. None: as
    is usual; settled at opening, before anybody knows the result."""
    removed_question: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """The question last taken out of a draft, to be put back."""
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)
    """When those who had not voted were last reminded."""
    smallest_group: int = 10
    opens_at: datetime | None = Field(default=None, sa_type=Moment)
    """None: opened by hand."""
    closes_at: datetime = Field(sa_type=Moment)
    early_close: bool = False
    by_two: bool = False
    """Whether it takes two people, once it is open, to close it before its end, to extend or to
    cancel it. Otherwise a facilitator does so with a public reason."""
    roll_filters: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """``categories``, ``colleges`` (lists), ``paid_up`` (bool): who of the space may vote."""
    weighted: bool = False
    mandates: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """None: nobody passes their vote on. ``onward``: whether the holder may pass it on in turn;
    ``most``: how many one holder may vote for, None for any number."""
    created_by_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    early_reason: str | None = None
    """Why it was closed before its time."""
    cancel_reason: str | None = None
    copied_from_id: int | None = Field(default=None, foreign_key="round.id", index=True)
    frozen: str | None = None
    """Canonical JSON; its SHA-256 is the check code."""
    check_code: str | None = Field(default=None, max_length=64)
    turnout_shown: int = 0
    """While open: how many have voted, floored by the tick; 0 below the smallest group."""
    seed: str | None = Field(default=None, max_length=64)
    """Of lots; revealed at closing, kept outside the database until then."""
    chair: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Question -> the chair's order for a tie, with name, time and reason."""
    result: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """``results`` and ``sums`` as published, ``explained`` for the pages, ``voices``: the words
    that were cut off secret ballots, for facilitators; ``mandates`` as published, where votes could
    be passed on; the ``currency`` of a file taken in."""
    imported: bool = False

    @property
    def title(self) -> str:
        """In the reader's language; also the words of its address."""
        return text_in(self.titles)


class Elector(SQLModel, table=True):
    """A row of a round's roll, as it stood at opening."""

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    member_id: int = Field(foreign_key="member.id", primary_key=True, index=True)
    weight: int = Field(default=1, ge=1)
    college: str | None = Field(default=None, max_length=80)
    category: str | None = Field(default=None, max_length=80)


class RepresentedAnew(SQLModel, table=True):
    """That somebody else was named, while a round was open, who votes for a legal entity of its
    roll. Everybody who sees the round reads it."""

    __tablename__ = "represented_anew"

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    member_id: int = Field(foreign_key="member.id", primary_key=True, index=True)
    at: datetime = Field(default_factory=now, sa_type=Moment)
    """When it was done last."""


class Participation(SQLModel, table=True):
    """That a member took part. No time, no serial, nothing that leads to a ballot."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    member_id: int = Field(foreign_key="member.id", primary_key=True, index=True)


class Fate(StrEnum):
    """What became of a mandate when the round was counted."""

    CARRIED = "carried"
    OWN = "own"
    """The giver voted: the own vote wins."""
    ABSENT = "absent"
    """The last one on the way did not vote."""


class Mandate(SQLModel, table=True):
    """An elector's vote, passed on to another one of the same roll. Ids are in the order in which
    mandates were given."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "giver_id"],
            ["elector.round_id", "elector.member_id"],
            name="fk_mandate_giver_elector",
        ),
        ForeignKeyConstraint(
            ["round_id", "holder_id"],
            ["elector.round_id", "elector.member_id"],
            name="fk_mandate_holder_elector",
        ),
        CheckConstraint("giver_id <> holder_id", name="somebody_else"),
        CheckConstraint("NOT declined OR fate IS NULL", name="declined_has_no_fate"),
        CheckConstraint(
            "(carrier_id IS NOT NULL) = (fate IS NOT NULL AND fate = 'carried')",
            name="carried_by_somebody",
        ),
        Index("uq_mandate_round_id_giver_id", "round_id", "giver_id", unique=True),
        Index("ix_mandate_round_id_holder_id", "round_id", "holder_id"),
    )

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    giver_id: int = Field(foreign_key="member.id", index=True)
    holder_id: int = Field(foreign_key="member.id", index=True)
    declined: bool = False
    """By the holder. The giver has their vote back, and reads so."""
    fate: Fate | None = Field(default=None, sa_type=one_of(Fate, name="known_fate"))
    carrier_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    """Whose ballot counted for the giver, at the end of the way."""


class BallotBegun(SQLModel, table=True):
    """That a member looked at a ballot and has not cast it: all that is kept of a secret one."""

    __tablename__ = "ballot_begun"
    __table_args__ = ({"sqlite_with_rowid": False},)

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    member_id: int = Field(
        foreign_key="member.id", primary_key=True, index=True, ondelete="CASCADE"
    )


class UrnSlot(SQLModel, table=True):
    """A secret ballot while the round is open: sealed, and under a name that only the round's key
    can make."""

    __tablename__ = "urn_slot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    slot: str = Field(primary_key=True, max_length=64)
    payload: str
    """Padded to one size for the whole round, and sealed with its key."""


class OpenBallot(SQLModel, table=True):
    """A ballot of an open round, with its voter's name: cast, or kept as a draft, or both."""

    __tablename__ = "open_ballot"

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    member_id: int = Field(foreign_key="member.id", primary_key=True, index=True)
    ballot: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """Question -> choice."""
    draft: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class CountedBallot(SQLModel, table=True):
    """One question's ballot after closing, in the order of that question's own shuffle."""

    __tablename__ = "counted_ballot"

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    question: str = Field(primary_key=True, max_length=8)
    place: int = Field(primary_key=True)
    weight: int = 1
    choice: Any = Field(default=None, sa_type=JSON)


class KeyDebt(SQLModel, table=True):
    """A round key that must be destroyed: written with the result, paid after the commit."""

    __tablename__ = "key_debt"

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    since: datetime = Field(default_factory=now, sa_type=Moment)


class UrnScrub(SQLModel, table=True):
    """A round whose ballots are deleted, but may still lie in free pages of the file."""

    __tablename__ = "urn_scrub"

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    since: datetime = Field(default_factory=now, sa_type=Moment)
