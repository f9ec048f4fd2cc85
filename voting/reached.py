"""Whether quorum and majority were reached, in words, with the multiplication."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from babel.numbers import format_decimal
from flask_babel import get_locale, gettext, ngettext

from civic.core.words import number
from voting.wording import Question, share_words

Result = Mapping[str, Any]


def quorum_line(question: Question, result: Result) -> str:
    """What the quorum asked for and what came, with the multiplication; empty without one."""
    if not result["quorum"]:
        return ""
    required, turnout = question["requirements"]["quorum"], result["turnout"]
    roll = turnout["roll_weight" if required["of"] == "weight" else "roll"]
    came = _came(required["of"], turnout)
    needed = gettext(
        "The quorum asks for %(share)s, that is %(needed)s (%(sum)s).",
        share=share_words(required["share"], strict=False),
        needed=number(needed_of(roll, required["share"], strict=False)),
        sum=_multiplied(roll, required["share"]),
    )
    reached = gettext("The quorum is reached.")
    missed = gettext("The quorum is not reached.")
    return f"{came} {needed} {reached if result['quorum']['holds'] else missed}"


def _came(of: str, turnout: Mapping[str, int]) -> str:
    """How many came, as the quorum counts them. Who is represented is told apart."""
    represented = turnout.get("represented", 0)
    if of == "weight":
        cast, roll = turnout["cast_weight"], turnout["roll_weight"]
        return ngettext(
            "%(count)s of %(roll)s votes was represented.",
            "%(count)s of %(roll)s votes were represented.",
            cast,
            count=number(cast),
            roll=number(roll),
        )
    cast, roll = turnout["cast"], turnout["roll"]
    if of == "present":
        voted = cast - represented
        return ngettext(
            "%(count)s of %(roll)s people voted themselves.",
            "%(count)s of %(roll)s people voted themselves.",
            voted,
            count=number(voted),
            roll=number(roll),
        )
    if represented:
        return ngettext(
            "%(count)s of %(roll)s people was present or represented.",
            "%(count)s of %(roll)s people were present or represented.",
            cast,
            count=number(cast),
            roll=number(roll),
        )
    return ngettext(
        "%(count)s of %(roll)s people took part.",
        "%(count)s of %(roll)s people took part.",
        cast,
        count=number(cast),
        roll=number(roll),
    )


def heads(question: Question, turnout: Mapping[str, int]) -> int:
    """How many people the gauge of the turnout shows: those whom the quorum counts."""
    required = question["requirements"]["quorum"]
    represented = turnout.get("represented", 0) if required and required["of"] == "present" else 0
    return turnout["cast"] - represented


def quorum_mark(question: Question, result: Result) -> int | None:
    """How many people the quorum asks for; None without one, or where votes are counted."""
    required = question["requirements"]["quorum"]
    if required is None or required["of"] == "weight":
        return None
    return needed_of(result["turnout"]["roll"], required["share"], strict=False)


def quorum_word(question: Question, result: Result) -> str:
    """The same in a few words, beside the gauge."""
    mark, holds = quorum_mark(question, result), result["quorum"]["holds"]
    if mark is None:
        return gettext("Quorum reached") if holds else gettext("Quorum missed")
    reached = gettext("Quorum of %(n)s reached", n=number(mark))
    missed = gettext("Quorum of %(n)s missed", n=number(mark))
    return str(reached if holds else missed)


def majority_line(question: Question, result: Result) -> str:
    """The same for the majority."""
    if not result["majority"]:
        return ""
    required = question["requirements"]["majority"]
    above, below = required["share"]
    base = int(result["majority"]["right"]) // above
    support, holds = int(result["majority"]["left"]) // below, result["majority"]["holds"]
    needed = gettext(
        "%(share)s was needed, that is %(needed)s (%(sum)s).",
        share=share_words(required["share"], strict=required["strict"]),
        needed=number(needed_of(base, required["share"], strict=required["strict"])),
        sum=_multiplied(base, required["share"]),
    )
    reached = gettext("It has %(n)s: the majority is reached.", n=number(support))
    missed = gettext("It has %(n)s: the majority is missed.", n=number(support))
    return " ".join([_of(required["base"], base), needed, reached if holds else missed])


def _of(base: str, votes: int) -> str:
    """The votes that a majority is a share of, as the beginning of a sentence."""
    shown = number(votes)
    return {
            "roll": ngettext(
                "Of %(count)s vote on the list of voters,",
                "Of %(count)s votes on the list of voters,",
                votes, count=shown,
            ),
            "present": ngettext(
                "Of %(count)s vote present or represented, blank ones included,",
                "Of %(count)s votes present or represented, blank ones included,",
                votes, count=shown,
            ),
            "cast": ngettext(
                "Of %(count)s vote cast, without abstentions,",
                "Of %(count)s votes cast, without abstentions,",
                votes, count=shown,
            ),
            "expressed": ngettext(
                "Of %(count)s vote expressed, without blank ones and abstentions,",
                "Of %(count)s votes expressed, without blank ones and abstentions,",
                votes, count=shown,
            ),
        }[base]  # fmt: skip


def needed_of(base: int, share: list[int], *, strict: bool) -> int:
    """The least whole number that is enough."""
    exact = base * Fraction(*share)
    floor = exact.numerator // exact.denominator
    return floor + 1 if strict or floor < exact else floor


def _multiplied(base: int, share: list[int]) -> str:
    """24 × 1/3 = 8; 121 × 1/3 ≈ 40.33."""
    exact = base * Fraction(*share)
    sign = "=" if (exact * 100).denominator == 1 else "≈"
    shown = format_decimal(round(float(exact), 2), "#,##0.##", locale=str(get_locale() or "en"))
    return f"{number(base)} × {share[0]}/{share[1]} {sign} {shown}"
