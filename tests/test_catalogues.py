"""Every language whole: what the code says is what the catalogues hold."""

import re

import pytest
from babel.messages.catalog import Catalog

from tests.tools import catalogues

LANGUAGES = catalogues.languages()
TRANSLATED = [language for language in LANGUAGES if language != catalogues.WRITTEN_IN]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


@pytest.fixture(scope="module")
def extracted() -> set[object]:
    return named(catalogues.extracted())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_what_the_code_says(extracted, language):
    held = named(catalogues.committed(language))
    assert held - extracted == set(), "no longer said: run make catalogues"
    assert extracted - held == set(), "not in the catalogue: run make catalogues"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language):
    assert catalogues.untranslated(catalogues.committed(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_to_be_reviewed(language):
    catalogue = catalogues.committed(language)
    assert not catalogue.fuzzy, "a fuzzy header keeps the whole catalogue from being compiled"
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_names_the_same_things(language):
    for message in catalogues.sentences(catalogues.committed(language)):
        expected = placeholders(forms(message.id)[-1])
        for sentence in forms(message.string):
            # "One reply" may leave its number out: whatever is named must exist, though.
            if message.pluralizable:
                assert placeholders(sentence) <= expected, message.id
            else:
                assert placeholders(sentence) == expected, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_is_well_formed(language):
    checked = catalogues.committed(language).check()
    assert {str(message.id): errors for message, errors in checked if errors} == {}


def test_spaces_before_french_punctuation_are_added_when_shown():
    french = catalogues.sentences(catalogues.committed("fr"))
    assert [m.id for m in french if re.search("[\u00a0\u202f]", "".join(forms(m.string)))] == []


def named(catalogue: Catalog) -> set[object]:
    return {(message.context, message.id) for message in catalogues.sentences(catalogue)}


def forms(sentence: str | tuple[str, ...]) -> tuple[str, ...]:
    """One, or singular and plural."""
    return (sentence,) if isinstance(sentence, str) else tuple(sentence)


def placeholders(sentence: str) -> set[str]:
    return {old or new for old, new in PLACEHOLDER.findall(sentence)}
