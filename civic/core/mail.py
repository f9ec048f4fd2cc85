"""The outbox: mail is a row first, and leaves by the tick. Knows no feature."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, Session, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment

SIGN_IN_FIRST = 0
NORMAL = 5


class OutboxMail(SQLModel, table=True):
    """One mail to one address. ``key`` makes it unique: told twice, it is sent once."""

    __tablename__ = "outbox_mail"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_outbox_mail_due", "sent_at", "not_before", "priority", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(max_length=200)
    member_id: int | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="SET NULL"
    )
    address: str = Field(max_length=254)
    subject: str = Field(max_length=200)
    body: str
    """Plain text. A body with a secret is wiped when it has been sent."""
    has_secret: bool = False
    unsubscribe: str | None = Field(default=None, max_length=400)
    """Address of one-click unsubscribing (RFC 8058), if the mail may be turned off."""
    priority: int = NORMAL
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    not_before: datetime = Field(default_factory=now, sa_type=Moment)
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    failed_at: datetime | None = Field(default=None, sa_type=Moment)
    """Given up; ``error`` says why, and the administration sees it."""
    error: str | None = Field(default=None, max_length=400)


def post(session: Session, mail: OutboxMail) -> None:
    """Put a mail into the outbox. Header injection is refused here, once for all."""
    if any(sign in mail.subject + mail.address for sign in "\r\n\0"):
        raise ValueError("a mail's subject and address are one line each")
    session.add(mail)
