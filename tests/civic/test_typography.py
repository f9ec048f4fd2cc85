"""French as printers set it: what belongs together stays on one line."""

import pytest

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
