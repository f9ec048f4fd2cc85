"""Which rows of other features, such as proposals, stand on a ballot paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from voting.families import decides_on_texts, is_one_text
from voting.models import Round
from voting.rules import all_rules


def tell_sources(session: Session, round: Round) -> None:
    """Each source hears which of its rows stand on the paper now, and which no longer do."""
    for name, source in session.info["registry"].option_sources.items():
        source.picked(session, round.id, _picked(round.questions, name))


def _picked(questions: Sequence[Mapping[str, Any]], source: str) -> dict[int, str]:
    """Row id -> ``question:option``, or ``question`` alone where the row is the text that is
    adopted or not."""
    found = {}
    for question in questions:
        rule, draft = all_rules()[question["rule"]], question.get("draft", {})
        written = draft.get("options") or question["options"]
        texts = rule.options is not None
        if texts and not (is_one_text(written) and decides_on_texts(rule)):
            continue
        for option in written:
            name, _dash, number = option["id"].partition("-")
            if name == source and number.isdigit():
                place = question["id"] if texts else f"{question['id']}:{option['id']}"
                found[int(number)] = place
    return found
