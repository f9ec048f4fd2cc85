"""From a cookie to the actor, by two queries on a read-only connection."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from flask import Flask
from flask_login import LoginManager, UserMixin
from sqlmodel import Session, select

from civic.core import db
from civic.core.actor import Actor
from civic.core.clock import now
from civic.members.models import CommunityRole, Member, MemberState
from civic.sign_in.models import SignInSession
from civic.spaces.queries import roles_of

IDLE = timedelta(days=30)
ABSOLUTE = timedelta(days=180)
FRESH = timedelta(minutes=30)


@dataclass
class SignedIn(UserMixin):  # type: ignore[misc]
    """What flask-login knows: the session's token, and behind it the actor."""

    token: str
    session_id: int
    last_used_at: datetime
    actor: Actor

    def get_id(self) -> str:
        return self.token


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def begin(session: Session, *, member_id: int, device: str = "") -> str:
    """A new signed-in device; returns the token, which is kept nowhere."""
    token = token_urlsafe(32)
    session.add(SignInSession(token_hash=hash_of(token), member_id=member_id, device=device[:120]))
    return token


def signed_in(session: Session, token: str) -> SignedIn | None:
    """Who stands behind a token; None when it is unknown, ended or too old."""
    row = session.exec(
        select(SignInSession, Member)
        .join(Member)
        .where(SignInSession.token_hash == hash_of(token), Member.state == MemberState.ACTIVE)
    ).first()
    present = now()
    if (
        row is None
        or present - row[0].last_used_at > IDLE
        or present - row[0].created_at > ABSOLUTE
    ):
        return None
    entry, member = row
    actor = Actor(
        id=member.id,
        name=member.name,
        is_admin=member.role == CommunityRole.ADMINISTRATOR,
        is_auditor=member.role == CommunityRole.AUDITOR,
        suspended=bool(member.suspended_until and member.suspended_until > present),
        locale=member.locale,
        time_zone=member.time_zone,
        fresh=present - entry.created_at <= FRESH,
        roles_by_space=roles_of(session, member.id),
    )
    return SignedIn(token=token, session_id=entry.id, last_used_at=entry.last_used_at, actor=actor)


def init_app(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load_user(token: str) -> SignedIn | None:
        with db.reading() as session:  # closed before the view acts
            return signed_in(session, token)
