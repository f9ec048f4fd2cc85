"""Bringing in a deliberation from another platform: proposals and comments, a line each.

Shape of the files, as published by Decidim Barcelona in 2016: gzipped JSON lines,
``proposals.jsonl.gz`` and ``comments.jsonl.gz``. What was counted there (supports, likes) stays
a number; authors become members without an account; HTML becomes Markdown. Running it again
adds nothing twice, since each row keeps the key it had. Nobody is notified: one fact is told.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlmodel import Session, col, func, select, update

from civic.core import db
from civic.core.facts import tell
from civic.members.models import Member, MemberState
from civic.search.models import SearchEntry
from civic.spaces.models import Space
from proposals.deliberation.bulk import (
    add,
    blank,
    first_free,
    known_keys,
    move_sequence,
    words_of,
)
from proposals.deliberation.lines import CommentLine, ProposalLine, comment_lines, proposal_lines
from proposals.deliberation.models import Comment, CommentState
from proposals.facts import ProposalsImported
from proposals.models import Proposal, ProposalTag, Stage, Verdict


class Bar(Protocol):
    def update(self, n_steps: int) -> None: ...


Progress = Callable[[str, int], AbstractContextManager[Bar]]


@dataclass
class Report:
    """What was added, what was there already, and what could not be read."""

    proposals: int = 0
    comments: int = 0
    members: int = 0
    known: int = 0
    problems: list[str] = field(default_factory=list)

    def summary(self) -> str:
        number = len(self.problems)
        looks = "one line needs a look" if number == 1 else f"{number} lines need a look"
        return (
            f"{self.proposals:,} proposals, {self.comments:,} comments and {self.members:,} "
            f"authors were added; {self.known:,} were here already; "
            f"{looks}."
        )


def import_deliberation(folder: Path, *, space: str, progress: Progress) -> Report:
    """All that can be read of the two files, in one transaction.

    ``space`` is a title; a space of that name is made if there is none. ``progress(label,
    total)`` gives a context whose value has ``update(steps)``.
    """
    report = Report()
    platform = folder.resolve().name[:60]
    with progress("Reading", 2) as bar:
        proposals = list(proposal_lines(folder / "proposals.jsonl.gz", report.problems))
        bar.update(1)
        comments = list(comment_lines(folder / "comments.jsonl.gz", report.problems))
        bar.update(1)
    with db.writing() as session:
        house = _space(session, space)
        authors = _add_authors(session, platform, [*proposals, *comments], report)
        ids = _add_proposals(session, house, platform, proposals, authors, report, progress)
        _add_comments(session, house, platform, comments, ids, authors, report, progress)
        if report.proposals or report.comments:
            tell(
                session,
                ProposalsImported(
                    actor_id=None, space_id=house.id, added=report.proposals + report.comments
                ),
            )
    return report


def _space(session: Session, title: str) -> Space:
    known = session.exec(select(Space).where(Space.title == title).order_by(col(Space.id))).first()
    if known is None:
        known = Space(title=title, language="ca")
        session.add(known)
        session.flush()
    return known


def _add_authors(
    session: Session,
    platform: str,
    lines: Sequence[ProposalLine | CommentLine],
    report: Report,
) -> dict[int, int]:
    """Number of the author there -> id of the member here."""
    known = known_keys(session, Member, platform)
    numbers = sorted({line.author for line in lines if line.author is not None})
    rows = [
        {
            **Member(name=f"Participant {number}").model_dump(exclude={"id"}),
            "state": MemberState.IMPORTED,
            "imported_key": f"{platform}:{number}",
        }
        for number in numbers
        if f"{platform}:{number}" not in known
    ]
    add(session, Member, rows, lambda _steps: None)
    report.members = len(rows)
    known = known_keys(session, Member, platform)
    return {number: known[f"{platform}:{number}"] for number in numbers}


def _add_proposals(
    session: Session,
    space: Space,
    platform: str,
    lines: Sequence[ProposalLine],
    authors: dict[int, int],
    report: Report,
    progress: Progress,
) -> dict[int, int]:
    """Number of the proposal there -> id here."""
    known = known_keys(session, Proposal, platform)
    fresh = [line for line in lines if f"{platform}:{line.number}" not in known]
    rows = [
        {
            **blank(Proposal, title=line.title),
            "space_id": space.id,
            "author_id": authors.get(line.author) if line.author is not None else None,
            "body": line.body,
            "language": line.language,
            "stage": Stage.DECIDED,
            "verdict": Verdict.ADOPTED if line.accepted else Verdict.REJECTED,
            "created_at": line.created_at,
            "opened_at": line.created_at,
            "imported_supports": line.supports,
            "imported_comments": line.comments,
            "imported_key": f"{platform}:{line.number}",
        }
        for line in fresh
    ]
    with progress("Proposals", len(rows)) as bar:
        add(session, Proposal, rows, bar.update)
    report.proposals, report.known = len(rows), report.known + len(lines) - len(rows)
    known = known_keys(session, Proposal, platform)
    ids = {line.number: known[f"{platform}:{line.number}"] for line in lines}
    tags = [
        {"proposal_id": ids[line.number], "tag": tag, "opened_at": line.created_at}
        for line in fresh
        for tag in set(line.tags)
    ]
    add(session, ProposalTag, tags, lambda _steps: None)
    words = [
        words_of(
            "proposal",
            ids[line.number],
            space.id,
            line.language,
            line.title,
            line.body,
            line.created_at,
        )
        for line in fresh
    ]
    with progress("Words of proposals", len(words)) as bar:
        add(session, SearchEntry, words, bar.update)
    return ids


def _add_comments(
    session: Session,
    space: Space,
    platform: str,
    lines: Sequence[CommentLine],
    proposals: dict[int, int],
    authors: dict[int, int],
    report: Report,
    progress: Progress,
) -> None:
    """Ids are given here, parents before children, so that one pass hangs every reply."""
    known = known_keys(session, Comment, platform)
    ids = {int(key.rpartition(":")[2]): id for key, id in known.items()}
    roots, places = _standing_threads(session, set(ids.values()))
    next_id, rows, words = first_free(session, Comment), [], []
    for line in sorted(lines, key=lambda line: (line.depth, line.created_at, line.number)):
        if line.number in ids:
            report.known += 1
            continue
        if line.proposal not in proposals:
            report.problems.append(
                f"comments.jsonl.gz, line {line.at}: there is no proposal {line.proposal}; left out"
            )
            continue
        parent_id = _nearest(line, ids, report)
        root_id = roots.get(parent_id, parent_id) if parent_id else None
        if root_id:
            places[root_id] = places.get(root_id, 0) + 1
            roots[next_id] = root_id
        ids[line.number] = next_id
        proposal_id = proposals[line.proposal]
        rows.append(
            {
                **blank(Comment, body=line.body),
                "id": next_id,
                "proposal_id": proposal_id,
                "author_id": authors.get(line.author) if line.author is not None else None,
                "parent_id": parent_id,
                "root_id": root_id,
                "place": places[root_id] if root_id else 0,
                "alignment": None if root_id else line.alignment,
                "language": line.language,
                "state": CommentState.SHOWN,
                "created_at": line.created_at,
                "imported_likes": line.likes,
                "imported_dislikes": line.dislikes,
                "imported_key": f"{platform}:{line.number}",
            }
        )
        words.append(
            words_of("comment", next_id, space.id, line.language, "", line.body, line.created_at)
        )
        next_id += 1
    with progress("Comments", len(rows)) as bar:
        add(session, Comment, rows, bar.update)
    with progress("Words of comments", len(words)) as bar:
        add(session, SearchEntry, words, bar.update)
    report.comments = len(rows)
    if rows:
        _count(session)
        move_sequence(session)


def _standing_threads(session: Session, known: set[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Of an earlier import: reply -> root, and the last place taken under each root."""
    roots: dict[int, int] = {}
    places: dict[int, int] = {}
    found = select(Comment.id, Comment.root_id, Comment.place).where(
        col(Comment.root_id).is_not(None)
    )
    for id, root_id, place in session.exec(found) if known else ():
        assert root_id is not None
        roots[id] = root_id
        places[root_id] = max(places.get(root_id, 0), place)
    return roots, places


