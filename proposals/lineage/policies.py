"""Who joins proposals or splits one, who has to agree, and who may agree for somebody gone."""

from civic.core.permissions import Permission, Rule, is_signed_in, on_somebody
from civic.core.words import N_
from civic.spaces.policies import is_archived, is_facilitator, is_open, is_visible, takes_part
from proposals.policies import (
    PROPOSE,
    is_alive,
    is_author,
    is_draft,
    is_made_from_others,
    signs,
)

_text_in_hand = Rule(lambda actor, origin: (is_draft & ~is_archived).holds(actor, origin.proposal))
_wrote_the_original = Rule(lambda actor, origin: is_author.holds(actor, origin.origin), on_somebody)
_signs_the_text = Rule(lambda actor, origin: signs.holds(actor, origin.proposal), on_somebody)
_is_nobodys = Rule(lambda _actor, origin: origin.origin.author_id is None)
"""Imported, or left behind by somebody who was erased: no author could take it out."""
_is_stood_in_for = Rule(lambda _actor, origin: bool(origin.reason))

CONTINUE = Permission(
    "lineage.continue",
    (signs | is_facilitator) & takes_part & is_open(PROPOSE) & is_alive,
    refusal=N_(
        "Its authors or a facilitator join or split a proposal until it is put to the vote, in a "
        "phase that provides for proposing."
    ),
)
AGREE = Permission(
    "lineage.agree",
    _wrote_the_original & takes_part & _text_in_hand,
    refusal=N_("The authors of the original proposals agree, until the text is published."),
)
STAND_IN = Permission(
    "lineage.stand_in",
    is_facilitator & ~_wrote_the_original & _text_in_hand,
    refusal=N_("A facilitator agrees in the place of an author who is gone, with a reason."),
)
TAKE_BACK = Permission(
    "lineage.take_back",
    is_facilitator & _is_stood_in_for & _text_in_hand,
    refusal=N_(
        "A facilitator takes back an agreement given in an author’s place, until the text is "
        "published."
    ),
)
TAKE_OUT = Permission(
    "lineage.take_out",
    (_wrote_the_original | _signs_the_text | (is_facilitator & _is_nobodys)) & _text_in_hand,
    refusal=N_(
        "Its author, or whoever signs the text, takes a proposal out before it is published; a "
        "facilitator, where it has no author here."
    ),
)
PUBLISH = Permission(
    "lineage.publish",
    is_author & takes_part & is_open(PROPOSE) & is_draft & is_made_from_others & ~is_archived,
    refusal=N_(
        "Its author publishes a text that is made from other proposals, in a phase that provides "
        "for proposing."
    ),
)
NOT_AGAIN = Permission(
    "lineage.not_again",
    is_signed_in & is_visible & is_made_from_others & ~is_draft,
    refusal=N_("Whoever supported an original proposal says whether they support what came of it."),
)

ALL = (CONTINUE, AGREE, STAND_IN, TAKE_BACK, TAKE_OUT, PUBLISH, NOT_AGAIN)
