"""Who may say what in a debate, and who may take it away."""

from datetime import timedelta

from civic.core.clock import now
from civic.core.permissions import (
    Act,
    Permission,
    Rule,
    is_administrator,
    is_signed_in,
    on_somebody,
)
from civic.core.words import N_
from civic.spaces.policies import (
    is_archived,
    is_facilitator,
    is_not_suspended,
    is_open,
    is_visible,
    takes_part,
)
from proposals.deliberation.models import CommentState
from proposals.models import Stage
from proposals.policies import VIEW as VIEW_PROPOSAL
from proposals.policies import signs

DEBATE = Act("proposals.debate")
TIME_TO_EDIT = timedelta(minutes=15)

_TALKS = {Stage.OPEN, Stage.DELIBERATION, Stage.IN_VOTE}

_is_talked_about = Rule(lambda _actor, proposal: proposal.stage in _TALKS)
_debates = takes_part & is_open(DEBATE) & _is_talked_about
_its_proposal = Rule(
    lambda actor, comment: _debates.holds(actor, comment.proposal), _debates.by_standing
)
_is_own = Rule(
    lambda actor, comment: actor is not None and actor.id == comment.author_id, on_somebody
)
_is_shown = Rule(lambda _actor, comment: comment.state == CommentState.SHOWN)
_is_removed = Rule(lambda _actor, comment: comment.state == CommentState.REMOVED)
_is_argument = Rule(lambda _actor, comment: comment.alignment is not None)
_is_recent = Rule(lambda _actor, comment: now() - comment.created_at <= TIME_TO_EDIT)
_sees_proposal = Rule(
    lambda actor, comment: VIEW_PROPOSAL.rule.holds(actor, comment.proposal),
    VIEW_PROPOSAL.rule.by_standing,
)
_was_changed = Rule(lambda _actor, proposal: proposal.stage != Stage.DRAFT and proposal.version > 1)
_moderates = is_facilitator | is_administrator
_decided_otherwise = Rule(
    lambda actor, decision: actor is not None and actor.id != decision.by_id, on_somebody
)
_waits_for_answer = Rule(
    lambda _actor, decision: decision.appealed_at is not None and decision.upheld is None
)
_is_concerned = Rule(
    lambda actor, decision: actor is not None and actor.id == decision.member_id, on_somebody
)
learns_of_suspension = is_visible | _is_concerned
_is_ones_own_message = Rule(
    lambda actor, removal: actor is not None and actor.id == removal.comment.author_id,
    on_somebody,
)
_is_unappealed = Rule(lambda _actor, decision: decision.appealed_at is None)

_has_another_author = Rule(
    lambda actor, comment: (
        actor is not None and comment.author_id is not None and comment.author_id != actor.id
    ),
    on_somebody,
)

READ = Permission("deliberation.read", VIEW_PROPOSAL.rule, refusal=VIEW_PROPOSAL.refusal)
READ_COMMENT = Permission(
    "deliberation.read_comment", _sees_proposal, refusal=VIEW_PROPOSAL.refusal
)
WRITE = Permission(
    "deliberation.write",
    _debates,
    refusal=N_("Members of the space debate, in a phase that provides for it."),
)
REPLY = Permission(
    "deliberation.reply",
    _is_shown & _its_proposal,
    refusal=N_("Members answer messages that are still there, in a phase that provides for it."),
)
EDIT = Permission(
    "deliberation.edit",
    _is_own & _is_shown & _is_recent & _its_proposal,
    refusal=N_("You can edit your own message for fifteen minutes, while the debate is open."),
)
DELETE = Permission(
    "deliberation.delete",
    _is_own & _is_shown,
    refusal=N_("You can delete your own messages."),
)
WEIGH = Permission(
    "deliberation.weigh",
    _is_argument & _is_shown & _its_proposal,
    refusal=N_("Members of the space weigh arguments, in a phase that provides for it."),
)
FOLLOW = Permission(
    "deliberation.follow",
    is_signed_in & READ.rule,
    refusal=N_("Sign in to follow this proposal."),
)
SUMMARISE = Permission(
    "deliberation.summarise",
    is_facilitator & _is_talked_about & ~is_archived,
    refusal=N_("A facilitator of the space sums up the debate."),
)
THANK = Permission(
    "deliberation.thank",
    signs & takes_part & _was_changed & ~is_archived,
    refusal=N_("Whoever signs a proposal names the remark that led to its newest version."),
)
OMISSION = Permission(
    "deliberation.omission",
    takes_part & ~is_archived,
    refusal=N_("Members of the space say what a summary leaves out."),
)
FLAG = Permission(
    "deliberation.flag",
    is_signed_in & is_not_suspended & _sees_proposal & _is_shown & ~_is_own,
    refusal=N_("Members report other people's messages."),
)
MODERATE = Permission(
    "deliberation.moderate",
    _moderates,
    refusal=N_("Only a facilitator of this space or an administrator moderates."),
)
DISMISS = Permission(
    "deliberation.dismiss",
    _moderates & ~_is_own,
    refusal=N_("Somebody else decides on reports about your own message."),
)
REMOVE = Permission(
    "deliberation.remove",
    _moderates & _is_shown,
    refusal=N_("A facilitator of this space or an administrator removes a message, with a reason."),
)
SUSPEND = Permission(
    "deliberation.suspend",
    _moderates & _has_another_author,
    refusal=N_("A facilitator of this space or an administrator suspends somebody else."),
)
QUEUE = Permission(
    "deliberation.queue",
    is_signed_in,
    refusal=N_("Sign in to see what waits for moderation."),
)
APPEAL_ONCE = Permission(
    "deliberation.appeal_once",
    _is_unappealed,
    refusal=N_("The author of a removed message appeals, once."),
)
APPEAL = Permission(
    "deliberation.appeal",
    _is_own & _is_removed,
    refusal=N_("The author of a removed message appeals, once."),
)
ANSWER_APPEAL = Permission(
    "deliberation.answer_appeal",
    _moderates & _decided_otherwise & ~_is_ones_own_message & _waits_for_answer,
    refusal=N_("Somebody other than the person who decided answers an appeal."),
)
ANSWER_SUSPENSION = Permission(
    "deliberation.answer_suspension",
    _moderates & _decided_otherwise & ~_is_concerned & _waits_for_answer,
    refusal=N_("Somebody other than the person who decided answers an appeal."),
)
APPEAL_SUSPENSION = Permission(
    "deliberation.appeal_suspension",
    _is_concerned & _is_unappealed,
    refusal=N_("The member concerned appeals against a suspension, once."),
)

ALL = (
    READ, READ_COMMENT, WRITE, REPLY, EDIT, DELETE, WEIGH, FOLLOW, SUMMARISE, THANK, OMISSION, FLAG,
    MODERATE, DISMISS, REMOVE, SUSPEND, QUEUE, APPEAL_ONCE, APPEAL, ANSWER_APPEAL,
    ANSWER_SUSPENSION, APPEAL_SUSPENSION,
)  # fmt: skip
