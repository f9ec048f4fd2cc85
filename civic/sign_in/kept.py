"""What somebody had typed when their session was found to have ended: it waits until they have
signed in again. Ballots and passwords never wait here: their routes say ``keeps_text=False``."""

from collections.abc import Sequence
from datetime import timedelta
from secrets import token_urlsafe

from sqlmodel import Session, col, select

from civic.core.clock import now
from civic.sign_in.models import KeptText
from civic.sign_in.sessions import hash_of

LARGEST = 100_000
"""Characters in all fields together."""
FOR = timedelta(days=1)

Fields = Sequence[tuple[str, str]]


def keep(session: Session, *, member_id: int | None, path: str, fields: Fields) -> str | None:
    """A token for the browser, or None when there is nothing to keep or too much. ``member_id``
    is whose session it was, if that is known: nobody else is given the text then."""
    if not fields or sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return None
    token = token_urlsafe(24)
    session.add(
        KeptText(
            token_hash=hash_of(token),
            member_id=member_id,
            path=path[:400],
            fields=[[name, value] for name, value in fields],
        )
    )
    return token


def waiting(session: Session, *, member_id: int, token: str) -> KeptText | None:
    """The newest text of this member, or the one that was left in this browser by nobody known."""
    theirs = col(KeptText.member_id) == member_id
    found = select(KeptText).where(KeptText.created_at > now() - FOR)
    if token:
        nobodys = col(KeptText.member_id).is_(None) & (KeptText.token_hash == hash_of(token))
        found = found.where(theirs | nobodys)
    else:
        found = found.where(theirs)
    return session.exec(found.order_by(col(KeptText.id).desc())).first()
