from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment


class SearchEntry(SQLModel, table=True):
    """One searchable row of any feature. Who may find it is asked of its space, by join."""

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_search_entry_space_kind", "space_id", "kind", "id"),
        Index("ix_search_entry_kind_id", "kind", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    subject_id: int
    space_id: int = Field(foreign_key="space.id", ondelete="CASCADE")
    language: str = Field(default="fr", max_length=8)
    title: str = ""
    """Normalised words of the title, which weigh more."""
    text: str = ""
    """Normalised words of the rest."""
    written_at: datetime = Field(default_factory=now, sa_type=Moment)


def mark(kind: str) -> str:
    """What each word of a row of this kind begins with in SQLite's index, as its view has it."""
    return f"{kind[:1]}{len(kind)}"
