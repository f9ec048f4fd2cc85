"""What administrators do to connections: each change takes two people, or one and a day."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from sqlmodel import Session, col, delete, select

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.joint import actions as joint
from civic.joint.models import JointAct
from civic.partners import giving, policies
from civic.partners.facts import (
    ConnectionConfirmed,
    ConnectionDrafted,
    ConnectionRevoked,
    ConnectionSwitched,
)
from civic.partners.models import Connection, PartnerAccount, PartnerSession, Terms, TermsState
from civic.partners.queries import never_in_force, terms_in
from civic.partners.rules import Rule
from civic.sign_in.models import SignInSession

CONFIRM, SWITCH_ON, REVOKE = "partners.confirm", "partners.switch_on", "partners.revoke"
"""The kinds of acts that take two."""


class InForce(ValueError):
    """Accounts came in under this issuer and client id."""


class NotTested(ValueError):
    """Nobody has signed in with these terms yet."""


def prepare(
    session: Session, *, actor: Actor, about: Mapping[str, Any], terms: Mapping[str, Any]
) -> Connection:
    """``about``: organisation_id, profile, issuer, client_id. Nobody comes in by it yet."""
    policies.MANAGE.check(actor, None)
    connection = Connection(**about)
    session.add(connection)
    session.flush()
    session.add(Terms(connection_id=connection.id, **terms))
    tell(session, ConnectionDrafted(actor_id=actor.id, connection_id=connection.id))
    return connection


def rewrite(
    session: Session,
    *,
    actor: Actor,
    connection: Connection,
    values: Mapping[str, Any],
    identity: Mapping[str, str],
) -> Terms:
    """Change what is to come. What was tested and asked for before has to be so again; what is in
    force stays until then. ``identity``: the provider's issuer and our client id, which change only
    before the first time. A secret is for the provider it was typed for: another server is not
    sent it. Raises InForce."""
    policies.MANAGE.check(actor, None)
    terms = _to_come(session, actor, connection)
    present = {"issuer": connection.issuer, "client_id": connection.client_id}
    if dict(identity) != present:
        if not never_in_force(session, connection.id):
            raise InForce
        if not is_same_server(connection.issuer, identity["issuer"]):
            terms.secret = b""
        connection.issuer, connection.client_id = identity["issuer"], identity["client_id"]
        session.add(connection)
    for name, value in values.items():
        setattr(terms, name, value)
    terms.tested_by_id, terms.tested_at = None, None
    session.add(terms)
    session.flush()
    return terms


def rule(session: Session, *, actor: Actor, connection: Connection, rules: Sequence[Rule]) -> Terms:
    """Other claim rules. A test sign-in stays good: it proved the connection, not the rules."""
    policies.MANAGE.check(actor, None)
    terms = _to_come(session, actor, connection)
    terms.rules = [one.plain() for one in rules]
    session.add(terms)
    session.flush()
    return terms


def is_same_server(issuer: str, other: str) -> bool:
    one, two = urlsplit(issuer), urlsplit(other)
    return (one.scheme, one.netloc.lower()) == (two.scheme, two.netloc.lower())


def _to_come(session: Session, actor: Actor, connection: Connection) -> Terms:
    """Locked: what somebody puts into force at the same moment is either this or what was."""
    terms = terms_in(session, connection.id, TermsState.DRAFT)
    if terms:
        _stop_asking(session, actor, terms)
        session.flush()
        session.refresh(terms, with_for_update=True)
    if terms and terms.state == TermsState.DRAFT:
        return terms
    now_in_force = terms_in(session, connection.id, TermsState.IN_FORCE)
    kept = ("label", "secret", "rules", "least_age", "names_s256", "tested_at", "tested_by_id")
    about = {name: getattr(now_in_force, name) for name in kept} if now_in_force else {}
    tell(session, ConnectionDrafted(actor_id=actor.id, connection_id=connection.id))
    return Terms(connection_id=connection.id, **about)


def note_test(session: Session, *, actor: Actor, terms: Terms, names_s256: bool) -> None:
    terms.tested_at, terms.tested_by_id, terms.names_s256 = now(), actor.id, names_s256
    session.add(terms)


def ask(session: Session, *, actor: Actor, terms: Terms) -> JointAct:
    """A second administrator confirms exactly this, or a day passes where there is none. Raises
    NotTested."""
    policies.MANAGE.check(actor, None)
    if terms.tested_at is None:
        raise NotTested
    details = {
        "connection_id": terms.connection_id,
        "terms_id": terms.id,
        "contents": fingerprint(session.get_one(Connection, terms.connection_id), terms),
    }
    act = joint.ask(session, actor=actor, kind=CONFIRM, details=details)
    terms.act_id = act.id
    session.add(terms)
    return act


def fingerprint(connection: Connection, terms: Terms) -> str:
    """Of all that is confirmed."""
    who = [connection.issuer, connection.client_id]
    whole = [*who, terms.label, terms.secret.hex(), terms.rules, terms.least_age]
    return sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def withdraw(session: Session, *, actor: Actor, terms: Terms) -> None:
    policies.MANAGE.check(actor, None)
    _stop_asking(session, actor, terms)
    session.delete(terms)


def put_into_force(session: Session, asker: Actor, details: Mapping[str, Any]) -> None:
    """What two have agreed on. Raises CannotBeDone when it is no longer what was asked for."""
    anew: dict[str, Any] = {"with_for_update": True, "populate_existing": True}
    terms = session.get(Terms, details["terms_id"], **anew)
    connection = session.get(Connection, details["connection_id"], **anew)
    if (
        terms is None
        or connection is None
        or connection.revoked_at
        or terms.state != TermsState.DRAFT
        or fingerprint(connection, terms) != details["contents"]
    ):
        raise joint.CannotBeDone
    before = terms_in(session, terms.connection_id, TermsState.IN_FORCE)
    if before:
        before.state, before.secret = TermsState.REPLACED, b""
        session.add(before)
        session.flush()
    terms.state, terms.in_force_since = TermsState.IN_FORCE, now()
    session.add(terms)
    tell(session, ConnectionConfirmed(actor_id=asker.id, connection_id=connection.id))


def asking(session: Session, terms: Terms | None) -> JointAct | None:
    """The act that waits for a second person, if it does."""
    act = session.get(JointAct, terms.act_id) if terms and terms.act_id else None
    return act if act and act.is_open else None


def _stop_asking(session: Session, actor: Actor, terms: Terms) -> None:
    """Nobody confirms something else than what they read."""
    if act := asking(session, terms):
        session.refresh(act, with_for_update=True)
        if act.is_open:
            joint.stop(session, actor=actor, act=act)
    terms.act_id = None


def switch_off(session: Session, *, actor: Actor, connection: Connection) -> None:
    """For now, by one administrator at once: it may be an emergency. Its people's sessions end."""
    policies.MANAGE.check(actor, None)
    if not connection.is_open:
        return
    connection.off_at = now()
    session.add(connection)
    _end_sessions(session, connection)
    tell(session, ConnectionSwitched(actor_id=actor.id, connection_id=connection.id, on=False))


