"""One query for each feature that has something to say; what they say is put in order here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from sqlmodel import Session

from civic.audit.queries import Act, acts_of_others
from civic.audit.sentences import SEVERAL
from civic.core.actor import Actor
from civic.core.links import Deadline, News, Outcome, Waiting
from civic.core.waiting import all_of_them
from civic.home.models import FeedAddress
from civic.members.models import Member, MemberState
from civic.spaces.queries import actors

LATELY = timedelta(days=7)
AT_MOST = 30
"""Acts that are looked at for the first page."""
WORTH_TELLING = (
    "ChairDecided",
    "CommitmentKept",
    "CommitmentMade",
    "CommitmentNotKept",
    "PhaseEntered",
    "ProposalAdvised",
    "ProposalAnswered",
    "ProposalDecided",
    "ProposalMovedOn",
    "ProposalOpened",
    "ProposalReturned",
    "RoundCancelled",
    "RoundExtended",
    "RoundOpened",
    "RoundPublished",
    "SummaryPublished",
)
"""Facts that members hear of on their first page."""


def waiting(session: Session, actor: Actor, *, now: datetime, limit: int) -> list[Waiting]:
    """What every feature expects of the actor: first what holds others up, then the most urgent."""
    sources = session.info["registry"].waiting
    entries: list[Waiting] = all_of_them(session, sources, actor=actor, now=now, limit=limit)
    return sorted(entries, key=lambda e: (not e.holds_up, e.deadline is None, e.deadline or now))[
        :limit
    ]


def outcomes(session: Session, actor: Actor | None, *, limit: int) -> list[Outcome]:
    """What came to an end, newest first: ``limit`` of what was decided, and of what is mine."""
    entries = [
        entry
        for source in session.info["registry"].outcomes
        for entry in source(session, actor, limit=limit)
    ]
    return sorted(entries, key=lambda e: e.at, reverse=True)


def deadlines(
    session: Session, actor: Actor | None, *, now: datetime, limit: int
) -> list[Deadline]:
    """What comes, the nearest first."""
    sources = session.info["registry"].deadlines
    entries: list[Deadline] = all_of_them(session, sources, actor=actor, now=now, limit=limit)
    return sorted(entries, key=lambda e: e.at)[:limit]


def but_those(waiting: Sequence[Waiting], deadlines: Sequence[Deadline]) -> list[Deadline]:
    """The deadlines of what does not stand above, among what waits."""
    above = {(entry.endpoint.partition(".")[0], entry.id) for entry in waiting}
    return [one for one in deadlines if (one.endpoint.partition(".")[0], one.id) not in above]


@dataclass(frozen=True)
class SinceThen:
    """What others did in the actor's spaces lately: since they were last here, and at least in the
    last seven days, so that somebody who looks in twice a day does not find an empty page."""

    last_visit_at: datetime | None
    news: Sequence[News]
    deeds: Sequence[Sequence[Act]]
    """Acts of one kind by one person stand together, the newest first."""

    def is_new(self, at: datetime) -> bool:
        """Whether it came after the last visit. On a first one nothing stands out."""
        return self.last_visit_at is not None and at > self.last_visit_at


def new_for(session: Session, actor: Actor, *, now: datetime, limit: int) -> SinceThen:
    since = min(actor.last_visit_at or now, now - LATELY)
    news = [
        entry
        for source in session.info["registry"].news
        for entry in source(session, actor, since=since, limit=limit)
    ]
    acts = acts_of_others(session, actor, since=since, names=WORTH_TELLING, limit=AT_MOST)
    return SinceThen(actor.last_visit_at, news[:limit], _together(acts)[:limit])


def _together(acts: Sequence[Act]) -> list[list[Act]]:
    """In the order of the newest of each."""
    deeds: dict[object, list[Act]] = {}
    for act in acts:
        alike = act.name in SEVERAL and act.subject and (act.actor or act.by_the_house)
        deeds.setdefault((act.name, act.actor) if alike else act.id, []).append(act)
    return list(deeds.values())


def reader(session: Session, *, member_id: int, nonce: str) -> Actor | None:
    """Whose feed address this is; None when it was taken back or the member has left."""
    known = session.get(FeedAddress, member_id)
    member = session.get(Member, member_id)
    if known is None or member is None or member.state != MemberState.ACTIVE:
        return None
    if not compare_digest(known.nonce.encode(), nonce.encode()):
        return None
    return actors(session, [member])[member_id]
