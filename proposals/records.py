"""Reading of one proposal: who stands behind it, its versions, its answer, its files, its votes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists
from sqlalchemy import select as pick
from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select, true

from civic.core import db
from civic.core.actor import Actor
from civic.core.pagination import COUNT_LIMIT, Page, cut
from civic.core.tables import columns
from civic.core.words import N_
from civic.members.models import Member
from proposals.models import (
    Attachment,
    FormerAnswer,
    OfficialAnswer,
    Proposal,
    ProposalRound,
    ProposalVersion,
    Support,
)
from voting.overviews import Summary, summaries


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who stands behind a proposal, and how the reader does."""

    author: str | None
    supported: int | None
    """The version that the reader supports."""
    earlier: int
    """Supporters of an earlier version, up to a thousand and one."""
    has_answers: bool
    has_files: bool
    has_votes: bool
    """Most proposals have none of these, and then nothing more is asked for them."""


def standing(session: Session, proposal: Proposal, *, viewer_id: int) -> Standing:
    """In one query."""
    about = {
        "proposal_id": proposal.id,
        "author_id": proposal.author_id,
        "version": proposal.version,
        "viewer_id": viewer_id,
    }
    row = db.look(session, _standing(), about).one()
    return Standing(
        author=row[0],
        supported=row[1],
        earlier=row[2],
        has_answers=row[3],
        has_files=row[4],
        has_votes=row[5],
    )


@cache
def _standing() -> Select[Any]:
    """This and those below are put together once: building them costs more than running them."""
    here = col(Support.proposal_id) == bindparam("proposal_id")
    author = select(Member.name).where(col(Member.id) == bindparam("author_id")).scalar_subquery()
    mine = select(Support.version).where(here, col(Support.member_id) == bindparam("viewer_id"))
    some = select(Support.member_id).where(here, col(Support.version) < bindparam("version"))
    earlier = select(func.count()).select_from(some.limit(COUNT_LIMIT + 1).subquery())
    more = [
        exists().where(col(table.proposal_id) == bindparam("proposal_id"))
        for table in (OfficialAnswer, Attachment, ProposalRound)
    ]
    return pick(author, mine.scalar_subquery(), earlier.scalar_subquery(), *more)


def supporters_by_version(session: Session, proposal_id: int) -> dict[int, int]:
    rows = session.exec(
        select(Support.version, func.count())
        .where(Support.proposal_id == proposal_id)
        .group_by(col(Support.version))
    )
    return dict(rows.all())


def versions(
    session: Session, proposal_id: int, *, before: int = 0, size: int = 50
) -> Page[ProposalVersion]:
    """Newest first, without their words; ``before``: of an earlier page, the last version."""
    number = col(ProposalVersion.version)
    found = (
        select(ProposalVersion)
        .options(defer(ProposalVersion.body), defer(ProposalVersion.title))  # type: ignore[arg-type]
        .where(ProposalVersion.proposal_id == proposal_id, number < before if before else true())
        .order_by(number.desc())
        .limit(size + 1)
    )
    return cut(session.exec(found).all(), size=size, key=lambda last: last.version)


def answers(session: Session, proposal_id: int) -> list[tuple[OfficialAnswer, str | None]]:
    rows = session.execute(_answers(), {"proposal_id": proposal_id})
    return [(answer, name) for answer, name in rows]


@cache
def _answers() -> Select[Any]:
    found: Select[Any] = (
        pick(*columns(OfficialAnswer, Member.name))
        .outerjoin(Member, col(Member.id) == OfficialAnswer.author_id)
        .where(col(OfficialAnswer.proposal_id) == bindparam("proposal_id"))
        .order_by(col(OfficialAnswer.id))
    )
    return found


def former_answers(
    session: Session, proposal_id: int, *, before: int = 0, size: int = 20
) -> Page[tuple[FormerAnswer, str | None]]:
    """What the official answer said before, newest first."""
    rows = session.exec(
        select(FormerAnswer, Member.name)
        .join(OfficialAnswer, col(FormerAnswer.answer_id) == OfficialAnswer.id)
        .outerjoin(Member, col(Member.id) == FormerAnswer.author_id)
        .where(
            OfficialAnswer.proposal_id == proposal_id,
            col(FormerAnswer.id) < before if before else true(),
        )
        .order_by(col(FormerAnswer.id).desc())
        .limit(size + 1)
    )
    return cut(rows.all(), size=size, key=lambda last: last[0].id)


@dataclass(frozen=True)
class File:
    """An attachment without its content."""

    id: int
    name: str
    kind: str
    size: int
    alt: str

    @property
    def is_picture(self) -> bool:
        return self.kind.startswith("image/")


