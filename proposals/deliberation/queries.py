"""Reading a debate: some forty messages at a time, whatever its size."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, bindparam, union_all
from sqlmodel import Session, col, select

from civic.core.addresses import row_number
from civic.core.links import Link
from civic.core.markdown import plain
from civic.core.pagination import Page
from civic.core.tables import columns
from proposals.deliberation.models import Alignment, Comment, CommentVersion
from proposals.deliberation.posts import Post, every_post, posts
from proposals.deliberation.standing import standing
from proposals.models import Proposal

MESSAGES = 40
"""On a page: as many conversations as come to this with the replies shown under them."""
REPLIES = 8
"""Shown under each root of a page; the rest is one step away."""
ARGUMENTS = 5
"""Of each side, on the page of the proposal."""


def first_replies(
    session: Session, *, root_ids: Sequence[int], viewer_id: int
) -> dict[int, list[Post]]:
    """Up to REPLIES under each root, in order of arrival."""
    if not root_ids:
        return {}
    under: dict[int, list[Post]] = {root_id: [] for root_id in root_ids}
    for row in posts(session, _first_replies(), viewer_id=viewer_id, root_ids=list(root_ids)):
        assert row.root_id
        under[row.root_id].append(row)
    return under


@cache
def _first_replies() -> Select[Any]:
    under = col(Comment.root_id).in_(bindparam("root_ids", expanding=True))
    found = every_post().where(under, col(Comment.place).between(1, REPLIES))
    return found.order_by(col(Comment.root_id), col(Comment.place))


def replies(
    session: Session, *, root_id: int, viewer_id: int, after: int = 0, size: int = MESSAGES
) -> Page[Post]:
    """One conversation, paged by place."""
    found = (
        every_post()
        .where(col(Comment.root_id) == root_id, col(Comment.place) > after)
        .order_by(col(Comment.place))
        .limit(size + 1)
    )
    rows = posts(session, found, viewer_id=viewer_id)
    return Page(rows[:size], next=str(rows[size - 1].place) if len(rows) > size else None)


def post(session: Session, *, comment_id: int, viewer_id: int) -> Post:
    found = every_post().where(col(Comment.id) == comment_id)
    (only,) = posts(session, found, viewer_id=viewer_id)
    return only


def _side(proposal_id: int, side: Alignment) -> Any:
    return (
        select(Comment.id)
        .where(Comment.proposal_id == proposal_id, Comment.alignment == side)
        .order_by(col(Comment.weight_count).desc(), col(Comment.id).desc())
    )


@dataclass(frozen=True)
class Window:
    """Some conversations of a thread, oldest first, and where the ones around them are."""

    rows: Sequence[Post]
    earlier: int | None = None
    """What came before is before this id."""
    later: int | None = None
    """What came after begins with this id."""

    def __iter__(self) -> Iterator[Post]:
        return iter(self.rows)


def _talk(proposal_id: int) -> Any:
    return select(Comment.id).where(
        Comment.proposal_id == proposal_id,
        Comment.place == 0,
        col(Comment.alignment).is_(None),
    )


def _fitting(rows: Sequence[Any]) -> int:
    """How many of these roots come to MESSAGES, with their replies; one at least."""
    fits = messages = 0
    for row in rows[:MESSAGES]:
        messages += 1 + min(row.reply_count, REPLIES)
        if fits and messages > MESSAGES:
            break
        fits += 1
    return fits


def beginnings(
    session: Session, *, proposal_id: int, viewer_id: int, before: int = 0, start: int = 0
) -> tuple[Window, dict[Alignment, list[Post]]]:
    """In one query: a window of the thread, and the weightiest arguments of each side.

    The window is the end of the thread, or what lies before an id, or what begins with one.
    """
    asked = _beginnings(before=bool(before), start=bool(start))
    found = posts(
        session, asked, viewer_id=viewer_id, proposal_id=proposal_id, edge=start or before
    )
    talked = sorted((row for row in found if row.alignment is None), key=attrgetter("id"))
    sided = [row for row in found if row.alignment is not None]
    weighty = sorted(sided, key=attrgetter("weight_count", "id"), reverse=True)
    columns_of = {side: [row for row in weighty if row.alignment == side] for side in Alignment}
    return _window(talked, before=before, start=start), columns_of


@cache
def _beginnings(*, before: bool, start: bool) -> Select[Any]:
    """One more than fit on either side tells whether there is more."""
    here: Any = bindparam("proposal_id")
    talk, id = _talk(here), col(Comment.id)
    edge: Any = bindparam("edge")
    parts = [_side(here, side).limit(ARGUMENTS) for side in Alignment]
    if start:
        parts += [talk.where(id >= edge).order_by(id).limit(MESSAGES + 1)]
        parts += [talk.where(id < edge).order_by(id.desc()).limit(1)]
    elif before:
        parts += [talk.where(id < edge).order_by(id.desc()).limit(MESSAGES + 1)]
        parts += [talk.where(id >= edge).order_by(id).limit(1)]
    else:
        parts += [talk.order_by(id.desc()).limit(MESSAGES + 1)]
    ids = union_all(*(select(part.subquery().c.id) for part in parts)).subquery()
    return every_post().where(id.in_(select(ids.c.id)))


def _window(rows: Sequence[Post], *, before: int, start: int) -> Window:
    """Of the rows read, those that fit; what is left over tells what lies around them."""
    if start:
        inside = [row for row in rows if row.id >= start]
        shown = inside[: _fitting(inside)]
        is_more_before, rest = len(inside) < len(rows), inside[len(shown) :]
    else:
        inside = [row for row in rows if not before or row.id < before]
        fits = _fitting(inside[::-1])
        shown = inside[len(inside) - fits :]
        is_more_before, rest = len(shown) < len(inside), list(rows[len(inside) :])
    return Window(
        shown,
        earlier=shown[0].id if shown and is_more_before else None,
        later=rest[0].id if rest else None,
    )


def is_at_the_end(session: Session, *, root: Comment) -> bool:
    """Whether the page that shows the end of the thread shows this message."""
    found = _talk(root.proposal_id).with_only_columns(col(Comment.id), col(Comment.reply_count))
    found = found.order_by(col(Comment.id).desc()).limit(MESSAGES)
    rows = session.execute(found).all()
    return root.id in [row.id for row in rows[: _fitting(rows)]]


def is_weighty(session: Session, *, argument: Comment) -> bool:
    """Whether it stands in a column of the proposal's page."""
    assert argument.alignment
    found = _side(argument.proposal_id, argument.alignment).limit(ARGUMENTS)
    return argument.id in session.exec(found).all()


