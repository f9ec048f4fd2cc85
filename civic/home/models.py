from datetime import datetime
from secrets import token_urlsafe

from sqlmodel import Field, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment


class FeedAddress(SQLModel, table=True):
    """One member's own address of calendar and feeds, until they take it back. Reading is all
    that it can do."""

    __tablename__ = "feed_address"

    member_id: int = Field(foreign_key="member.id", primary_key=True, ondelete="CASCADE")
    nonce: str = Field(default_factory=lambda: token_urlsafe(16), max_length=32)
    """What is signed into the address: another nonce, and the old address is nobody's."""
    made_at: datetime = Field(default_factory=now, sa_type=Moment)
