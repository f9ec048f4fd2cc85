"""What one administrator alone does not change of somebody who has signed in: the mailbox by which
they come in, and who casts their ballot. On their page and by a table."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from civic.core.words import N_
from civic.members import tables
from civic.members.models import Member, MemberKind
from civic.sign_in import recovering

TWO_CHANGE_IT = N_("Two administrators change the address of somebody who has signed in.")
IS_SOMEBODY = N_(
    "Has signed in already, and is a person: nobody votes in their place. Add the legal entity as "
    "a member of its own."
)
MOVED = N_(
    "This member has signed in already: two administrators change the address, on the member's "
    "page."
)


def becomes_an_entity(values: Mapping[str, object], member: Member) -> bool:
    """Whoever represents an entity votes for it."""
    return member.kind == MemberKind.PERSON and values.get("kind") == MemberKind.ENTITY


def recognise(session: Session, table: tables.Table) -> None:
    """Whom each line of a table speaks of, and which of them it may not change so."""
    tables.recognise(session, table)
    lines = {line.member_id: line for line in table.good if line.member_id}
    known = session.exec(select(Member).where(col(Member.id).in_(lines))).all()
    faults = {
        member.id: MOVED if is_moved else IS_SOMEBODY
        for member in known
        for said in [lines[member.id].values]
        for is_moved in [said.get("email", member.email) != member.email]
        if is_moved or becomes_an_entity(said, member)
    }
    for id in recovering.have_come_in(session, faults):
        lines[id].problems.append(faults[id])
