from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as pick
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from civic.core.tables import columns
from civic.members.models import Member, MemberState
from civic.organisations.models import Organisation, OrganisationDomain
from civic.organisations.queries import is_called
from civic.partners.models import (
    ClaimGrant,
    Connection,
    LastClaims,
    PartnerAccount,
    PartnerSession,
    Terms,
    TermsState,
)
from civic.spaces.models import Space

MOST_DOORS = 200


@dataclass(frozen=True, kw_only=True)
class Door:
    """A connection by which people come in now."""

    id: int
    organisation: str
    organisation_id: int
    label: str
    profile: str
    rules: list[dict[str, Any]]


def has_account(session: Session, member_id: int) -> bool:
    """Whether somebody comes in through a partner."""
    return session.exec(letting_in(member_id).limit(1)).first() is not None


def letting_in(member_id: int) -> SelectOfScalar[int]:
    """Ids of the accounts at partners by which a member can come in now."""
    return (
        select(PartnerAccount.id)
        .join(Connection, col(Connection.id) == PartnerAccount.connection_id)
        .where(
            PartnerAccount.member_id == member_id,
            col(PartnerAccount.held_at).is_(None),
            col(Connection.revoked_at).is_(None),
            col(Connection.off_at).is_(None),
        )
    )


def doors(
    session: Session, *, words: str = "", domain: str = "", limit: int = MOST_DOORS
) -> list[Door]:
    """Doors that are open, by the organisation's name; of those whose name has the words in it, or
    whose people have addresses of that domain."""
    found = (
        pick(*columns(Connection.id, Organisation.name, Organisation.id, Terms.label,
                      Connection.profile, Terms.rules))
        .join(Organisation, col(Organisation.id) == Connection.organisation_id)
        .join(Terms, col(Terms.connection_id) == Connection.id)
        .where(
            col(Connection.revoked_at).is_(None),
            col(Connection.off_at).is_(None),
            col(Organisation.archived_at).is_(None),
            col(Terms.state) == TermsState.IN_FORCE,
        )
        .order_by(col(Organisation.sort_name), col(Connection.id))
        .limit(limit)
    )  # fmt: skip
    if domain:
        theirs = select(OrganisationDomain.organisation_id)
        places = _and_parents(domain.casefold())
        found = found.where(
            col(Organisation.id).in_(theirs.where(col(OrganisationDomain.domain).in_(places)))
        )
    elif words:
        found = found.where(is_called(words))
    names = ("id", "organisation", "organisation_id", "label", "profile", "rules")
    return [Door(**dict(zip(names, row, strict=True))) for row in session.execute(found)]


def _and_parents(domain: str) -> list[str]:
    """``etu.univ.example`` is also ``univ.example``."""
    parts = domain.split(".")
    return [".".join(parts[place:]) for place in range(max(len(parts) - 1, 1))][:6]


def open_door(session: Session, connection_id: int) -> tuple[Connection, Terms] | None:
    found = (
        select(Connection, Terms)
        .join(Terms, col(Terms.connection_id) == Connection.id)
        .join(Organisation, col(Organisation.id) == Connection.organisation_id)
        .where(
            Connection.id == connection_id,
            col(Connection.revoked_at).is_(None),
            col(Connection.off_at).is_(None),
            col(Organisation.archived_at).is_(None),
            Terms.state == TermsState.IN_FORCE,
        )
    )
    row = session.exec(found).first()
    return (row[0], row[1]) if row else None


def connections(session: Session) -> list[tuple[Connection, str, set[str]]]:
    """All of them with their organisation's name and the states of their terms."""
    found = (
        pick(Connection, *columns(Organisation.name, Terms.state))
        .join(Organisation, col(Organisation.id) == Connection.organisation_id)
        .outerjoin(
            Terms,
            (col(Terms.connection_id) == Connection.id) & (col(Terms.state) != TermsState.REPLACED),
        )
        .order_by(col(Organisation.sort_name), col(Connection.id))
        .limit(2 * MOST_DOORS)
    )
    listed: dict[int, tuple[Connection, str, set[str]]] = {}
    for connection, name, state in session.execute(found):
        listed.setdefault(connection.id, (connection, name, set()))[2].add(str(state or ""))
    return list(listed.values())


