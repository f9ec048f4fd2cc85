"""Amounts as pages show them: points in words, and lengths in charts."""

from decimal import Decimal
from fractions import Fraction

from flask_babel import format_decimal, gettext


def points(value: int | str) -> str:
    """Points that may be a fraction, such as 7/2: written out, or rounded and said to be."""
    exact = Fraction(value)
    hundredths = exact * 100
    if hundredths.denominator == 1:
        return str(format_decimal(Decimal(hundredths.numerator) / 100))
    return gettext("about %(n)s", n=format_decimal(Decimal(int(hundredths)) / 100))


def width(value: Fraction | int, of: Fraction | int) -> str:
    """A share of a chart's width, as SVG wants it."""
    return f"{float(100 * Fraction(value) / of):.2f}%" if of else "0%"
