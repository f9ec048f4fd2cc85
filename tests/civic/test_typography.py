"""French as printers set it: what belongs together stays on one line."""

from datetime import UTC, datetime, timedelta

import pytest

from civic.core import words
from civic.core.clock import now
from civic.core.words import typeset


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Que financer avec 100 000 € ?", "Que financer avec 100\u00a0000\u00a0€\u00a0?"),
        (
            "Plus de 1 000 personnes : 12 345 678",
            "Plus de 1\u00a0000 personnes\u00a0: 12\u00a0345\u00a0678",
        ),
        ("Le 14 juillet, 12 3456 et 4 12", "Le 14 juillet, 12 3456 et 4 12"),
        ("« L'arbre »", "«\u00a0L’arbre\u00a0»"),
    ],
)
def test_signs_and_thousands_are_kept_together(typed, shown):
    assert typeset(typed) == shown


@pytest.mark.parametrize(
    ("language", "hour", "left"),
    [("en", "8\u00a0pm", "2\u00a0days left"), ("fr", "20\u00a0h", "encore 2\u00a0jours")],
)
def test_a_number_and_its_unit_stay_on_one_line(app, people, language, hour, left):
    evening = datetime(2030, 6, 3, 20, tzinfo=UTC)
    with app.app_context(), words.speaking(language, "UTC"):
        assert words.moment(evening).endswith(hour)
        assert words.remaining(now() + timedelta(days=2, minutes=5)) == left
