"""Administrators' deeds with connections: two people for each change, or one and a day."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

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
)
from civic.partners.models import Connection, PartnerAccount, PartnerSession, Terms, TermsState
from civic.partners.queries import terms_in
from civic.partners.rules import Rule
from civic.sign_in.models import SignInSession

CONFIRM = "partners.confirm"
"""The kind of act that takes two."""


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
    session: Session, *, actor: Actor, connection: Connection, values: Mapping[str, Any]
) -> Terms:
    """Change what is to come. What was tested and asked for before has to be so again; what is in
    force stays until then."""
    policies.MANAGE.check(actor, None)
    terms = _to_come(session, actor, connection)
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


def _to_come(session: Session, actor: Actor, connection: Connection) -> Terms:
    terms = terms_in(session, connection.id, TermsState.DRAFT)
    if terms:
        _stop_asking(session, actor, terms)
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
        "contents": fingerprint(terms),
    }
    act = joint.ask(session, actor=actor, kind=CONFIRM, details=details)
    terms.act_id = act.id
    session.add(terms)
    return act


def fingerprint(terms: Terms) -> str:
    """Of all that is confirmed."""
    whole = [terms.label, terms.secret.hex(), terms.rules, terms.least_age]
    return sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def withdraw(session: Session, *, actor: Actor, terms: Terms) -> None:
    policies.MANAGE.check(actor, None)
    _stop_asking(session, actor, terms)
    session.delete(terms)


def put_into_force(session: Session, asker: Actor, details: Mapping[str, Any]) -> None:
    """What two have agreed on. Raises CannotBeDone when it is no longer what was asked for."""
    terms = session.get(Terms, details["terms_id"])
    connection = session.get(Connection, details["connection_id"])
    if (
        terms is None
        or connection is None
        or connection.revoked_at
        or terms.state != TermsState.DRAFT
        or fingerprint(terms) != details["contents"]
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
        joint.stop(session, actor=actor, act=act)
    terms.act_id = None


def revoke(
    session: Session, *, actor: Actor, connection: Connection, farewell: str, takes_back: bool
) -> None:
    """Shut for good, by one administrator at once: it may be an emergency. Its people's sessions
    end; with ``takes_back`` what it gave goes at once, otherwise when its 30 days are over."""
    policies.MANAGE.check(actor, None)
    connection.revoked_at, connection.farewell = now(), farewell
    session.add(connection)
    accounts = select(PartnerAccount.id).where(PartnerAccount.connection_id == connection.id)
    through_it = select(PartnerSession.session_id).where(
        col(PartnerSession.account_id).in_(accounts), col(PartnerSession.session_id).is_not(None)
    )
    session.exec(delete(SignInSession).where(col(SignInSession.id).in_(through_it)))
    if takes_back:
        giving.take_all_back(session, connection_id=connection.id)
    tell(session, ConnectionRevoked(actor_id=actor.id, connection_id=connection.id))
