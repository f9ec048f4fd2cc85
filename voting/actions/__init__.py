"""Deeds. Each asks its permission, changes rows, and tells a fact, except for casting."""

from voting.actions.casting import begin_ballot, cast, keep_draft
from voting.actions.chairing import decide_tie
from voting.actions.closing import close, finish, pay_key_debts
from voting.actions.drafting import (
    BadRound,
    announce,
    cancel,
    copy,
    draft_round,
    edit,
    extend,
    new_question,
    take_back,
)
from voting.actions.opening import open_round

__all__ = [
    "BadRound",
    "announce",
    "begin_ballot",
    "cancel",
    "cast",
    "close",
    "copy",
    "decide_tie",
    "draft_round",
    "edit",
    "extend",
    "finish",
    "keep_draft",
    "new_question",
    "open_round",
    "pay_key_debts",
    "take_back",
]
