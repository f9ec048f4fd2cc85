"""Joining proposals into one text and splitting one into several: begun, agreed to, published."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, delete, select

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell
from civic.core.markdown import MOST_CHARACTERS
from civic.core.words import N_
from proposals import actions as root
from proposals import asking
from proposals.facts import DraftDiscarded, FollowersLedOn
from proposals.lineage import policies, queries
from proposals.lineage.consent import Source, consent, is_ready, may_be_stood_in_for
from proposals.lineage.facts import AgreementAsked, OriginTakenOut
from proposals.lineage.models import NotAgain, Origin
from proposals.models import CoAuthor, Making, Proposal
from proposals.policies import VIEW, is_alive, is_draft
from proposals.queries import tags

MOST = 5
"""Proposals that are joined at once, and parts of one that is split."""
TITLE = 140


class Refused(ValueError):
    """A sentence, marked for translation."""


def join(session: Session, *, proposal_ids: Sequence[int], actor: Actor) -> Proposal:
    """A draft made from the first of them and others of its space. What is too long together is cut
    off where one sees it. Raises Refused, TooMany."""
    wanted = list(dict.fromkeys(proposal_ids))
    if len(wanted) < 2:
        raise Refused(N_("Choose at least one proposal to join it with."))
    if len(wanted) > MOST:
        raise Refused(N_("Five proposals at most are joined at once."))
    found = {proposal.id: proposal for proposal in _locked(session, wanted)}
    first = found[wanted[0]]
    policies.CONTINUE.check(actor, first)
    if any(id not in found or not _fits(found[id], first, actor) for id in wanted):
        raise Refused(N_("One of them can no longer be joined. Choose again."))
    origins = [found[id] for id in wanted]
    _hold(session, origins)
    body = "\n\n".join(f"### {one.title}\n\n{one.body}" for one in origins)
    if len(body) > MOST_CHARACTERS:
        body = body[: MOST_CHARACTERS - 2] + " …"
    text = _begin(session, origins, actor, Making.JOINED, title=first.title, body=body)
    _ask(session, text, actor)
    return text


def split(session: Session, *, proposal_id: int, into: int, actor: Actor) -> Proposal:
    """Drafts made from one proposal, each with its whole text; the first of them. Raises Refused,
    TooMany."""
    (origin,) = _locked(session, [proposal_id])
    policies.CONTINUE.check(actor, origin)
    _hold(session, [origin])
    drafts = [
        _begin(
            session,
            [origin],
            actor,
            Making.SPLIT,
            title=f"{origin.title[: TITLE - 4]} ({number})",
            body=origin.body,
        )
        for number in range(1, into + 1)
    ]
    _ask(session, drafts[0], actor)
    return drafts[0]


def _locked(session: Session, ids: Sequence[int]) -> list[Proposal]:
    """In one order for everybody, so that no two wait for each other."""
    found = select(Proposal).where(col(Proposal.id).in_(ids)).order_by(col(Proposal.id))
    again = found.with_for_update(of=Proposal).execution_options(populate_existing=True)
    return list(session.exec(again).unique().all())


def _fits(other: Proposal, first: Proposal, actor: Actor) -> bool:
    same_space = other.space_id == first.space_id
    return same_space and VIEW.allows(actor, other) and is_alive.holds(actor, other)


def _hold(session: Session, origins: Sequence[Proposal]) -> None:
    if queries.is_being_continued(session, [one.id for one in origins]):
        if len(origins) == 1:
            raise Refused(N_("It is being joined or split already: wait for what comes of it."))
        raise Refused(
            N_("One of them is being joined or split already: wait for what comes of it.")
        )


def _begin(
    session: Session,
    origins: Sequence[Proposal],
    actor: Actor,
    made: Making,
    *,
    title: str,
    body: str,
) -> Proposal:
    ids = [one.id for one in origins]
    known = tags(session, ids)
    text = root.begin(
        session,
        space=origins[0].space,
        actor=actor,
        title=title,
        body=body,
        language=origins[0].language,
        tags=[tag for id in ids for tag in known[id]][:5],
        made=made,
    )
    session.add_all(Origin(proposal_id=text.id, origin_id=id) for id in ids)
    session.add_all(
        CoAuthor(proposal_id=text.id, member_id=id)
        for id in queries.signers(session, ids)
        if id != actor.id
    )
    session.flush()
    session.refresh(text, ["co_authors"])
    return text


def _ask(session: Session, text: Proposal, actor: Actor) -> None:
    """Once, also for several parts: whoever has to agree gets one mail. Raises TooMany."""
    asking.count(session, actor)
    tell(
        session,
        AgreementAsked(proposal_id=text.id, space_id=text.space_id, actor_id=actor.id),
    )


def agree(session: Session, *, origin: Origin, actor: Actor, read: int) -> None:
    """An author agrees that their proposal goes on in the text that they read, and signs it.
    Raises Refused."""
    policies.AGREE.check(actor, origin)
    _check_read(origin.proposal, read)
    origin.agreed_version = read
    origin.reason, origin.stood_in_by_id = "", None
    session.add(origin)
    if actor.id != origin.proposal.author_id:
        session.merge(
            CoAuthor(proposal_id=origin.proposal_id, member_id=actor.id, accepted_at=now())
        )


def _check_read(text: Proposal, version: int) -> None:
    """Nobody agrees to other words than they read."""
    if version != text.version:
        raise Refused(N_("The text has changed in the meantime: read it again, then agree."))


def stand_in(session: Session, *, origin: Origin, actor: Actor, reason: str, read: int) -> None:
    """A facilitator agrees, to the text that they read, in the place of an author who is gone or
    silent. Raises Refused."""
    policies.STAND_IN.check(actor, origin)
    _check_read(origin.proposal, read)
    if not reason:
        raise Refused(N_("Say why. Everybody will read it."))
    source = _source(session, origin)
    given = consent(origin.proposal, source)
    if not may_be_stood_in_for(source, given, now=now()):
        raise Refused(N_("Its author can still be asked."))
    origin.agreed_version, origin.reason, origin.stood_in_by_id = read, reason, actor.id
    session.add(origin)


def take_back(session: Session, *, origin: Origin, actor: Actor) -> None:
    """A facilitator takes back what was agreed to in an author's place, who is asked again."""
    policies.TAKE_BACK.check(actor, origin)
    origin.agreed_version, origin.reason, origin.stood_in_by_id = None, "", None
    session.add(origin)


