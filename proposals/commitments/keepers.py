"""Who keeps a commitment: somebody of the space, found by the beginning of a name."""

from collections import Counter
from collections.abc import Sequence

from sqlmodel import Session

from civic.core.words import N_
from civic.members.models import Member
from civic.spaces.models import Role
from civic.spaces.queries import member_named, member_numbered, members_beginning

FOUND = 12
ROLES = (Role.MEMBER, Role.FACILITATOR)


class Unclear(ValueError):
    """A sentence, marked for translation, and who could be meant: number and name."""

    def __init__(self, sentence: str, found: Sequence[Member] = ()) -> None:
        super().__init__(sentence)
        twice = Counter(member.name for member in found)
        self.found = [
            (member.id, member.name if twice[member.name] == 1 else f"{member.name} ({member.id})")
            for member in found
        ]


def keeper(session: Session, *, space_id: int, words: str, chosen: int = 0) -> Member:
    """``chosen``: the number of one of those who were offered. Raises Unclear."""
    named = (
        member_numbered(session, space_id, chosen, roles=ROLES)
        if chosen
        else member_named(session, space_id, words, roles=ROLES)
    )
    if named is not None:
        return named
    found = members_beginning(session, space_id, words, roles=ROLES, limit=FOUND + 1)
    if not found:
        raise Unclear(N_("Nobody who takes part in this space has a name that begins so."))
    if len(found) > FOUND:
        raise Unclear(N_("More than twelve names begin so. Write more of the name."))
    raise Unclear(N_("Choose who is meant."), found)
