"""Breaking ties in the open: an order of the options, strongest first, fixed beforehand. Pure."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any


def order(
    question: Mapping[str, Any],
    *,
    seed: str | None,
    chair: Mapping[str, Any] | None,
) -> list[str] | None:
    """The tie order of a frozen question; None when nobody breaks its ties, or not yet.

    ``earlier``: as the options were put; of a motion, "against" first, since equal votes leave
    things as they are. ``lot``: ascending SHA-256 of seed, question and option, where the seed was
    committed to before the first ballot. ``chair``: the order the chair named after the count.
    """
    options = [option["id"] for option in question["options"]]
    procedure = question["tie"]["procedure"]
    if procedure == "earlier":
        return _as_put(options, is_motion=question["rule"] == "motion")
    if procedure == "lot" and seed is not None:
        return sorted(options, key=lambda option: lot(seed, question["id"], option))
    if procedure == "chair" and chair is not None:
        named: Sequence[str] = chair["order"]
        return [*named, *(option for option in options if option not in named)]
    return None


def lot(seed: str, question: str, option: str) -> str:
    return sha256(f"{seed}:{question}:{option}".encode("ascii")).hexdigest()


def _as_put(options: list[str], *, is_motion: bool) -> list[str]:
    return sorted(options, key=["against", "for", "abstain"].index) if is_motion else options
