"""The first texts of a new worker are rendered well, though several threads bring them at once."""

import subprocess
import sys

ARE_READY = """
import sys
from civic.core.markdown import _renderer as shared

rulers = (shared.core.ruler, shared.block.ruler, shared.inline.ruler, shared.inline.ruler2)
sys.exit(any(ruler.__cache__ is None for ruler in rulers))
"""


def test_the_renderer_that_threads_share_is_whole_before_the_first_of_them():
    """markdown-it puts its rules together at the first text, and a thread that comes meanwhile
    finds none of them ("none of the block rules matched")."""
    assert subprocess.run([sys.executable, "-c", ARE_READY]).returncode == 0
