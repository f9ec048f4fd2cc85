"""A question that fills several places with people speaks of candidates, not of options."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, pgettext

from voting.rules import all_rules


def stand(question: Mapping[str, Any]) -> bool:
    """Whether people stand for several places, or under a rule that is made for that. Lists and
    projects can win several, too."""
    rule = all_rules()[question["rule"]]
    several = (question["parameters"].get("seats") or 1) > 1
    shares_places = rule.seats and rule.form == "ranking"
    return rule.persons and (several or shares_places)


def worded(question: Mapping[str, Any] | None, sentence: str, **values: Any) -> str:
    """A sentence about the options of a question (None: one that is not written yet), in the
    reader's language. Catalogues, the English one too, hold what is said otherwise of people under
    the context "candidates"; what has no entry there is said alike of both."""
    said = pgettext("candidates", sentence) if question and stand(question) else sentence
    if said == sentence:
        said = gettext(sentence)
    return str(said % values if values else said)