def _source(session: Session, origin: Origin) -> Source:
    found = queries.sources(session, origin.proposal)
    return next(source for source in found if source.id == origin.origin_id)


def take_out(session: Session, *, origin: Origin, actor: Actor) -> None:
    """The text is not made from it any more: its author declines, or the text's authors leave it
    out. Who was asked to sign because of it signs nothing."""
    policies.TAKE_OUT.check(actor, origin)
    text = origin.proposal
    others = select(Origin.origin_id).where(
        Origin.proposal_id == text.id, Origin.origin_id != origin.origin_id
    )
    stay = queries.signers(session, list(session.exec(others)))
    leave = set(queries.signers(session, [origin.origin_id])) - set(stay)
    session.exec(
        delete(CoAuthor).where(
            col(CoAuthor.proposal_id) == text.id, col(CoAuthor.member_id).in_(leave)
        )
    )
    tell(
        session,
        OriginTakenOut(
            proposal_id=origin.origin_id,
            space_id=text.space_id,
            actor_id=actor.id,
            text_id=text.id,
        ),
    )
    session.delete(origin)


def hear_discarded(session: Session, fact: DraftDiscarded) -> None:
    """What a text would have been made from stays as it is, and its author is told: of a split once
    no part is left."""
    made_from = select(Origin.origin_id).where(Origin.proposal_id == fact.proposal_id)
    for origin_id in session.exec(made_from).all():
        if all(part.id == fact.proposal_id for part in queries.parts(session, origin_id)):
            tell(
                session,
                OriginTakenOut(
                    proposal_id=origin_id,
                    space_id=fact.space_id,
                    actor_id=fact.actor_id,
                    text_id=fact.proposal_id,
                ),
            )


def publish(
    session: Session, *, proposal_id: int, actor: Actor, read: Mapping[int, int]
) -> list[Proposal]:
    """The text is published, of a split all its parts, each in the version that was ``read``, and
    the original proposals go on there: whoever follows them is led on, and nobody's support is
    carried over. Raises Refused."""
    kin = _locked(session, queries.kin(session, proposal_id))
    by_id = {proposal.id: proposal for proposal in kin}
    if proposal_id not in by_id:
        raise Refused(N_("This draft was thrown away in the meantime."))
    text = by_id[proposal_id]
    policies.PUBLISH.check(actor, text)
    texts = [one for one in kin if one.made == text.made and is_draft.holds(actor, one)]
    if text.made == Making.JOINED:
        texts = [text]
    for one in texts:
        policies.PUBLISH.check(actor, one)
        _check_read(one, read.get(one.id, 0))
        given = [consent(one, source) for source in queries.sources(session, one)]
        if not is_ready(one.made, given, len(texts)):
            raise Refused(N_("Not everybody has agreed to this wording yet."))
    origins = [by_id[source.id] for source in queries.sources(session, text)]
    was_debated = any(origin.deliberation_at for origin in origins)
    for one in texts:
        root.show(session, one, actor)
        if was_debated:
            root.enter_deliberation(session, one, actor=actor)
    for origin in origins:
        root.carry_on(session, origin, actor)
        tell(
            session,
            FollowersLedOn(
                proposal_id=origin.id,
                space_id=origin.space_id,
                actor_id=actor.id,
                text_ids=tuple(one.id for one in texts),
            ),
        )
    return texts


def not_again(session: Session, *, text: Proposal, actor: Actor) -> None:
    """Asked no more whether they support what came of what they supported."""
    policies.NOT_AGAIN.check(actor, text)
    session.merge(NotAgain(proposal_id=text.id, member_id=actor.id))
