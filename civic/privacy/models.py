from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment


class DataCopy(SQLModel, table=True):
    """Everything about one member, asked for by them: one at a time, taken once."""

    __tablename__ = "data_copy"

    member_id: int = Field(foreign_key="member.id", primary_key=True, ondelete="CASCADE")
    asked_at: datetime = Field(default_factory=now, sa_type=Moment, index=True)
    done: int = 0
    """Kinds of data that are written, of ``of``."""
    of: int = 0
    made_at: datetime | None = Field(default=None, sa_type=Moment)
    taken_at: datetime | None = Field(default=None, sa_type=Moment)
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    """A zip; None before it is made and after it was taken."""


class Erasing(SQLModel, table=True):
    """Somebody who asked to be erased. They may change their mind until ``due_at``."""

    member_id: int = Field(foreign_key="member.id", primary_key=True, ondelete="CASCADE")
    asked_at: datetime = Field(default_factory=now, sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment, index=True)
    with_texts: bool = False
    """Whether the words of their messages go, too."""
    erased_at: datetime | None = Field(default=None, sa_type=Moment)
    """The rows are gone, but may still lie in free pages of the files: the row goes when they are
    written anew."""