def arguments_of(
    session: Session,
    *,
    proposal_id: int,
    viewer_id: int,
    side: Alignment,
    after: str = "",
    size: int = MESSAGES,
) -> Page[Post]:
    """One side whole, the weightiest first, paged by weight and id."""
    found = every_post().where(
        col(Comment.proposal_id) == proposal_id, col(Comment.alignment) == side
    )
    weight, _, last = after.partition("-")
    if row_number(last):
        count, same = row_number(weight), col(Comment.weight_count) == row_number(weight)
        later = same & (col(Comment.id) < row_number(last))
        found = found.where((col(Comment.weight_count) < count) | later)
    found = found.order_by(col(Comment.weight_count).desc(), col(Comment.id).desc())
    rows = posts(session, found.limit(size + 1), viewer_id=viewer_id)
    end = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], next=f"{end.weight_count}-{end.id}" if end else None)


def versions(session: Session, comment_id: int) -> Sequence[CommentVersion]:
    found = select(CommentVersion).where(CommentVersion.comment_id == comment_id)
    return session.exec(found.order_by(col(CommentVersion.replaced_at).desc())).all()


def links(session: Session, ids: Sequence[int]) -> list[Link]:
    """Found messages lead to their place in the thread."""
    found = (
        select(*columns(Comment.id, Comment.body, Comment.language, Proposal.id, Proposal.title))
        .join(Proposal, col(Comment.proposal_id) == col(Proposal.id))
        .where(col(Comment.id).in_(ids))
    )
    return [
        Link(
            endpoint="deliberation.permalink",
            id=proposal_id,
            title=title,
            excerpt=plain(body, 4_000),
            language=language,
            row_id=comment_id,
            values={"comment_id": comment_id},
        )
        for comment_id, body, language, proposal_id, title in session.execute(found)
    ]


def thread(
    session: Session, *, proposal_id: int, viewer_id: int, before: int = 0, start: int = 0
) -> Mapping[str, Any]:
    """All that the debate on the page of a proposal shows: three queries, for 20 or 20,000."""
    page, arguments = beginnings(
        session, proposal_id=proposal_id, viewer_id=viewer_id, before=before, start=start
    )
    now = standing(session, proposal_id=proposal_id, viewer_id=viewer_id)
    return {
        "page": page,
        "arguments": arguments,
        "replies": first_replies(
            session, root_ids=[row.id for row in page if row.reply_count], viewer_id=viewer_id
        ),
        "standing": now,
        "summary": now.summary,
    }
