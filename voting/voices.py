"""What people wrote beside their choice. After a secret vote, words are kept apart from ballots:
in the order of the alphabet, without weight, without name. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from voting.ballots import all_forms

MOST_HEARD = 500
"""Of each option of a question."""


class Voices:
    """Cuts words off the ballots of a secret round, and hears them. Of an open round nothing is
    cut: the words stand beside the names."""

    def __init__(self, frozen: Mapping[str, Any]) -> None:
        secret = frozen["disclosure"] == "secret"
        forms = {question["id"]: all_forms()[question["form"]] for question in frozen["questions"]}
        self._cuts = {name: form.cut for name, form in forms.items() if secret and form.cut}
        self._heard: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

    def kept(self, question: str, choice: Any) -> Any:
        """The choice as it is counted and published."""
        cut = self._cuts.get(question)
        if cut is None or choice is None:
            return choice
        bare, words = cut(choice)
        for option, text in words.items():
            self._heard[question][option].append(text)
        return bare

    def heard(self) -> dict[str, dict[str, Any]]:
        """Question -> option -> ``count`` of all that was written, and the ``texts``."""
        return {
            question: {
                option: {"count": len(texts), "texts": sorted(texts)[:MOST_HEARD]}
                for option, texts in options.items()
            }
            for question, options in self._heard.items()
        }
