"""Person, account, elector and e-mail are four things: this is the person.

An account is in civic.sign_in, an elector is a row of a round's roll, and an e-mail address
may be shared by two members or belong to none.
"""

from datetime import date, datetime
from enum import StrEnum
from secrets import token_hex
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from civic.core.clock import now
from civic.core.tables import SORT_NAME, Moment, keep_sort_name, one_of


class MemberKind(StrEnum):
    PERSON = "person"
    ENTITY = "entity"
    """A legal entity; a member who is a person acts and votes for it."""


class MemberState(StrEnum):
    REQUESTED = "requested"
    """Asked to join; somebody of the administration decides."""
    ACTIVE = "active"
    LEFT = "left"
    IMPORTED = "imported"
    """The author of imported texts: no account, in no list and on no roll."""


class CommunityRole(StrEnum):
    MEMBER = "member"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Member(SQLModel, table=True):
    """A person or a legal entity who takes part."""

    __table_args__ = (
        CheckConstraint("length(trim(name)) >= 1", name="name_says_something"),
        CheckConstraint(
            "(kind = 'entity') OR (represented_by_id IS NULL)", name="only_entities_are_represented"
        ),
        CheckConstraint("email IS NULL OR email = lower(email)", name="email_is_lower_case"),
        Index("ix_member_listed", "state", "sort_name", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    pseudonym: str = Field(default_factory=lambda: token_hex(16), max_length=32, unique=True)
    """What hashes and journals know the member by; the name lives here alone."""
    kind: MemberKind = Field(
        default=MemberKind.PERSON, sa_type=one_of(MemberKind, name="known_kind")
    )
    represented_by_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    name: str = Field(max_length=120, index=True)
    sort_name: str = Field(default="", sa_type=SORT_NAME)
    email: str | None = Field(default=None, max_length=254, index=True)
    """Lower case. Not unique: spouses may share one."""
    email_confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    email_bounced_at: datetime | None = Field(default=None, sa_type=Moment)
    state: MemberState = Field(
        default=MemberState.ACTIVE, sa_type=one_of(MemberState, name="known_state")
    )
    role: CommunityRole = Field(
        default=CommunityRole.MEMBER, sa_type=one_of(CommunityRole, name="known_role")
    )
    role_until: datetime | None = Field(default=None, sa_type=Moment, index=True)
    """When the mandate of an administrator or auditor ends by itself."""
    role_told: bool = False
    """Whether that this end is near has been told."""
    category: str | None = Field(default=None, max_length=80, index=True)
    college: str | None = Field(default=None, max_length=80, index=True)
    weight: int = Field(default=1, ge=1)
    """Votes this member has where a round counts weights."""
    paid_up_until: date | None = None
    suspended_in: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    """Space -> moment (ISO 8601) until which the member does not write there. On the member, so
    that leaving a space and joining it again ends nothing."""
    locale: str | None = Field(default=None, max_length=8)
    time_zone: str | None = Field(default=None, max_length=60)
    theme: str | None = Field(default=None, max_length=8)
    mail_choices: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Choice -> False where the member wants no mail of that kind."""
    left_at: datetime | None = Field(default=None, sa_type=Moment)
    erased_at: datetime | None = Field(default=None, sa_type=Moment)
    """Then the name says nothing, and the row is only what votes and debates point at."""
    joined_at: datetime = Field(default_factory=now, sa_type=Moment)
    imported_key: str | None = Field(default=None, max_length=120, unique=True)
    """Platform and number of an imported author, so that importing twice adds nobody."""


keep_sort_name(Member)
