from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, LargeBinary
from sqlmodel import Field, SQLModel

from civic.core.clock import now
from civic.core.tables import Moment, one_of


class Account(SQLModel, table=True):
    """What lets one member come in. A member may have none."""

    member_id: int = Field(foreign_key="member.id", primary_key=True, ondelete="CASCADE")
    password: str | None = None
    """As argon2id wrote it: parameters, salt and hash."""
    mailed_links: bool = True
    """Whether a link that was mailed lets in: not wanted where others read the mailbox, too."""
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    last_sign_in_at: datetime | None = Field(default=None, sa_type=Moment)


class SignInSession(SQLModel, table=True):
    """A signed-in device. The cookie holds the token, this row only its hash."""

    __tablename__ = "sign_in_session"

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    device: str = Field(default="", max_length=120)
    proof: str = Field(default="", max_length=20)
    """By which door: ``password``, ``link``, ``code``, ``passkey``…"""
    strong: bool = False
    """Whether two things were proven: a passkey that knows its owner, or a second factor."""
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    proved_at: datetime | None = Field(default=None, sa_type=Moment)
    """When the person last proved who they are, where that was before they came in here: at an
    organisation with whom a session was open."""
    last_used_at: datetime = Field(default_factory=now, sa_type=Moment)
    previous_used_at: datetime | None = Field(default=None, sa_type=Moment)
    """The last use of the visit before this one, on any device."""


class Purpose(StrEnum):
    SIGN_IN = "sign_in"
    CONFIRM_ADDRESS = "confirm_address"
    SIGN_UP = "sign_up"
    WELCOME = "welcome"
    """Printed by the command line or by an administrator for somebody new."""
    CODE = "code"
    """One of a printed sheet."""
    INVITATION = "invitation"


class AddressChange(SQLModel, table=True):
    """A new address that waits for the mailboxes concerned to say yes."""

    __tablename__ = "address_change"

    id: int = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    address: str = Field(max_length=254)
    old_address: str | None = Field(default=None, max_length=254)
    """None where no mail arrives at the old one: then the new one is enough."""
    new_agreed: bool = False
    old_agreed: bool = False
    asked_at: datetime = Field(default_factory=now, sa_type=Moment, index=True)


class OneTimeToken(SQLModel, table=True):
    """A secret that works once, for one purpose, at one address. Only its hash is kept."""

    __tablename__ = "one_time_token"

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    purpose: Purpose = Field(sa_type=one_of(Purpose, name="known_purpose"))
    address: str | None = Field(default=None, max_length=254, index=True)
    member_id: int | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="CASCADE"
    )
    name: str | None = Field(default=None, max_length=120)
    space_id: int | None = Field(
        default=None, foreign_key="space.id", index=True, ondelete="CASCADE"
    )
    organisation_id: int | None = Field(
        default=None, foreign_key="organisation.id", index=True, ondelete="CASCADE"
    )
    """The partner organisation that invites."""
    role: str | None = Field(default=None, max_length=40)
    change_id: int | None = Field(
        default=None, foreign_key="address_change.id", index=True, ondelete="CASCADE"
    )
    """The change of address that it confirms."""
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment, index=True)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class Attempts(SQLModel, table=True):
    """Failed attempts lately, under a hash of what was tried or from where. They decay."""

    key: str = Field(primary_key=True, max_length=64)
    failed: int = 0
    until: datetime = Field(sa_type=Moment, index=True)
    """When the count begins again."""


class KeptText(SQLModel, table=True):
    """A form that was sent after its session had ended, for a day at most."""

    __tablename__ = "kept_text"

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    member_id: int | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="CASCADE"
    )
    """Whose session it was; None: the browser knew no longer."""
    path: str = Field(max_length=400)
    fields: list[list[str]] = Field(sa_type=JSON)
    """Names and values, in order, without files and the CSRF token."""
    created_at: datetime = Field(default_factory=now, sa_type=Moment, index=True)


class Passkey(SQLModel, table=True):
    """The public half of a key that a device keeps, and unlocks by finger, face or code."""

    id: int = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    credential_id: bytes = Field(sa_type=LargeBinary, unique=True)
    public_key: bytes = Field(sa_type=LargeBinary)
    sign_count: int = 0
    """As the device last told it; one that does not grow betrays a copied key."""
    name: str = Field(max_length=60)
    transports: list[str] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    last_used_at: datetime | None = Field(default=None, sa_type=Moment)


class SecondFactor(SQLModel, table=True):
    """An app that shows codes (TOTP, RFC 6238). It counts once a first code was typed."""

    __tablename__ = "second_factor"

    member_id: int = Field(foreign_key="member.id", primary_key=True, ondelete="CASCADE")
    secret: bytes = Field(sa_type=LargeBinary)
    """Sealed by civic.core.sealing."""
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    last_counter: int = 0
    """The period of the last code that was taken: neither it nor an older one works again."""


class RecoveryCode(SQLModel, table=True):
    """For whoever has lost the app. Works once; only its hash is kept."""

    __tablename__ = "recovery_code"

    code_hash: str = Field(primary_key=True, max_length=64)
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class StepKind(StrEnum):
    NEW_PASSKEY = "new_passkey"
    PASSKEY = "passkey"
    SECOND = "second"
    """Somebody has passed the first door, and is asked for the second proof."""


class DoorStep(SQLModel, table=True):
    """A challenge, or half a sign-in, for some minutes. Only its hash is kept; used, it is gone."""

    __tablename__ = "door_step"

    token_hash: str = Field(primary_key=True, max_length=64)
    kind: StepKind = Field(sa_type=one_of(StepKind, name="known_step"))
    member_id: int | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="CASCADE"
    )
    expires_at: datetime = Field(sa_type=Moment, index=True)
