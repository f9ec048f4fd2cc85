from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment


class AuditEntry(SQLModel, table=True):
    """A fact as it was told."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_space_id_id", "space_id", "id"),
        Index("ix_audit_entry_told_at_id", "told_at", "id"),
        Index("ix_audit_entry_about_id", "about", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    told_at: datetime = Field(default_factory=now, sa_type=Moment)
    name: str = Field(max_length=80, index=True)
    actor: str | None = Field(default=None, max_length=32)
    """The pseudonym of who did it: names live in one erasable place."""
    space_id: int | None = None
    """The space whose members may read it; None when everyone may."""
    about: str | None = Field(default=None, max_length=40)
    """The row that it is about: ``round:7``; None where it is about none by itself."""
    details: dict[str, Any] = Field(sa_type=JSON)


class RefusalCount(SQLModel, table=True):
    """How often a permission was refused. A number, not a list of people."""

    __tablename__ = "refusal_count"

    permission: str = Field(primary_key=True, max_length=80)
    times: int = 0
