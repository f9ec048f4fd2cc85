"""One file of SQLite's for many tests, written anew for each: its connections stay open.

To copy a database, open it, learn its tables and close it again takes as long as a page does, and
as most tests have two kinds of connections, twice. So the content is put back under connections
that rest. Each of them looks at the head of the log's index before it reads, as it must where
other processes write: found empty, the index is made anew, and what the connection remembers of
the pages is dropped. The tables are the same as before, and it knows them.
"""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Pool

HEAD = 96
"""Bytes of the index (the file ``-shm``) that say whether anything was written."""


class House:
    def __init__(self, place: Path, content: bytes) -> None:
        place.write_bytes(content)
        self.address = f"sqlite:///{place}"
        self.pools: dict[str, Pool] = {}
        """Connections at rest, by what they are for."""
        self._content = content
        self._keeper = sqlite3.connect(place, isolation_level=None, timeout=0)
        for pragma in ("journal_mode=WAL", "synchronous=OFF", "user_version"):
            self._keeper.execute(f"PRAGMA {pragma}").fetchall()
        # Open for good: to close one would drop the locks that this process has on that file.
        self._file = os.open(place, os.O_RDWR)
        self._index = os.open(f"{place}-shm", os.O_RDWR)

    def put_back(self) -> bool:
        """As on its first day. False: somebody is in it still."""
        is_busy, *_ = self._keeper.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if is_busy:
            return False
        os.pwrite(self._file, self._content, 0)
        os.truncate(self._file, len(self._content))
        os.pwrite(self._index, bytes(HEAD), 0)
        return True

    def leave(self) -> None:
        for pool in self.pools.values():
            pool.dispose()
        self._keeper.close()
        os.close(self._file)
        os.close(self._index)


HOUSES: dict[str, House] = {}
"""Those of this process, by their addresses."""
