"""Words are stemmed by one stemmer of each language, whatever the number of threads."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from civic.search import normal

WORDS = [f"{first}{last}" for first in "abcdefghijklmnop" for last in ("rations", "ing", "ically")]


@pytest.fixture
def hurried():
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_threads_do_not_spoil_each_other_s_words(hurried):
    texts = [" ".join(f"{word}{n}x {word}" for word in WORDS) for n in range(40)]
    normal._stem.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda text: normal.words(text, "english"), texts))
    normal._stem.cache_clear()
    assert together == [normal.words(text, "english") for text in texts]
