"""Two languages, whole: what the code says is what the catalogues hold."""

import re

import pytest
from babel.messages.catalog import Message

from tests.tools import catalogues

FRENCH = catalogues.committed("fr")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


@pytest.fixture(scope="module")
def extracted() -> set[object]:
    return {message.id for message in catalogues.sentences(catalogues.extracted())}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_catalogue_holds_what_the_code_says(extracted, language):
    held = {message.id for message in catalogues.sentences(catalogues.committed(language))}
    assert held - extracted == set(), "no longer said: run make catalogues"
    assert extracted - held == set(), "not in the catalogue: run make catalogues"


def test_every_sentence_has_its_french():
    assert catalogues.untranslated(FRENCH) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_is_left_to_be_reviewed(language):
    catalogue = catalogues.committed(language)
    assert not catalogue.fuzzy, "a fuzzy header keeps the whole catalogue from being compiled"
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_the_french_names_the_same_things():
    for message in catalogues.sentences(FRENCH):
        expected = placeholders(english(message)[-1])
        for sentence in french(message):
            # "One reply" may leave its number out: whatever is named must exist, though.
            if message.pluralizable:
                assert placeholders(sentence) <= expected, message.id
            else:
                assert placeholders(sentence) == expected, message.id


def test_the_french_is_well_formed():
    wrong = {str(message.id): errors for message, errors in FRENCH.check() if errors}
    assert wrong == {}


def test_spaces_before_punctuation_are_added_when_shown():
    typed = [
        m.id for m in catalogues.sentences(FRENCH) if re.search("[\u00a0\u202f]", str(m.string))
    ]
    assert typed == []


def english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def french(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def placeholders(sentence: str) -> set[str]:
    return {old or new for old, new in PLACEHOLDER.findall(sentence)}
