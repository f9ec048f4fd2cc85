"""What a rule leaves open, in the reader's words: labels, and values on pages that are read.

A label may end in a hint for the one who fills it in, in brackets: "(such as 1/20; 0: none)". Where
the value is read the hint is left out, and what it says of 0 or of nothing is said instead."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask_babel import gettext

from civic.core.words import colon, number
from voting import wording
from voting.candidates import worded
from voting.families import family
from voting.rules import Parameter, VotingRule
from voting.rules._parameters import LISTS

STAKES = ("seats", "budget")
HINT = re.compile(r" ?\(([^()]*)\)$")


def label(parameter: Parameter, question: Mapping[str, Any] | None = None) -> str:
    """Without the hint."""
    return HINT.sub("", worded(question, parameter.label))


def meanings(parameter: Parameter) -> str:
    """What the label's hint says of single numbers, such as "0: none"."""
    hint = HINT.search(gettext(parameter.label))
    told = [part.strip() for part in hint[1].split(";")] if hint else []
    return "; ".join(part for part in told if part[:1].isdigit())


def value(question: Mapping[str, Any], parameter: Parameter) -> str:
    """What was chosen, in words; nothing where nothing was."""
    found = question["parameters"].get(parameter.name, parameter.default)
    if parameter.words:
        return worded(question, parameter.words[found])
    if found is None or str(found) == "0":
        return _nothing(parameter, found)
    if parameter.kind == "share":
        share = Fraction(found)
        return f"{wording.percent(share)} ({share.numerator}/{share.denominator})"
    if parameter.kind == "decimal":
        return number(Decimal(found))
    texts = wording.option_texts(question)
    if parameter.kind == "option":
        return wording.quoted(texts[found]) if found in texts else found
    if isinstance(found, list):
        return _several(question, parameter, found)
    is_money = parameter.name in wording.MONEY or parameter.kind == "amounts"
    return wording.cash(found) if is_money else number(found)


def _several(question: Mapping[str, Any], parameter: Parameter, found: list[Any]) -> str:
    """Amounts of groups; or a number beside each option that it speaks of."""
    if parameter.kind == "names":
        return wording.listed([wording.quoted(str(name)) for name in found])
    if parameter.kind == "amounts":
        return wording.short_list([wording.cash(one) for one in found])
    texts = wording.option_texts(question)
    if len(found) < len(texts):
        texts.pop(question["parameters"].get("default_option") or list(texts)[-1], None)
    pairs = zip(texts.values(), found, strict=False)
    return wording.short_list([line(text, number(one)) for text, one in pairs])


def _nothing(parameter: Parameter, found: Any) -> str:
    """What the label's hint says of 0, or of a field left empty."""
    hint = HINT.search(gettext(parameter.label))
    for part in hint[1].split(";") if hint else ():
        name, colon, words = part.partition(":")
        if colon and name.strip() in ("0", gettext("empty")):
            return words.strip()
    return "" if found is None else number(0)


def line(name: str, said: str) -> str:
    """A label that asks is answered as it stands."""
    return f"{name}{' ' if name.endswith('?') else colon()}{said}"


def lines(question: Mapping[str, Any], parameters: tuple[Parameter, ...]) -> list[tuple[str, str]]:
    """Label and value of each parameter that says something; one number for all options, as it
    usually is, says nothing, nor does it that one option is chosen, nor what another one puts out
    of use."""
    chosen = {p.name: question["parameters"].get(p.name, p.default) for p in parameters}
    told = [
        p
        for p in parameters
        if (chosen[p.name] != p.default or (p.kind not in LISTS and p.name != "seats"))
        and (p.only_with is None or chosen.get(p.only_with[0], p.only_with[1]) == p.only_with[1])
    ]
    found = [(label(p, question), value(question, p)) for p in told]
    return [(name, words) for name, words in found if words]


def stakes(question: Mapping[str, Any], rule: VotingRule) -> list[str]:
    """How many places there are, or how much money: what everybody has to know before they choose.
    A single place goes without saying, unless the rule is made for several."""
    single = question["parameters"].get("seats") in (None, 1)
    silent = ("seats",) if single and family(rule) not in ("places", "lists") else ()
    told = [p for p in rule.parameters if p.name in STAKES and p.name not in silent]
    found = [(label(p, question), value(question, p)) for p in told]
    return [line(name, words) for name, words in found if words]
