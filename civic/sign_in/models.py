from datetime import datetime

from sqlmodel import Field, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment


class Account(SQLModel, table=True):
    """What lets one member come in. A member may have none."""

    member_id: int = Field(foreign_key="member.id", primary_key=True, ondelete="CASCADE")
    password: str | None = None
    """As argon2id wrote it: parameters, salt and hash."""
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    last_sign_in_at: datetime | None = Field(default=None, sa_type=Moment)


class SignInSession(SQLModel, table=True):
    """A signed-in device. The cookie holds the token, this row only its hash."""

    __tablename__ = "sign_in_session"

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    device: str = Field(default="", max_length=120)
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    """Also when the person last proved who they are."""
    last_used_at: datetime = Field(default_factory=now, sa_type=Moment)
