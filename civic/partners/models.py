"""Connections to partners' own sign-in, and what came through them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment, one_of


class Connection(SQLModel, table=True):
    """A door of one organisation, for good: who signs its people in, and as whom we ask. What may
    change about it is in its terms."""

    __table_args__ = (UniqueConstraint("issuer", "client_id"),)

    id: int = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True, ondelete="CASCADE")
    profile: str = Field(max_length=40)
    """A name of ``protocol.profiles.PROFILES``."""
    issuer: str = Field(max_length=300)
    client_id: str = Field(max_length=255)
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    off_at: datetime | None = Field(default=None, sa_type=Moment)
    """Since when nobody comes in by it for now: one administrator is enough for that, and two for
    letting people in again."""
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    """Since when it is shut for good: its people keep their past and come in another way."""
    farewell: str = Field(default="", max_length=400)
    """What its people are told then."""

    @property
    def is_open(self) -> bool:
        return self.off_at is None and self.revoked_at is None


class TermsState(StrEnum):
    DRAFT = "draft"
    IN_FORCE = "in_force"
    REPLACED = "replaced"


class Terms(SQLModel, table=True):
    """The secret and the rules of a connection: a version that one administrator writes and a
    second one puts into force."""

    __tablename__ = "connection_terms"
    __table_args__ = (
        Index(
            "uq_connection_terms_in_force", "connection_id", unique=True,
            sqlite_where=text("state = 'in_force'"), postgresql_where=text("state = 'in_force'"),
        ),
        Index(
            "uq_connection_terms_to_come", "connection_id", unique=True,
            sqlite_where=text("state = 'draft'"), postgresql_where=text("state = 'draft'"),
        ),
        CheckConstraint("least_age IS NULL OR least_age BETWEEN 1 AND 120", name="an_age"),
    )  # fmt: skip

    id: int = Field(default=None, primary_key=True)
    connection_id: int = Field(foreign_key="connection.id", index=True, ondelete="CASCADE")
    state: TermsState = Field(
        default=TermsState.DRAFT, sa_type=one_of(TermsState, name="known_state")
    )
    label: str = Field(default="", max_length=80)
    """Under the organisation's name on the button, such as "Citizen's account"."""
    secret: bytes = b""
    """Sealed."""
    rules: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """Of ``rules.Rule``, as plain values."""
    least_age: int | None = None
    names_s256: bool = False
    """The provider named S256 when this was tested: it may not drop it."""
    tested_at: datetime | None = Field(default=None, sa_type=Moment)
    tested_by_id: int | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="SET NULL"
    )
    act_id: int | None = Field(
        default=None, foreign_key="joint_act.id", index=True, ondelete="SET NULL"
    )
    """The act by which a second administrator confirms it, once that is asked for."""
    in_force_since: datetime | None = Field(default=None, sa_type=Moment)


class PartnerAccount(SQLModel, table=True):
    """Somebody at a provider, who is a member here. Never an address: issuer and subject."""

    __tablename__ = "partner_account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: int = Field(default=None, primary_key=True)
    connection_id: int = Field(foreign_key="connection.id", index=True, ondelete="CASCADE")
    issuer: str = Field(max_length=300)
    subject: str = Field(max_length=255)
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    last_sign_in_at: datetime = Field(default_factory=now, sa_type=Moment)
    held_at: datetime | None = Field(default=None, sa_type=Moment)
    """Since when it lets nobody in: two administrators let the member in anew, who may have lost
    this account to somebody. The member adds it again, with a proof on both sides."""


class Errand(StrEnum):
    """What somebody is sent to a provider for."""

    SIGN_IN = "sign_in"
    TEST = "test"
    """An administrator tries a connection; nobody is signed in by it."""
    LINK = "link"
    """A member adds a way in."""


class Attempt(SQLModel, table=True):
    """One way to a provider and back: asked once, answered once, by the same browser. Kept for a
    few minutes."""

    __tablename__ = "partner_attempt"

    id: int = Field(default=None, primary_key=True)
    state_hash: str = Field(max_length=64, unique=True)
    browser_hash: str = Field(max_length=64)
    connection_id: int = Field(foreign_key="connection.id", index=True, ondelete="CASCADE")
    terms_id: int = Field(foreign_key="connection_terms.id", index=True, ondelete="CASCADE")
    errand: Errand = Field(sa_type=one_of(Errand, name="known_errand"))
    member_id: int | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="CASCADE"
    )
    """Who sent it, where somebody was signed in."""
    nonce: str = Field(max_length=64)
    verifier: str = Field(max_length=128)
    again: bool = False
    """The person has to prove again at the provider who they are."""
    next_path: str = Field(default="", max_length=400)
    started_at: datetime = Field(default_factory=now, sa_type=Moment, index=True)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    answer: bytes | None = None
    """Sealed: who came back, until they have said yes to what is taken over."""


class PartnerSession(SQLModel, table=True):
    """Ties a device that is signed in here to the session at the provider, for signing out."""

    __tablename__ = "partner_session"

    id: int = Field(default=None, primary_key=True)
    session_id: int | None = Field(
        default=None, foreign_key="sign_in_session.id", unique=True, ondelete="SET NULL"
    )
    account_id: int = Field(foreign_key="partner_account.id", index=True, ondelete="CASCADE")
    sid: str | None = Field(default=None, max_length=255)
    id_token: bytes = b""
    """Sealed: the provider wants it back when somebody signs out."""
    began_at: datetime = Field(default_factory=now, sa_type=Moment, index=True)


class ClaimGrant(SQLModel, table=True):
    """Something that a member has because their organisation says so, for 30 days at a time."""

    __tablename__ = "claim_grant"
    __table_args__ = (UniqueConstraint("account_id", "place"),)

    id: int = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="partner_account.id", ondelete="CASCADE")
    place: str = Field(max_length=40)
    """``name``, ``category``, ``college`` or ``space:7``."""
    value: str = Field(max_length=120)
    before: str | None = Field(default=None, max_length=120)
    """What stood there, and comes back."""
    given_at: datetime = Field(default_factory=now, sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment, index=True)


class LastClaims(SQLModel, table=True):
    """What a provider said last through a connection, for trying rules on. Kept for a week."""

    __tablename__ = "partner_last_claims"

    connection_id: int = Field(foreign_key="connection.id", primary_key=True, ondelete="CASCADE")
    account_id: int | None = Field(
        default=None, foreign_key="partner_account.id", index=True, ondelete="CASCADE"
    )
    """Whose they are; None: an administrator's who tried it."""
    member_id: int | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="CASCADE"
    )
    """That administrator."""
    claims: bytes
    """Sealed."""
    at: datetime = Field(default_factory=now, sa_type=Moment, index=True)
