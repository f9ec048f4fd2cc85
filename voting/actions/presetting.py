"""A preset's paper, as the questions of a draft."""

from collections.abc import Mapping, Sequence
from typing import Any

from voting.actions.questions import new_question, numbered
from voting.presets import Preset


def paper(preset: Preset, answer: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    """``answer`` is what the preset asks for, by the parameter's name; without it the first
    question shows the preset's own number, or is left without a chosen rule. Raises BadRound."""
    return numbered(
        [
            new_question(
                title=asked.title,
                rule=asked.rule,
                parameters={**asked.parameters, **(answer if place == 0 else {})},
                requirements=asked.requirements,
                tie=asked.tie,
                chosen=place > 0 or not preset.asks or bool(answer) or bool(asked.parameters),
            )
            for place, asked in enumerate(preset.questions)
        ]
    )
