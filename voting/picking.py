"""Which rows of other features, such as proposals, stand on a ballot paper."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from voting.families import decides_on_texts, is_one_text
from voting.models import Round
from voting.rules import all_rules

Written = Mapping[str, Any]
"""A question, or an option, as a draft keeps it."""


def tell_sources(session: Session, round: Round) -> None:
    """Each source hears which of its rows stand on the paper now, and which no longer do: from the
    announcement on."""
    for name, source in session.info["registry"].option_sources.items():
        rows = standing(round.questions, name)
        source.picked(session, round.id, {id: place for id, place, _question, _option in rows})


def unfit(session: Session, round: Round) -> list[tuple[str, int, str]]:
    """What stands on the paper and can not be put to the vote now: a sentence, the question's
    place, the option's words."""
    found = []
    for name, source in session.info["registry"].option_sources.items():
        rows = list(standing(round.questions, name))
        reasons = source.unfit(session, round.id, [id for id, *_rest in rows]) if rows else {}
        found += [
            (reasons[id], question, next(iter(option["title"].values()), ""))
            for id, _place, question, option in rows
            if id in reasons
        ]
    return found


def standing(questions: Sequence[Written], source: str) -> Iterator[tuple[int, str, int, Written]]:
    """Row id, ``question:option`` (or ``question`` alone where the row is the text that is adopted
    or not), the question's place from 1, and the option."""
    for number, question in enumerate(questions, 1):
        rule, draft = all_rules()[question["rule"]], question.get("draft", {})
        written = draft.get("options") or question["options"]
        texts = rule.options is not None
        if texts and not (is_one_text(written) and decides_on_texts(rule)):
            continue
        for option in written:
            name, _dash, row = option["id"].partition("-")
            if name == source and row.isdigit():
                place = question["id"] if texts else f"{question['id']}:{option['id']}"
                yield int(row), place, number, option
