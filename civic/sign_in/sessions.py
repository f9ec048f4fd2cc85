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
from sqlalchemy import Connection, Insert, Select, Text, bindparam, case, cast, insert, true
from sqlalchemy import select as pick
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, func, update

from civic.community.models import Community
from civic.community.queries import AS_STORED, settings_of
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
    token, at = token_urlsafe(32), now()
    values = {
        "token_hash": hash_of(token), "of_member": member_id, "member_id": member_id,
        "device": device[:120], "proof": proof[:20], "strong": strong,
        "created_at": at, "last_used_at": at,
    }  # fmt: skip
    session.connection().execute(_beginning(), values)
    return token


@cache
def _beginning() -> Insert:
    last_use = pick(func.max(SignInSession.last_used_at)).where(
        col(SignInSession.member_id) == bindparam("of_member")
    )
    return insert(SignInSession).values(previous_used_at=last_use.scalar_subquery())


def signed_in(connection: Connection, token: str) -> SignedIn | None:
    """Who stands behind a token, and in which community: one query. None when the token is
    unknown, ended or too old."""
    rows = connection.execute(_who(), {"token_hash": hash_of(token)}).all()
    if not rows:
        return None
    found, present = rows[0], now()
    community = settings_of(found[-len(AS_STORED) :])
    if present - found.last_used_at > IDLE or present - found.created_at > ABSOLUTE:
        return None
    actor = Actor(
        id=found.member_id,
        name=found.name,
        is_admin=found.community_role == CommunityRole.ADMINISTRATOR,
        is_auditor=found.community_role == CommunityRole.AUDITOR,
        suspended_in=frozenset(
            int(space_id)
            for space_id, until in found.suspended_in.items()
            if datetime.fromisoformat(until) > present
        ),
        locale=found.locale,
        time_zone=found.time_zone,
        theme=found.theme,
        fresh=present - (found.proved_at or found.created_at) <= FRESH,
        last_visit_at=found.last_used_at
        if present - found.last_used_at > VISIT
        else found.previous_used_at,
        roles_by_space=_roles(found.spaces or ""),
        organisations=MappingProxyType(
            {row.organisation_id: role_held(row, present) for row in rows if row.organisation_id}
        ),
    )
    if not found.strong and needs_two_proofs(community, actor):
        since = community.second_proof_since or found.joined_at
        actor = replace(actor, proof_due=since + GRACE)
    return SignedIn(
        token=token,
        session_id=found.session_id,
        last_used_at=found.last_used_at,
        actor=actor,
        community=community,
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
                col(SignInSession.id).label("session_id"),
                SignInSession.created_at,
                SignInSession.proved_at,
                SignInSession.last_used_at,
                SignInSession.previous_used_at,
                SignInSession.strong,
                SignInSession.member_id,
                Member.name,
                col(Member.role).label("community_role"),
                Member.suspended_in,
                Member.locale,
                Member.time_zone,
                Member.theme,
                Member.joined_at,
                spaces.label("spaces"),
                OrganisationMembership.organisation_id,
                OrganisationMembership.role,
                OrganisationMembership.role_until,
                *AS_STORED,
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
        with db.glance() as connection:  # closed before the view acts
            found = signed_in(connection, token)
        if found:
            touch(found)
        return found
