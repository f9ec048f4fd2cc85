"""@Name: who of the space is meant, and which names fit several people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, delete, or_, select

from civic.core.words import plain
from civic.members.models import Member, MemberState
from civic.spaces.models import Membership
from proposals.deliberation.models import Comment, Mention

MOST = 10
"""Names that one message may call."""
SHOWN = 6
"""Names that are offered while one is typed."""
LAST_SIGN = "\uffff"
_CALLED = re.compile(r"(?<!\w)@([^\n@]{2,120})")
_AROUND = '.,;:!?()«»"“”…*_'


@dataclass(frozen=True)
class Named:
    ids: frozenset[int]
    unclear: tuple[str, ...] = ()
    """First names that fit several people: nobody is told."""


def find(session: Session, *, body: str, space_id: int, but: int | None) -> Named:
    """The longest full name that follows the sign, all who bear it; or else the only person
    of the space with that first name. ``but``, who writes, is never meant."""
    called = [_words(text) for text in _CALLED.findall(body)[:MOST]]
    called = [words for words in called if words]
    if not called:
        return Named(frozenset())
    whole = {" ".join(words[:n]) for words in called for n in range(1, len(words) + 1)}
    found = session.exec(
        select(Member.id, Member.name)
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .where(Membership.space_id == space_id, col(Member.id).is_distinct_from(but))
        .where(
            or_(
                col(Member.name).in_(whole),
                *(col(Member.name).startswith(f"{words[0]} ", autoescape=True) for words in called),
            )
        )
        .order_by(col(Member.name))
        .limit(200)
    ).all()
    ids: set[int] = set()
    unclear: list[str] = []
    for words in called:
        fits = {" ".join(words[:n]) for n in range(1, len(words) + 1)}
        longest = max((name for _id, name in found if name in fits), key=len, default=None)
        if longest:
            ids |= {id for id, name in found if name == longest}
            continue
        first = [id for id, name in found if name.split()[0] == words[0]]
        if len(first) == 1:
            ids.add(first[0])
        elif first and words[0] not in unclear:
            unclear.append(words[0])
    return Named(frozenset(ids), tuple(unclear))


def beginning(session: Session, *, begun: str, space_id: int, but: int) -> Sequence[str]:
    """Names in the space that begin so, whatever the capitals and accents: the first few. Whoever
    writes is not offered."""
    start, name = plain(begun.strip()), col(Member.sort_name)
    if not start:
        return []
    return session.exec(
        select(Member.name)
        .join(Membership, col(Membership.member_id) == col(Member.id))
        .where(Membership.space_id == space_id, Member.id != but)
        .where(Member.state == MemberState.ACTIVE, name >= start, name < start + LAST_SIGN)
        .order_by(name, col(Member.id))
        .limit(SHOWN)
    ).all()


def _words(text: str) -> Sequence[str]:
    """Up to four words, as far as a name can reach: it ends where a sentence does."""
    words: list[str] = []
    for word in text.split()[:4]:
        bare = re.sub(r"['’]s$", "", word.strip(_AROUND))
        if bare:
            words.append(bare)
        if not bare or bare != word.lstrip(_AROUND):
            break
    return words


def note(session: Session, *, comment: Comment, space_id: int) -> None:
    """Keep who is named, for the notices and for the marks on the page."""
    session.exec(delete(Mention).where(col(Mention.comment_id) == comment.id))
    named = find(session, body=comment.body, space_id=space_id, but=comment.author_id)
    session.add_all(Mention(comment_id=comment.id, member_id=id) for id in sorted(named.ids))