def _nearest(line: CommentLine, ids: dict[int, int], report: Report) -> int | None:
    """The id of the message it answers, or of the nearest ancestor that is known."""
    for distance, number in enumerate(reversed(line.ancestry)):
        if number in ids:
            if distance:
                report.problems.append(
                    f"comments.jsonl.gz, line {line.at}: the message it answers is missing; "
                    f"it hangs from message {number} instead"
                )
            return ids[number]
    if line.ancestry:
        report.problems.append(
            f"comments.jsonl.gz, line {line.at}: the message it answers is missing; "
            "it begins a conversation of its own"
        )
    return None


def _count(session: Session) -> None:
    """The counts kept beside imported rows, recomputed."""
    reply = Comment.__table__.alias("reply")  # type: ignore[attr-defined]
    under = select(func.count()).select_from(reply).where(reply.c.root_id == col(Comment.id))
    mine = col(Comment.proposal_id).in_(
        select(Proposal.id).where(col(Proposal.imported_key).is_not(None))
    )
    session.execute(
        update(Comment)
        .where(mine, col(Comment.place) == 0)
        .values(reply_count=under.scalar_subquery())
        .execution_options(synchronize_session=False)
    )
    whole = select(func.count()).select_from(Comment).where(Comment.proposal_id == Proposal.id)
    session.execute(
        update(Proposal)
        .where(col(Proposal.imported_key).is_not(None))
        .values(comment_count=whole.correlate(Proposal).scalar_subquery())
        .execution_options(synchronize_session=False)
    )
