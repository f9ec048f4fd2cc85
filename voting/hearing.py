"""The reasons beside stances as the pages show them: those against the text first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext

from voting.ballots import all_forms
from voting.ballots.stance import LONGEST_REASON
from voting.rules import all_rules
from voting.wording import Question, option_texts

LONGEST = LONGEST_REASON
Said = dict[str, Any]
"""``stance`` in words, ``count`` of all that was written, ``texts`` as (name or "", text)."""


def beside_names(
    question: Question, chart: Mapping[str, Any], names: Iterable[tuple[str, Mapping[str, Any]]]
) -> list[Said]:
    """Of an open vote, whose ballots come with names."""
    if not all_forms()[question["form"]].cut:
        return []
    spoken: dict[str, list[tuple[str, str]]] = {}
    for name, paper in names:
        choice = paper.get(question["id"])
        if choice and choice["reason"]:
            spoken.setdefault(choice["stance"], []).append((name, choice["reason"]))
    return _ordered(question, chart, {o: (len(texts), texts) for o, texts in spoken.items()})


def without_names(
    question: Question, chart: Mapping[str, Any], result: Mapping[str, Any]
) -> list[Said]:
    """Of a secret vote, as cut off its ballots."""
    heard = result.get("voices", {}).get(question["id"], {})
    spoken = {o: (one["count"], [("", text) for text in one["texts"]]) for o, one in heard.items()}
    return _ordered(question, chart, spoken)


def what_now(question: Question, winners: Sequence[str]) -> str:
    """What becomes of a text that was not adopted under a rule of stances; else empty."""
    if all_rules()[question["rule"]].adopts is None:
        return ""
    if not set(winners) & set(question["form_parameters"]["reason_for"]):
        return gettext("Nothing is decided. The same can be put to the vote again.")
    return gettext(
        "Nothing changes for now. What speaks against the text is worked out with those who "
        "wrote it; then the text, amended or not, can be put again."
    )


def _ordered(
    question: Question,
    chart: Mapping[str, Any],
    spoken: Mapping[str, tuple[int, Sequence[tuple[str, str]]]],
) -> list[Said]:
    texts, against = option_texts(question), chart.get("against", ())
    order = [*against, *(option for option in texts if option not in against)]
    return [
        {"stance": texts[option], "count": spoken[option][0], "texts": spoken[option][1]}
        for option in order
        if option in spoken
    ]
