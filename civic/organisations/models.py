from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from civic.core.clock import now
from civic.core.tables import SORT_NAME, Moment, keep_sort_name, one_of


class OrganisationRole(StrEnum):
    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    """Looks after the organisation's own people, and nothing else."""


class Organisation(SQLModel, table=True):
    """An association, a town hall, a university: a partner that brings its own people."""

    __table_args__ = (
        CheckConstraint("length(trim(name)) >= 2", name="name_says_something"),
        Index("ix_organisation_sort_name", "sort_name", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    name: str = Field(max_length=120, unique=True)
    sort_name: str = Field(default="", sa_type=SORT_NAME)
    about: str = ""
    """Who they are, in Markdown."""
    belonging: str = ""
    """How one belongs to it, in Markdown."""
    language: str = Field(default="fr", max_length=8)
    """Of these texts."""
    site: str | None = Field(default=None, max_length=300)
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    archived_at: datetime | None = Field(default=None, sa_type=Moment)
    """Since when it no longer takes part: none of its doors opens, and nobody is brought in."""

    @property
    def title(self) -> str:
        return self.name


keep_sort_name(Organisation)


class OrganisationDomain(SQLModel, table=True):
    """Behind the @ of its people's addresses. It finds the right door, and proves nothing: who
    has such an address belongs to nobody by it."""

    __tablename__ = "organisation_domain"
    __table_args__ = (CheckConstraint("domain = lower(domain)", name="domain_is_lower_case"),)

    domain: str = Field(primary_key=True, max_length=253)
    organisation_id: int = Field(foreign_key="organisation.id", index=True, ondelete="CASCADE")


class OrganisationMembership(SQLModel, table=True):
    """Somebody belongs to an organisation."""

    __tablename__ = "organisation_membership"
    __table_args__ = (
        Index("ix_organisation_membership_role", "organisation_id", "role"),
        Index("ix_organisation_membership_ended", "organisation_id", "ended_at"),
        CheckConstraint("(role_until IS NULL) OR (role = 'administrator')", name="duties_end"),
        CheckConstraint(
            "NOT closes_account OR (ended_at IS NOT NULL)", name="only_an_end_closes_an_account"
        ),
    )

    organisation_id: int = Field(
        foreign_key="organisation.id", primary_key=True, ondelete="CASCADE"
    )
    member_id: int = Field(
        foreign_key="member.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    role: OrganisationRole = Field(
        default=OrganisationRole.MEMBER, sa_type=one_of(OrganisationRole, name="known_role")
    )
    role_until: datetime | None = Field(default=None, sa_type=Moment, index=True)
    """When the mandate of an administrator ends by itself."""
    role_told: bool = False
    """Whether that this end is near has been told."""
    is_listed: bool = False
    """Whether the person agreed to be named on the organisation's page."""
    brought_in: bool = False
    """Whether they became a member of the community through this organisation."""
    joined_at: datetime = Field(default_factory=now, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    """Since when the person no longer belongs; the row stays, so that they can come back."""
    closes_account: bool = False
    """Whether that end took them out of the community, too, which coming back undoes."""
