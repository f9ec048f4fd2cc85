"""A process that writes again and again, and takes its time: ``FILE HELD FREE``, in seconds.

Each time it adds one to ``turns`` of the table ``holding``, and says so before it commits. Knows
nothing of the house: an editor of databases on the same file would do as much.
"""

import sqlite3
import sys
import time

from tests.racing import say


def main(file: str, held: str, free: str) -> None:
    connection = sqlite3.connect(file, timeout=60, isolation_level=None)
    while True:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE holding SET turns = turns + 1")
        say("held")
        time.sleep(float(held))
        connection.execute("COMMIT")
        time.sleep(float(free))


if __name__ == "__main__":
    main(*sys.argv[1:])
