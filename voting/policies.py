"""Who may do what with a round. An open round obeys its own schedule, not the space's phase."""

from typing import Any

from civic.core.permissions import (
    Act,
    Permission,
    Rule,
    everyone,
    is_auditor,
    is_signed_in,
    on_somebody,
)
from civic.core.words import N_
from civic.spaces.policies import is_archived, is_facilitator, is_open, is_visible
from voting import lifecycle, what_if
from voting.models import Disclosure, Publication, State

PREPARE = Act("voting.prepare")


def _is(*states: State) -> Rule:
    return Rule(lambda _actor, round: round.state in states)


_is_preparing = _is(*lifecycle.PREPARING)
_is_counted = _is(*lifecycle.COUNTED)
_publishes_ballots = Rule(lambda _actor, round: round.publication == Publication.BALLOTS)
_may_be_played_with = Rule(lambda _actor, round: what_if.allowed(round))
_takes_mandates = Rule(lambda _actor, voter: voter.round.mandates is not None)
_names_voters = Rule(lambda _actor, round: round.disclosure == Disclosure.OPEN)


def _on_roll(_actor: Any, voter: Any) -> bool:
    return voter.weight is not None


LIST = Permission("voting.list", everyone, refusal="")
VIEW = Permission(
    "voting.view",
    (~_is(State.DRAFT) & is_visible) | is_facilitator,
    refusal=N_("This vote is not visible to you."),
)
DRAFT = Permission(
    "voting.draft",
    is_facilitator & is_open(PREPARE) & ~is_archived,
    refusal=N_("A facilitator of the space prepares a vote, in a phase that provides for it."),
)
EDIT = Permission(
    "voting.edit",
    is_facilitator & _is_preparing,
    refusal=N_("A facilitator changes a vote until it opens, and never after."),
)
OPEN = Permission(
    "voting.open",
    is_facilitator & is_open(PREPARE) & _is_preparing,
    refusal=N_("A facilitator opens a vote once, in a phase that provides for it."),
)
CAST = Permission(
    "voting.cast",
    Rule(_on_roll, on_somebody) & _is(State.OPEN),
    refusal=N_("You are not on the list of voters of this vote, or it is not open."),
)
PASS_ON = Permission(
    "voting.pass_on",
    Rule(_on_roll, on_somebody) & _is(State.OPEN) & _takes_mandates,
    refusal=N_(
        "Votes are passed on by those on the list of voters, while the vote is open, and where it "
        "allows it."
    ),
)
EXTEND = Permission(
    "voting.extend",
    is_facilitator & _is(State.OPEN),
    refusal=N_("A facilitator extends a vote that is open, and says why."),
)
REMIND = Permission(
    "voting.remind",
    is_facilitator & _is(State.OPEN),
    refusal=N_("A facilitator reminds voters while a vote is open."),
)
MISSING = Permission(
    "voting.missing",
    is_facilitator & _is(State.OPEN) & _names_voters,
    refusal=N_("Who has not voted is listed in open votes only, while they are open."),
)
CLOSE = Permission(
    "voting.close",
    is_facilitator & _is(State.OPEN),
    refusal=N_("A facilitator closes a vote that is open."),
)
CANCEL = Permission(
    "voting.cancel",
    is_facilitator & _is(State.DRAFT, State.ANNOUNCED, State.OPEN, State.CLOSING),
    refusal=N_("A facilitator cancels a vote before it is counted, and says why."),
)
COPY = Permission(
    "voting.copy",
    is_facilitator & is_open(PREPARE),
    refusal=N_("A facilitator of the space copies a vote as a new draft."),
)
CHAIR = Permission(
    "voting.chair",
    is_facilitator & _is(State.CLOSED),
    refusal=N_("The chair breaks a tie after the count, where the rules of the vote say so."),
)
RESULT = Permission(
    "voting.result",
    VIEW.rule & _is_counted,
    refusal=N_("There is no result before the vote is closed, for anybody."),
)
RECOUNT = Permission(
    "voting.recount",
    VIEW.rule & _is_counted,
    refusal=N_("A vote can be counted again once it is closed."),
)
SCRUTINISE = Permission(
    "voting.scrutinise",
    (_publishes_ballots & VIEW.rule | is_auditor) & _is_counted,
    refusal=N_("This vote publishes sums. Its ballots are kept for the auditors."),
)
WHAT_IF = Permission(
    "voting.what_if",
    VIEW.rule & _is_counted & _publishes_ballots & _may_be_played_with,
    refusal=N_("Other rules are tried on votes that publish their ballots and allow it."),
)
NAMES = Permission(
    "voting.names",
    VIEW.rule & is_signed_in & _names_voters & _is_counted,
    refusal=N_("Names stand beside choices in open votes only, once they are closed."),
)
CONSOLE = Permission(
    "voting.console",
    is_facilitator,
    refusal=N_("Facilitators of the space run a vote."),
)

ALL = (
    LIST, VIEW, DRAFT, EDIT, OPEN, CAST, PASS_ON, EXTEND, REMIND, MISSING, CLOSE, CANCEL, COPY,
    CHAIR, RESULT, RECOUNT, SCRUTINISE, WHAT_IF, NAMES, CONSOLE,
)  # fmt: skip
