"""What claims give is given, renewed, and taken back. Everything is a row with its end."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from civic.core.clock import now
from civic.core.facts import tell
from civic.members.models import Member
from civic.partners.facts import ClaimsFollowed
from civic.partners.models import ClaimGrant, Connection, PartnerAccount
from civic.partners.rules import Gift
from civic.spaces.models import Membership, Role, Space

LASTS = timedelta(days=30)
SLICE = 200
"""Grants that are taken back in one transaction."""
NOWHERE = "-"
"""What stood in a space where the member had no role."""


def follow(
    session: Session,
    *,
    account: PartnerAccount,
    gifts: Mapping[str, Gift],
    by: int | None = None,
) -> None:
    """After a sign-in: what the claims give now is given or renewed, what they no longer give goes.
    ``by``: the member's own id, or None when the house does it."""
    member = session.get_one(Member, account.member_id)
    rows = session.exec(select(ClaimGrant).where(ClaimGrant.account_id == account.id)).all()
    known = {grant.place: grant for grant in rows}
    taken = [place for place in known if place not in gifts]
    for place in taken:
        _take_back(session, member, known[place])
    given = [
        place
        for place, gift in gifts.items()
        if _give(session, member, account, gift, known.get(place))
    ]
    _tell(session, account, member, given=given, taken=taken, by=by)


def expire(session: Session, *, before: datetime, limit: int = SLICE) -> int:
    """Take back what was not renewed; how many. A name is nobody's to take back."""
    found = select(ClaimGrant).where(ClaimGrant.expires_at <= before, ClaimGrant.place != "name")
    rows = session.exec(found.order_by(col(ClaimGrant.expires_at)).limit(limit)).all()
    _take(session, list(rows))
    return len(rows)


def take_all_back(session: Session, *, connection_id: int) -> None:
    accounts = select(PartnerAccount.id).where(PartnerAccount.connection_id == connection_id)
    found = select(ClaimGrant).where(col(ClaimGrant.account_id).in_(accounts))
    _take(session, list(session.exec(found)))


def _take(session: Session, grants: list[ClaimGrant]) -> None:
    of: dict[int, list[ClaimGrant]] = {}
    for grant in grants:
        of.setdefault(grant.account_id, []).append(grant)
    for account_id, theirs in of.items():
        account = session.get_one(PartnerAccount, account_id)
        member = session.get_one(Member, account.member_id)
        for grant in theirs:
            _take_back(session, member, grant)
        _tell(session, account, member, given=[], taken=[grant.place for grant in theirs])


def _give(
    session: Session, member: Member, account: PartnerAccount, gift: Gift, known: ClaimGrant | None
) -> bool:
    """Whether something changed. What somebody set by hand in the meantime stays theirs."""
    stands = _standing(session, member, gift.place)
    if stands is None or not _is_theirs_to_give(session, account, gift.place):
        return False  # the space is gone, or another organisation's by now
    if known is None:
        if gift.place == "name" or stands == gift.value or _has_more(gift, stands):
            return False
        known = ClaimGrant(
            account_id=account.id, place=gift.place, value="", before=stands, expires_at=now()
        )
    else:
        known.expires_at = now() + LASTS
        session.add(known)
        if gift.value == known.value:
            return False
        if _has_more(gift, known.before or NOWHERE):
            _take_back(session, member, known)
            return True
        if stands != known.value:  # by hand, since then
            if gift.place == "name" or _has_more(gift, stands):
                return False
            known.before = stands
    known.value, known.given_at, known.expires_at = gift.value, now(), now() + LASTS
    session.add(known)
    _set(session, member, gift.place, gift.value)
    return True


def _take_back(session: Session, member: Member, grant: ClaimGrant) -> None:
    if grant.place != "name" and _standing(session, member, grant.place) == grant.value:
        _set(session, member, grant.place, grant.before or NOWHERE)
    session.delete(grant)
    session.flush()


def _has_more(gift: Gift, stands: str) -> bool:
    """A claim takes no role away that somebody was given by hand."""
    order = (NOWHERE, *(role.value for role in (Role.OBSERVER, Role.MEMBER, Role.FACILITATOR)))
    return gift.place.startswith("space:") and order.index(stands) >= order.index(gift.value)


def _is_theirs_to_give(session: Session, account: PartnerAccount, place: str) -> bool:
    """An organisation gives no role in the space of another one."""
    if not place.startswith("space:"):
        return True
    space = session.get_one(Space, int(place.partition(":")[2]))
    connection = session.get_one(Connection, account.connection_id)
    return space.organisation_id in (None, connection.organisation_id)


def _standing(session: Session, member: Member, place: str) -> str | None:
    """None: there is no such place any more."""
    if not place.startswith("space:"):
        return str(getattr(member, place) or NOWHERE)
    space = session.get(Space, int(place.partition(":")[2]))
    if space is None:
        return None
    role = session.get(Membership, (space.id, member.id))
    return role.role.value if role else NOWHERE


def _set(session: Session, member: Member, place: str, value: str) -> None:
    if not place.startswith("space:"):
        setattr(member, place, None if value == NOWHERE and place != "name" else value)
        session.add(member)
        return
    key = (int(place.partition(":")[2]), member.id)
    role = session.get(Membership, key)
    if value == NOWHERE:
        if role:
            session.delete(role)
    elif role:
        role.role, role.role_until = Role(value), None
        session.add(role)
    else:
        session.add(Membership(space_id=key[0], member_id=key[1], role=Role(value)))
    session.flush()


def _tell(
    session: Session,
    account: PartnerAccount,
    member: Member,
    *,
    given: list[str],
    taken: list[str],
    by: int | None = None,
) -> None:
    if given or taken:
        tell(
            session,
            ClaimsFollowed(
                actor_id=by,
                connection_id=account.connection_id,
                member=member.pseudonym,
                given=tuple(given),
                taken=tuple(taken),
            ),
        )
