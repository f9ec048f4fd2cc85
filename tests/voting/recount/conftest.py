"""The script as a citizen runs it: alone, in an empty folder, on one file."""

import subprocess
import sys

import pytest

from tests.voting.bundles import a_question, ballots_of, canonical
from tests.voting.recount.alone import HALF, SCRIPT, majority, true_bundle


@pytest.fixture
def run(tmp_path):
    """Run the script on a bundle; what it said and how it left."""

    def run(bundle, *arguments, language="C"):
        data = bundle if isinstance(bundle, bytes) else canonical(bundle).encode()
        (tmp_path / "bundle.json").write_bytes(data)
        return subprocess.run(
            [sys.executable, "-I", "-S", SCRIPT, "bundle.json", *arguments],
            cwd=tmp_path,
            env={"LANG": language},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    return run


@pytest.fixture(scope="session")
def assembly():
    return true_bundle(
        a_question(
            "motion", majority=majority(HALF, "present"), quorum={"share": HALF, "of": "roll"}
        ),
        a_question("approval", id="q2", tie="chair"),
        ballots={
            "q1": ballots_of("4×for 2×against"),
            "q2": ballots_of("2×a+b 3×c+ 1×a+b"),
        },
        chair={"q2": ["c", "b", "a"]},
        roll=8,
    )