def attachments(session: Session, proposal_id: int) -> list[File]:
    rows = session.execute(_attachments(), {"proposal_id": proposal_id})
    return [File(*row) for row in rows]


def attachments_of(session: Session, proposal_ids: Sequence[int]) -> dict[int, list[File]]:
    """Of several, for those that have any."""
    shown = columns(
        Attachment.proposal_id, Attachment.id, Attachment.name, Attachment.kind, Attachment.size,
        Attachment.alt,
    )  # fmt: skip
    here = col(Attachment.proposal_id).in_(proposal_ids)
    found: dict[int, list[File]] = {}
    for proposal_id, *file in session.execute(pick(*shown).where(here).order_by(shown[1])):
        found.setdefault(proposal_id, []).append(File(*file))
    return found


@cache
def _attachments() -> Select[Any]:
    shown = columns(
        Attachment.id, Attachment.name, Attachment.kind, Attachment.size, Attachment.alt
    )
    here = col(Attachment.proposal_id) == bindparam("proposal_id")
    found: Select[Any] = pick(*shown).where(here).order_by(col(Attachment.id))
    return found


SAID = {
    "announced": N_("Announced for a vote"),
    "cancelled": N_("Vote cancelled"),
    "adopted": N_("Vote: adopted"),
    "refused": N_("Vote: not chosen"),
    "runoff": N_("Vote: a second round decides"),
    "nobody_voted": N_("Vote: nobody voted"),
    "no_quorum": N_("Vote: quorum not reached"),
    "tied": N_("Vote: ended level"),
    "no_winner": N_("Vote: nothing was chosen"),
    "majority_missed": N_("Vote: required majority missed"),
    "rejected": N_("Vote: not adopted as it stands"),
    "advised": N_("Vote: advice given"),
    "subject": N_("Vote: subject to another body"),
}
"""What a proposal's timeline says of a vote; "Put to the vote" until it is counted."""
UNDECIDED = {
    "nobody_voted": N_("The vote of %(day)s decided nothing: nobody voted."),
    "no_quorum": N_("The vote of %(day)s decided nothing: the quorum was not reached."),
    "tied": N_("The vote of %(day)s decided nothing: it ended level."),
    "no_winner": N_("The vote of %(day)s decided nothing: no option was chosen."),
    "majority_missed": N_("The vote of %(day)s decided nothing: the required majority was missed."),
    "rejected": N_("By the vote of %(day)s it was not adopted as it stands."),
}
"""The same as a sentence, where the proposal can be put again."""
ADVISED = N_("The vote of %(day)s advises: %(outcome)s.")
SUBJECT = N_("The vote of %(day)s came to: %(outcome)s. It is subject to: %(body)s.")


@dataclass(frozen=True)
class Vote:
    """A vote in which a proposal stood, and what came of the question about it."""

    round: Summary
    said: str
    """Marked for translation."""
    undecided: str | None
    """The sentence of a vote that decided nothing about it."""
    advised: str | None = None
    """The sentence of a vote that binds nobody by itself."""
    outcome: str = ""
    """What it says there, marked for translation."""


def votes_on(session: Session, proposal_id: int, viewer: Actor | None) -> list[Vote]:
    """Those that the viewer may see, the latest first."""
    rows = session.execute(_options(), {"proposal_id": proposal_id})
    options: dict[int, str] = {id: option for id, option in rows}
    found = summaries(session, list(options), viewer)
    return [_vote(found[id], options[id]) for id in sorted(found, reverse=True)]


@cache
def _options() -> Select[Any]:
    here = col(ProposalRound.proposal_id) == bindparam("proposal_id")
    return pick(*columns(ProposalRound.round_id, ProposalRound.option)).where(here)


def _vote(round: Summary, option: str) -> Vote:
    question = option.partition(":")[0]
    verdict = round.verdicts.get(question, "")
    if question in round.came_to.undecided:
        return Vote(round, SAID[verdict], UNDECIDED[verdict])
    won = option in round.came_to.won
    if question in round.came_to.advised:
        said, sentence = ("subject", SUBJECT) if round.body else ("advised", ADVISED)
        return Vote(round, SAID[said], None, sentence, _outcome(option, won=won))
    decided = "adopted" if won else "refused"
    if option in round.came_to.going_on:
        decided = "runoff"
    said = decided if verdict else str(round.state)
    return Vote(round, SAID.get(said, N_("Put to the vote")), None)


def _outcome(option: str, *, won: bool) -> str:
    """Of the one text that was asked about, or of one option among several."""
    if ":" not in option:
        return N_("for") if won else N_("against")
    return N_("this proposal") if won else N_("other proposals")
