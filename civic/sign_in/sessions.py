"""From a cookie to the actor, by one query on a read-only connection."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from secrets import token_urlsafe
from types import MappingProxyType
from typing import Any

from flask import Flask
from flask_babel import gettext
from flask_login import LoginManager, UserMixin
from sqlalchemy import Select, Text, bindparam, case, cast, true
from sqlalchemy import select as pick
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, func, select, update

from civic.community.models import Community
from civic.core import db
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.tables import columns
from civic.members.models import CommunityRole, Member, MemberState
from civic.organisations.models import OrganisationMembership
from civic.organisations.queries import role_held
from civic.sign_in.models import SignInSession
from civic.sign_in.policies import needs_two_proofs
from civic.spaces.models import Membership

IDLE = timedelta(days=30)
ABSOLUTE = timedelta(days=180)
FRESH = timedelta(minutes=30)
GRACE = timedelta(days=14)
"""To set up a second proof, from the day on which it is asked for."""
TOUCHED_EVERY = timedelta(minutes=5)
VISIT = timedelta(minutes=30)
"""After a pause of this length, another visit begins."""


@dataclass
class SignedIn(UserMixin):  # type: ignore[misc]
    """What flask-login knows: the session's token, and behind it the actor."""

    token: str
    session_id: int
    last_used_at: datetime
    actor: Actor
    community: Community

    def get_id(self) -> str:
        return self.token


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def begin(
    session: Session, *, member_id: int, device: str = "", proof: str = "", strong: bool = False
) -> str:
    """A new signed-in device; returns the token, which is kept nowhere. ``proof`` names the door,
    and ``strong`` says that two things were proven there."""
    token = token_urlsafe(32)
    before = session.exec(
        select(func.max(SignInSession.last_used_at)).where(SignInSession.member_id == member_id)
    ).one()
    session.add(
        SignInSession(
            token_hash=hash_of(token),
            member_id=member_id,
            device=device[:120],
            proof=proof[:20],
            strong=strong,
            previous_used_at=before,
        )
    )
    return token


def signed_in(session: Session, token: str) -> SignedIn | None:
    """Who stands behind a token, and in which community: one query. None when the token is
    unknown, ended or too old."""
    rows = session.execute(_who(), {"token_hash": hash_of(token)}).all()
    if not rows:
        return None
    entry, member, community, spaces, _organisation = rows[0]
    present = now()
    if present - entry.last_used_at > IDLE or present - entry.created_at > ABSOLUTE:
        return None
    actor = Actor(
        id=member.id,
        name=member.name,
        is_admin=member.role == CommunityRole.ADMINISTRATOR,
        is_auditor=member.role == CommunityRole.AUDITOR,
        suspended_in=frozenset(
            int(space_id)
            for space_id, until in member.suspended_in.items()
            if datetime.fromisoformat(until) > present
        ),
        locale=member.locale,
        time_zone=member.time_zone,
        theme=member.theme,
        fresh=present - (entry.proved_at or entry.created_at) <= FRESH,
        last_visit_at=entry.last_used_at
        if present - entry.last_used_at > VISIT
        else entry.previous_used_at,
        roles_by_space=_roles(spaces or ""),
        organisations=MappingProxyType(
            {row[-1].organisation_id: role_held(row[-1], present) for row in rows if row[-1]}
        ),
    )
    if community and not entry.strong and needs_two_proofs(community, actor):
        since = community.second_proof_since or member.joined_at
        actor = replace(actor, proof_due=since + GRACE)
    return SignedIn(
        token=token,
        session_id=entry.id,
        last_used_at=entry.last_used_at,
        actor=actor,
        community=community or Community(),
    )


@cache
def _who() -> Select[Any]:
    """Every request asks this: put together once. Whoever is in fifty spaces has them in one row,
    not the whole of their account and of the community's settings fifty times."""
    space = cast(col(Membership.space_id), Text) + ":" + cast(col(Membership.role), Text)
    spaces = (
        pick(func.aggregate_strings(space, ","))
        .where(col(Membership.member_id) == Member.id)
        .scalar_subquery()
    )
    found: Select[Any] = (
        pick(
            *columns(
                SignInSession, Member, Community, spaces.label("spaces"), OrganisationMembership
            )
        )
        .select_from(SignInSession)
        .join(Member, col(Member.id) == SignInSession.member_id)
        .outerjoin(Community, true())
        .outerjoin(
            OrganisationMembership,
            (col(OrganisationMembership.member_id) == Member.id)
            & col(OrganisationMembership.ended_at).is_(None),
        )
        .where(
            col(SignInSession.token_hash) == bindparam("token_hash"),
            col(Member.state) == MemberState.ACTIVE,
        )
    )
    return found


def _roles(spaces: str) -> Mapping[int, frozenset[str]]:
    """Of ``12:member,30:facilitator``."""
    pairs = (one.split(":") for one in spaces.split(",") if one)
    return MappingProxyType({int(id): frozenset({role}) for id, role in pairs})


def touch(signed: SignedIn) -> None:
    """Keep the time of last use, at most every five minutes: one of the few writes of a GET. Where
    the database takes no writes just now, reading goes on without it."""
    present = now()
    if present - signed.last_used_at < TOUCHED_EVERY:
        return
    noted = (
        update(SignInSession)
        .where(
            col(SignInSession.id) == signed.session_id,
            col(SignInSession.last_used_at) < present - TOUCHED_EVERY,
        )
        .values(
            last_used_at=present,
            previous_used_at=case(
                (col(SignInSession.last_used_at) < present - VISIT, SignInSession.last_used_at),
                else_=SignInSession.previous_used_at,
            ),
        )
    )
    with suppress(OperationalError), db.writing() as session:
        session.exec(noted)


def device_words(agent: str) -> str:
    """Browser and system, in words that people recognise."""
    browsers = ("Firefox", "Edg", "OPR", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac", "Linux")
    browser = next((name for name in browsers if name in agent), "")
    system = next((name for name in systems if name in agent), "")
    browser = {"Edg": "Edge", "OPR": "Opera"}.get(browser, browser)
    known = " – ".join(part for part in (browser, system) if part)
    return known or agent[:40] or gettext("unknown device")


def init_app(app: Flask) -> None:
    app.jinja_env.filters["device"] = device_words
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load_user(token: str) -> SignedIn | None:
        with db.reading() as session:  # closed before the view acts
            found = signed_in(session, token)
        if found:
            touch(found)
        return found
