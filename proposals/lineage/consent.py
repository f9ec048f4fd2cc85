"""How the author of an original proposal stands to the text that is made from it. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from proposals.lifecycle import ALIVE
from proposals.models import Making, Proposal, Stage

PATIENCE = timedelta(days=14)
"""After so long without an answer a facilitator may agree in the author's place."""
FEWEST = 2


@dataclass(frozen=True, kw_only=True)
class Source:
    """A proposal from which a text is made."""

    id: int
    title: str
    language: str
    stage: Stage
    author_id: int | None
    author: str | None
    takes_part: bool
    """Whether the author is still there to be asked."""
    asked_at: datetime
    agreed_version: int | None
    """By the author or, where there is a ``reason``, in their place."""
    reason: str
    stood_in_by: str | None
    is_supported: bool
    """By the reader."""


class Consent(StrEnum):
    AGREED = "agreed"
    STOOD_IN = "stood_in"
    CHANGED = "changed"
    """They agreed to another wording."""
    ASKED = "asked"
    LEFT = "left"
    """They do not sign the text, and have not agreed."""
    CLOSED = "closed"
    """The original proposal can go on nowhere any more."""


GIVEN = frozenset({Consent.AGREED, Consent.STOOD_IN})


def consent(text: Proposal, source: Source) -> Consent:
    if source.stage not in ALIVE:
        return Consent.CLOSED
    if source.reason and source.agreed_version == text.version:
        return Consent.STOOD_IN
    if source.author_id is not None and source.author_id == text.author_id:
        return Consent.AGREED
    signers = {signer.member_id: signer.accepted_at for signer in text.co_authors}
    if source.author_id not in signers:
        return Consent.LEFT
    if source.agreed_version is None or source.reason or signers[source.author_id] is None:
        return Consent.ASKED
    return Consent.AGREED if source.agreed_version == text.version else Consent.CHANGED


def may_be_stood_in_for(source: Source, given: Consent, *, now: datetime) -> bool:
    """Gone, or silent for a fortnight; never somebody who has answered."""
    if given in GIVEN | {Consent.CLOSED}:
        return False
    if not source.takes_part:
        return True
    is_silent = given == Consent.ASKED and (source.agreed_version is None or bool(source.reason))
    return is_silent and now - source.asked_at >= PATIENCE


def is_ready(made: Making | None, consents: list[Consent], texts: int) -> bool:
    """``texts``: the drafts that are made from the same, of a split."""
    many = texts if made == Making.SPLIT else len(consents)
    return many >= FEWEST and all(given in GIVEN for given in consents)