def connections_of(
    session: Session, organisation_ids: Sequence[int]
) -> dict[int, list[Connection]]:
    """Not those that are shut for good."""
    found = select(Connection).where(
        col(Connection.organisation_id).in_(organisation_ids), col(Connection.revoked_at).is_(None)
    )
    listed: dict[int, list[Connection]] = {}
    for connection in session.exec(found.order_by(col(Connection.id)).limit(MOST_DOORS)):
        listed.setdefault(connection.organisation_id, []).append(connection)
    return listed


def organisation_of(session: Session, connection: Connection) -> Organisation:
    return session.get_one(Organisation, connection.organisation_id)


def spaces(session: Session, ids: Sequence[int] = ()) -> dict[int, str]:
    """Titles by id: of all that are not archived, or of these."""
    found = pick(*columns(Space.id, Space.title)).order_by(col(Space.title)).limit(500)
    kept = col(Space.id).in_(ids) if ids else col(Space.archived_at).is_(None)
    return {row[0]: row[1] for row in session.execute(found.where(kept))}


def spaces_to_give(session: Session, organisation_id: int) -> dict[int, str]:
    """Where an organisation's claims may give a role: in its own spaces, and in those of nobody."""
    found = pick(*columns(Space.id, Space.title)).order_by(col(Space.title)).limit(500)
    of_nobody = col(Space.organisation_id).is_(None)
    theirs = or_(of_nobody, col(Space.organisation_id) == organisation_id)
    kept = found.where(col(Space.archived_at).is_(None), theirs)
    return {row[0]: row[1] for row in session.execute(kept)}


def ways_in(session: Session, member_id: int) -> list[tuple[PartnerAccount, Connection, str]]:
    """The accounts at partners by which a member comes in."""
    found = (
        select(PartnerAccount, Connection, Organisation.name)
        .join(Connection, col(Connection.id) == PartnerAccount.connection_id)
        .join(Organisation, col(Organisation.id) == Connection.organisation_id)
        .where(PartnerAccount.member_id == member_id)
        .order_by(col(PartnerAccount.id))
        .limit(50)
    )
    return [(account, connection, name) for account, connection, name in session.exec(found)]


def given(session: Session, member_id: int) -> list[ClaimGrant]:
    """What a member has because an organisation says so, their name aside."""
    found = (
        select(ClaimGrant)
        .join(PartnerAccount, col(PartnerAccount.id) == ClaimGrant.account_id)
        .where(PartnerAccount.member_id == member_id, ClaimGrant.place != "name")
        .order_by(col(ClaimGrant.account_id), col(ClaimGrant.id))
        .limit(100)
    )
    return list(session.exec(found))


def last_claims(session: Session, connection_id: int) -> LastClaims | None:
    return session.get(LastClaims, connection_id)


def of_device(session: Session, session_id: int) -> PartnerSession | None:
    return session.exec(
        select(PartnerSession).where(PartnerSession.session_id == session_id)
    ).first()


def those_who_come_by_it(session: Session, connection_id: int, after: int, limit: int) -> list[int]:
    """Ids of active members, above ``after``."""
    found = (
        select(PartnerAccount.member_id)
        .join(Member, col(Member.id) == PartnerAccount.member_id)
        .where(
            PartnerAccount.connection_id == connection_id,
            Member.state == MemberState.ACTIVE,
            col(PartnerAccount.member_id) > after,
        )
        .distinct()
    )
    return list(session.exec(found.order_by(col(PartnerAccount.member_id)).limit(limit)))


def never_in_force(session: Session, connection_id: int) -> bool:
    found = select(Terms.id).where(
        Terms.connection_id == connection_id, Terms.state != TermsState.DRAFT
    )
    return session.exec(found.limit(1)).first() is None


def terms_in(session: Session, connection_id: int, *states: TermsState) -> Terms | None:
    found = select(Terms).where(Terms.connection_id == connection_id, col(Terms.state).in_(states))
    return session.exec(found).first()
