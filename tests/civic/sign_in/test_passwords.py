"""Which passwords are taken: long ones that nobody guesses, whatever they are made of."""

import unicodedata

import pytest

from civic.sign_in import passwords

WHO = ("Ada Lovelace", "ada.l@analytical.example", "Mill Street")


@pytest.mark.parametrize(
    "password",
    [
        "un petit chat gris dort", "correct horse battery staple",
        "Ada watches the river at night", "été à la mer, très loin",
        "密码是一个很长很长的句子没有人知道它",
        "x" * 10 + "7Qz!kLw9#mN", "une phrase pour la demo", "monkey dragon shadow lantern",
        "e" * 3 + "  spaces   are   words  too  " * 2,
    ],
)  # fmt: skip
def test_taken(password):
    assert passwords.weakness(password, context=WHO) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("fourteen signs", "too_short"),
        ("a" * 257, "too_long"),
        ("passwordpassword", "too_common"),
        ("Passw0rd Passw0rd!", "too_common"),
        ("qwertyuiop123456789", "too_common"),
        ("1q2w3e4r5t6y7u8i9o0p", "too_common"),
        ("manchesterunited", "too_common"),
        ("motdepasse-azerty-2026", "too_common"),
        ("abcabcabcabcabcabc", "too_common"),
        ("12345678901234567", "too_common"),
        ("Ada Lovelace 2026", "too_common"),
        ("lovelace.analytical", "too_common"),
        ("Mill Street 123456", "too_common"),
        ("iloveyou sunshine 99", "too_common"),
    ],
)
def test_refused(password, why):
    assert passwords.weakness(password, context=WHO) == why


def test_no_composition_is_asked_for():
    assert passwords.weakness("only small letters in here") is None


def test_one_spelling_for_what_looks_the_same():
    composed = unicodedata.normalize("NFC", "été à l’école buissonnière")
    taken_apart = unicodedata.normalize("NFD", composed)
    assert composed != taken_apart
    assert passwords.matches(taken_apart, passwords.store(composed))


def test_spaces_count_and_are_kept():
    stored = passwords.store("  two  spaces  here  ")
    assert not passwords.matches("two spaces here", stored)


def test_somebody_without_a_password_has_none():
    assert not passwords.matches("anything at all, really", None)
    assert not passwords.matches("anything at all, really", "no hash")


@pytest.mark.parametrize("password", ["a" * 256, "ab" * 128, "password" * 32, "1" * 256])
def test_the_longest_is_judged_in_no_time(password, benchmark_clock):
    with benchmark_clock(0.05):
        passwords.weakness(password, context=WHO)
