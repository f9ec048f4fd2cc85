"""What a rule leaves open, and how a vote settled it, in words."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext

from civic.core.words import number
from voting.rules import Parameter
from voting.wording import Question, cash, listed, option_texts


def parameter(question: Question, asked: Parameter, value: Any) -> str:
    """Its value as the reader would write it."""
    if asked.words:
        return str(gettext(asked.words[value]))
    if asked.name == "budget":
        return cash(value)
    if asked.kind == "option":
        return option_texts(question).get(value, str(value))
    if isinstance(value, list):
        return listed([number(one) for one in value])
    if asked.kind == "decimal":
        return number(Decimal(value))
    return number(value) if isinstance(value, int) else str(value)
