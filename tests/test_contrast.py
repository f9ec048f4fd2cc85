"""Every pair of colours that the style sheet puts on one another, in light and dark and in each of
the ten hues that a community may choose, by the arithmetic of WCAG 2.2."""

import math
import re
from itertools import product
from pathlib import Path

import pytest

SHEET = (Path(__file__).parents[1] / "static/style.css").read_text()
HUES = tuple(range(10))

GROUNDS = ("ground", "paper", "sunken")
SOFT = ("accent-soft", "now-soft", "ok-soft", "warn-soft", "bad-soft")
TEXT = {
    "ink": GROUNDS + SOFT,
    "ink-2": GROUNDS + SOFT,
    "accent": ("ground", "paper", "sunken", "accent-soft", "now-soft"),
    "accent-strong": ("ground", "paper", "sunken", "accent-soft", "now-soft"),
    "ok": (*GROUNDS, "ok-soft"),
    "warn": (*GROUNDS, "warn-soft"),
    "bad": (*GROUNDS, "bad-soft"),
    "for": GROUNDS,
    "against": GROUNDS,
    "on-accent": ("accent", "accent-strong"),
    "on-now": ("now",),
    "paper": ("bad", "ink"),
    "g1t": ("g1",), "g2t": ("g2",), "g3t": ("g3",), "g4t": ("g4",), "g5t": ("g5",), "g6t": ("g6",),
}  # fmt: skip
"""Words, and what they stand on: 4.5 to 1."""
SHAPES = {
    "line-strong": ("ground", "paper"),
    "accent": (*GROUNDS, "accent-soft"),
    "focus": GROUNDS,
    "frame": ("ground",),
}
"""Borders of controls, bars and marks: 3 to 1."""


def tokens(hue: int, theme: str) -> dict[str, str]:
    """What the sheet's custom properties are on ``<html data-hue data-theme>``."""
    found: dict[str, str] = {}
    layer = SHEET[SHEET.index("@layer tokens{") : SHEET.index("@layer reset{")]
    layer = re.sub(r"@media[^{]*\{((?:[^{}]*\{[^{}]*\})*)\}", "", layer)  # the same, by the device
    for selectors, body in re.findall(r"(:root[^{]*)\{([^{}]*)\}", layer):
        if _applies(selectors, hue, theme):
            found |= dict(re.findall(r"--([\w-]+):([^;]+)", body))
    return found


def _applies(selectors: str, hue: int, theme: str) -> bool:
    if 'data-hue="' in selectors.split(":not")[0]:
        return f'[data-hue="{hue}"]' in selectors
    if "[data-theme=" in selectors.split(":not")[0] and f"[data-theme={theme}]" not in selectors:
        return False
    return "nofont" not in selectors and not ("[data-hue]" in selectors and hue == 0)


def by_the_device(selector: str) -> str:
    """The rules that apply where the device is dark and nobody chose."""
    inside = re.findall(r"@media \(prefers-color-scheme:dark\)\{(:root[^{]*)\{([^{}]*)\}\}", SHEET)
    return next(body for name, body in inside if name.startswith(selector))


def luminance(colour: str, hue: int, known: dict[str, str]) -> float:
    red, green, blue = _linear(colour, known)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str, known: dict[str, str]) -> tuple[float, float, float]:
    """Of ``#rgb``, ``#rrggbb`` or ``oklch(L% C h)``: linear sRGB, clipped as a browser does."""
    if colour.startswith("#"):
        digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    light, chroma, angle = re.match(r"oklch\(([\d.]+)% ([\d.]+) (\S+)\)", colour).groups()
    turned = math.radians(float(known["hue"] if "var(" in angle else angle))
    return _from_oklch(float(light) / 100, float(chroma), turned)


def _from_oklch(light: float, chroma: float, turned: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(turned), chroma * math.sin(turned)
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return tuple(min(max(part, 0.0), 1.0) for part in linear)


def contrast(first: str, second: str, hue: int, known: dict[str, str]) -> float:
    bright, dim = sorted(
        (luminance(known[name], hue, known) for name in (first, second)), reverse=True
    )
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("hue", HUES)
def test_words_are_read_on_what_they_stand_on(hue, theme):
    known = tokens(hue, theme)
    weak = {
        (text, ground): round(contrast(text, ground, hue, known), 2)
        for text, grounds in TEXT.items()
        for ground in grounds
        if contrast(text, ground, hue, known) < 4.5
    }
    assert not weak


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("hue", HUES)
def test_shapes_stand_out(hue, theme):
    known = tokens(hue, theme)
    weak = {
        (shape, ground): round(contrast(shape, ground, hue, known), 2)
        for shape, grounds in SHAPES.items()
        for ground in grounds
        if contrast(shape, ground, hue, known) < 3
    }
    assert not weak


def test_the_arithmetic_is_that_of_wcag():
    assert contrast("a", "b", 0, {"a": "#000", "b": "#ffffff"}) == pytest.approx(21)
    assert contrast("a", "b", 0, {"a": "#777777", "b": "#fff"}) == pytest.approx(4.48, abs=0.01)
    white = {"a": "oklch(100% 0 0)", "b": "#fff"}
    assert contrast("a", "b", 0, white) == pytest.approx(1, abs=0.001)
    red = {"a": "oklch(62.8% .2577 29.23)", "b": "#ff0000"}
    assert contrast("a", "b", 0, red) == pytest.approx(1, abs=0.01)


def test_each_hue_is_a_colour_of_its_own_and_shows_as_it_will_be():
    accents = {hue: tokens(hue, "light") for hue in HUES}
    angles = [known.get("hue") for known in accents.values()]
    assert len(set(angles)) == 10
    swatches = dict(re.findall(r"\.hue-(\d)\{--swatch:([^}]+)\}", SHEET))
    for hue, known in accents.items():
        seen = known["accent"].replace("var(--hue)", known.get("hue", ""))
        assert swatches[str(hue)] == seen


def test_dark_by_the_device_is_dark_by_choice():
    chosen = tokens(0, "dark")
    device = dict(re.findall(r"--([\w-]+):([^;]+)", by_the_device(":root:not([data-theme=light])")))
    assert device.items() <= chosen.items()
    hued = dict(re.findall(r"--([\w-]+):([^;]+)", by_the_device(":root[data-hue]")))
    assert hued.items() <= tokens(3, "dark").items()


def test_for_and_against_stay_two_colours_whatever_the_hue():
    for hue, theme in product(HUES, ("light", "dark")):
        usual, known = tokens(0, theme), tokens(hue, theme)
        assert (known["for"], known["against"]) == (usual["for"], usual["against"])


def test_every_pair_in_the_sheet_is_measured():
    """Where one rule sets both, the pair is in the tables above."""
    pairs = set()
    for body in re.findall(r"\{([^{}]*)\}", SHEET):
        text = re.search(r"(?<![\w-])color:var\(--([\w-]+)\)", body)
        ground = re.search(r"background(?:-color)?:var\(--([\w-]+)\)", body)
        if text and ground and ground[1] != "c":  # a grade's own, measured as g1 to g6
            pairs.add((text[1], ground[1]))
    assert pairs - {(text, ground) for text, grounds in TEXT.items() for ground in grounds} == set()
