"""What a proposal's page shows of where it comes from and where it goes on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.links import Link
from civic.spaces.policies import is_archived, is_facilitator, is_open
from proposals.lineage import policies, queries
from proposals.lineage.consent import consent, is_ready, may_be_stood_in_for
from proposals.models import Making, Proposal, Stage
from proposals.policies import PROPOSE, VIEW, is_author, signs
from proposals.records import attachments_of

Shown = Mapping[int, dict[str, Any]]


def head(session: Session, actor: Actor | None, ids: Sequence[int]) -> Shown:
    """Above the text. Most proposals stand for themselves, and nothing is asked about them."""
    found = {}
    for proposal in (session.get_one(Proposal, id) for id in ids):
        if proposal.stage == Stage.DRAFT and proposal.made:
            found[proposal.id] = _agreement(session, actor, proposal)
        elif proposal.made:
            found[proposal.id] = _made(session, actor, proposal)
        elif proposal.stage == Stage.CONTINUED:
            found[proposal.id] = {"heirs": queries.heirs(session, proposal.id)}
        elif policies.CONTINUE.allows(actor, proposal):
            drafts = queries.drafts(session, proposal.id)
            if drafts:
                found[proposal.id] = _held(actor, proposal, drafts)
    return {id: {"proposal": session.get_one(Proposal, id), **shown} for id, shown in found.items()}


def _held(actor: Actor | None, origin: Proposal, drafts: Sequence[Proposal]) -> dict[str, Any]:
    """``unseen``: addresses, without their titles, of what the origin's author signs no longer."""
    seen = {draft.id for draft in drafts if VIEW.allows(actor, draft)}
    unseen = [Key(draft.id, "") for draft in drafts if draft.id not in seen]
    return {
        "drafts": [draft for draft in drafts if draft.id in seen],
        "unseen": unseen if is_author.holds(actor, origin) else [],
        "is_held": True,
    }


def _agreement(session: Session, actor: Actor | None, text: Proposal) -> dict[str, Any]:
    sources = queries.sources(session, text)
    given = [consent(text, source) for source in sources]
    parts = queries.parts(session, sources[0].id) if text.made == Making.SPLIT and sources else []
    moment, in_hand = now(), not is_archived.holds(actor, text)
    may = in_hand and is_facilitator.holds(actor, text)
    signed = in_hand and signs.holds(actor, text)
    return {
        "sources": [
            (source, said, may and may_be_stood_in_for(source, said, now=moment))
            for source, said in zip(sources, given, strict=True)
        ],
        "removable": [one for one in sources if signed or (may and one.author_id is None)],
        "facilitates": may,
        "files": attachments_of(session, [source.id for source in sources]),
        "read": {f"version-{id}": version for id, version in _versions(session, text, parts)},
        "is_time": is_open(PROPOSE).holds(actor, text),
        "parts": parts,
        "ready": is_ready(text.made, given, len(parts)),
        "mine": [
            source for source in sources if in_hand and actor and source.author_id == actor.id
        ],
    }


def _versions(session: Session, text: Proposal, parts: Sequence[Link]) -> Iterable[tuple[int, int]]:
    """Of all that would be published together."""
    return queries.versions(session, parts).items() if parts else [(text.id, text.version)]


def _made(session: Session, actor: Actor | None, text: Proposal) -> dict[str, Any]:
    viewer_id = actor.id if actor else 0
    sources = queries.sources(session, text, viewer_id=viewer_id)
    return {
        "sources": sources,
        "files": attachments_of(session, [source.id for source in sources]),
        "again": queries.supported_again(session, text, viewer_id=viewer_id),
        "supported": [source for source in sources if source.is_supported],
        "heirs": queries.heirs(session, text.id) if text.stage == Stage.CONTINUED else [],
    }


def history(session: Session, actor: Actor | None, ids: Sequence[int]) -> Shown:
    """A line of the timeline, for texts that are made from others."""
    texts = [session.get_one(Proposal, id) for id in ids]
    return {
        text.id: {"links": queries.links_of_sources(session, text.id), "at": text.opened_at}
        for text in texts
        if text.made and text.stage != Stage.DRAFT
    }
