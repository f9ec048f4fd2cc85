"""Erasing somebody: the name and the address go everywhere, votes stay counted, debates readable.

Each column that points at a member is treated as its feature declares. What stays and cannot
point at nobody, such as the roll of a vote, points at a member without name and address.
"""

from flask_babel import force_locale, gettext
from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel, col, select
from sqlmodel import delete as remove

from civic.community.queries import settings
from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.core.words import capitalised
from civic.feature import Erasure, Parting, Registry
from civic.members.models import CommunityRole, Member, MemberState
from civic.privacy.models import Erasing
from civic.privacy.walking import columns_naming_members
from civic.sign_in.models import OneTimeToken


def erase(session: Session, registry: Registry, member_id: int, *, with_texts: bool) -> None:
    member = session.get_one(Member, member_id, with_for_update=True, populate_existing=True)
    parting = Parting(
        member_id=member_id, name=member.name, address=member.email, with_texts=with_texts
    )
    for part in registry.partings:
        part(session, parting)
    session.flush()
    _walk(session, registry, member_id)
    _alone(session, parting.address)
    _unname(session, member)


def _walk(session: Session, registry: Registry, member_id: int) -> None:
    for name, column in columns_naming_members().items():
        entry, table = registry.personal_data[name], column.table
        if table.name == Erasing.__tablename__ or entry.erasure is Erasure.KEEP:
            continue
        if entry.erasure is Erasure.DELETE:
            session.execute(delete(table).where(column == member_id))
        else:
            session.execute(update(table).where(column == member_id).values({column.name: None}))
    session.expire_all()


def _alone(session: Session, address: str | None) -> None:
    """What is kept for the address, if nobody else uses it."""
    others = select(Member.id).where(Member.email == address).limit(2)
    if address is None or len(session.exec(others).all()) > 1:
        return
    session.exec(remove(OneTimeToken).where(col(OneTimeToken.address) == address))
    session.exec(remove(OutboxMail).where(col(OutboxMail.address) == address))


def _unname(session: Session, member: Member) -> None:
    community = settings(session)
    with force_locale(community.languages[0]):
        member.name = capitalised(gettext("a former member"))
    member.email = member.email_confirmed_at = member.email_bounced_at = None
    member.category = member.college = member.paid_up_until = None
    member.locale = member.time_zone = member.theme = None
    member.mail_choices, member.suspended_in, member.weight = {}, {}, 1
    member.state, member.role = MemberState.LEFT, CommunityRole.MEMBER
    member.imported_key, member.erased_at = None, now()
    session.add(member)


def tables_to_write_anew() -> list[str]:
    """Where rows of the erased may lie in free pages: for PostgreSQL, which does one at a time."""
    named = {column.table.name for column in columns_naming_members().values()}
    return sorted(named & SQLModel.metadata.tables.keys() | {"member", "search_entry"})
