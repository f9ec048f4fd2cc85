"""Deeds. Each asks its permission, changes rows, and tells a fact, except for casting."""

from voting.actions.casting import begin_ballot, cast, keep_draft
from voting.actions.cautions import cautions
from voting.actions.chairing import decide_tie
from voting.actions.closing import close, finish, pay_key_debts
from voting.actions.drafting import (
    COPIES_TELL,
    announce,
    call_again,
    cancel,
    copy,
    draft_round,
    edit,
    extend,
    picked_problems,
    problems,
    take_back,
)
from voting.actions.opening import open_round, roll_problems
from voting.actions.passing_on import decline, pass_on, take_mandate_back, why_kept
from voting.actions.presetting import paper
from voting.actions.questions import (
    FEW_VOTERS,
    BadRound,
    has_copies,
    has_fingerprints,
    move_question,
    new_question,
    put_question,
    put_question_back,
    take_out_question,
    written_options,
)
from voting.actions.reminding import remind
from voting.actions.scrubbing import scrub

__all__ = [
    "COPIES_TELL",
    "FEW_VOTERS",
    "BadRound",
    "announce",
    "begin_ballot",
    "call_again",
    "cancel",
    "cast",
    "cautions",
    "close",
    "copy",
    "decide_tie",
    "decline",
    "draft_round",
    "edit",
    "extend",
    "finish",
    "has_copies",
    "has_fingerprints",
    "keep_draft",
    "move_question",
    "new_question",
    "open_round",
    "paper",
    "pass_on",
    "pay_key_debts",
    "picked_problems",
    "problems",
    "put_question",
    "put_question_back",
    "remind",
    "roll_problems",
    "scrub",
    "take_back",
    "take_mandate_back",
    "take_out_question",
    "why_kept",
    "written_options",
]