def ask_to_switch_on(session: Session, *, actor: Actor, connection: Connection) -> JointAct:
    policies.MANAGE.check(actor, None)
    about = {"connection_id": connection.id}
    return joint.ask(session, actor=actor, kind=SWITCH_ON, details=about)


def switch_on(session: Session, asker: Actor, details: Mapping[str, Any]) -> None:
    """Raises CannotBeDone."""
    connection = _still_there(session, details)
    if connection.off_at is None:
        raise joint.CannotBeDone
    connection.off_at = None
    session.add(connection)
    tell(session, ConnectionSwitched(actor_id=asker.id, connection_id=connection.id, on=True))


def ask_to_revoke(
    session: Session, *, actor: Actor, connection: Connection, farewell: str, takes_back: bool
) -> JointAct:
    """Shut for good; with ``takes_back`` what it gave goes at once, otherwise when its 30 days are
    over."""
    policies.MANAGE.check(actor, None)
    about = {"connection_id": connection.id, "farewell": farewell, "takes_back": takes_back}
    return joint.ask(session, actor=actor, kind=REVOKE, details=about)


def revoke(session: Session, asker: Actor, details: Mapping[str, Any]) -> None:
    """Raises CannotBeDone."""
    connection = _still_there(session, details)
    connection.revoked_at, connection.farewell = now(), details["farewell"]
    session.add(connection)
    _end_sessions(session, connection)
    if details["takes_back"]:
        giving.take_all_back(session, connection_id=connection.id)
    tell(session, ConnectionRevoked(actor_id=asker.id, connection_id=connection.id))


def deciding(session: Session, connection_id: int) -> list[JointAct]:
    """What is asked for about the whole connection: to switch it on, or to shut it for good."""
    waits = select(JointAct).where(
        col(JointAct.kind).in_((SWITCH_ON, REVOKE)),
        col(JointAct.done_at).is_(None),
        col(JointAct.stopped_at).is_(None),
    )
    acts = session.exec(waits.order_by(col(JointAct.id)))
    return [act for act in acts if act.details["connection_id"] == connection_id]


def _still_there(session: Session, details: Mapping[str, Any]) -> Connection:
    """Raises CannotBeDone."""
    connection = session.get(Connection, details["connection_id"])
    if connection is None or connection.revoked_at:
        raise joint.CannotBeDone
    return connection


def _end_sessions(session: Session, connection: Connection) -> None:
    accounts = select(PartnerAccount.id).where(PartnerAccount.connection_id == connection.id)
    through_it = select(PartnerSession.session_id).where(
        col(PartnerSession.account_id).in_(accounts), col(PartnerSession.session_id).is_not(None)
    )
    session.exec(delete(SignInSession).where(col(SignInSession.id).in_(through_it)))
