"""What people of the town write: words of which some are far more common than others."""

from civic.search.normal import normal

SYLLABLES = [
    "ba",
    "co",
    "de",
    "fi",
    "gu",
    "la",
    "me",
    "no",
    "pi",
    "ro",
    "sa",
    "te",
    "vi",
    "za",
    "lou",
    "mar",
    "tran",
    "quer",
]


POOL = 4_096
"""Different texts; a word of the commonest stands in nearly each, one of the rarest in few."""


def word(n: int) -> str:
    """One of 5,832."""
    size = len(SYLLABLES)
    return SYLLABLES[n % size] + SYLLABLES[n // size % size] + SYLLABLES[n // size**2 % size]


def sentence(n: int, words: int) -> str:
    """Common words are far more common than rare ones."""
    picked = [(n * 48_271 + k * 69_621) % 2_147_483_647 % 76 for k in range(words)]
    return " ".join(word(place * (1 + n * (k + 3) % (1 + place))) for k, place in enumerate(picked))


TEXTS = [sentence(n, 14 + n % 20).capitalize() + "." for n in range(POOL)]


NORMAL = [normal(one, "en") for one in TEXTS]


def title(n: int) -> str:
    return f"{TEXTS[n * 7 % POOL][:60].rsplit(' ', 1)[0]} {n}"


def body(n: int, sentences: int = 1) -> str:
    return "\n\n".join(TEXTS[(n + k * 101) % POOL] for k in range(sentences))
