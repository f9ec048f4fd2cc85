from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from civic.core.audience import Audience
from civic.core.clock import now
from civic.core.permissions import Act
from civic.core.tables import Moment, one_of


class Role(StrEnum):
    OBSERVER = "observer"
    MEMBER = "member"
    FACILITATOR = "facilitator"


class SpaceKind(StrEnum):
    ASSEMBLY = "assembly"
    PROCESS = "process"
    WORKING_GROUP = "working_group"


class Joining(StrEnum):
    OPEN = "open"
    ON_REQUEST = "on_request"
    INVITATION = "invitation"


class Space(SQLModel, table=True):
    """An assembly, a process or a working group, moving through phases."""

    __table_args__ = (
        CheckConstraint("length(trim(title)) >= 3", name="title_says_something"),
        Index(
            "ix_space_unled", "id",
            sqlite_where=text("unled_since IS NOT NULL"),
            postgresql_where=text("unled_since IS NOT NULL"),
        ),
    )  # fmt: skip

    id: int = Field(default=None, primary_key=True)
    kind: SpaceKind = Field(default=SpaceKind.PROCESS, sa_type=one_of(SpaceKind, name="known_kind"))
    title: str = Field(max_length=140)
    purpose: str = ""
    language: str = Field(default="fr", max_length=8)
    audience: Audience = Field(
        default=Audience.COMMUNITY, sa_type=one_of(Audience, name="known_audience")
    )
    joining: Joining = Field(default=Joining.OPEN, sa_type=one_of(Joining, name="known_joining"))
    archived_at: datetime | None = Field(default=None, sa_type=Moment)
    acts: list[str] = Field(default_factory=list, sa_type=JSON)
    """What is open now: the acts of the present phase, copied here so that rules need no query."""
    support_threshold: int = Field(default=0, ge=0)
    """Supports that move a proposal to deliberation; 0: a facilitator does it."""
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    """The partner organisation whose space it is; None: the community's own."""
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    unled_since: datetime | None = Field(default=None, sa_type=Moment)
    """Since when the house knows that nobody who can still come in facilitates it."""

    @property
    def open_acts(self) -> frozenset[Act]:
        return frozenset() if self.archived_at else frozenset(Act(name) for name in self.acts)


class Phase(SQLModel, table=True):
    """One stretch of a space's life, entered by date or by hand."""

    __table_args__ = (UniqueConstraint("space_id", "position"),)

    id: int = Field(default=None, primary_key=True)
    space_id: int = Field(foreign_key="space.id", ondelete="CASCADE")
    position: int
    title: str = Field(max_length=80)
    acts: list[str] = Field(default_factory=list, sa_type=JSON)
    starts_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    """Entered by the clock at this moment; None: by hand."""
    entered_at: datetime | None = Field(default=None, sa_type=Moment)
    is_current: bool = False


class Membership(SQLModel, table=True):
    """A member's role in a space."""

    __table_args__ = (Index("ix_membership_space_id_role", "space_id", "role"),)

    space_id: int = Field(foreign_key="space.id", primary_key=True, ondelete="CASCADE")
    member_id: int = Field(
        foreign_key="member.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    role: Role = Field(default=Role.MEMBER, sa_type=one_of(Role, name="known_role"))
    role_until: datetime | None = Field(default=None, sa_type=Moment, index=True)
    """When the mandate of somebody who facilitates ends by itself."""
    role_told: bool = False
    """Whether that this end is near has been told."""
    joined_at: datetime = Field(default_factory=now, sa_type=Moment)


class JoinRequest(SQLModel, table=True):
    """Somebody asks to belong; a facilitator answers."""

    __tablename__ = "join_request"

    space_id: int = Field(foreign_key="space.id", primary_key=True, ondelete="CASCADE")
    member_id: int = Field(
        foreign_key="member.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    words: str = Field(default="", max_length=280)
    at: datetime = Field(default_factory=now, sa_type=Moment)
