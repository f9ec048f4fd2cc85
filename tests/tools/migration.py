"""Begin the next migration, with what models and tables differ in: `make migration WHAT="…"`.

A draft: what Alembic sees of a difference is not always what was meant, and triggers, full-text
tables and data are written by hand, for both databases.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from civic import migrations
from civic.core.db import new_engine


def main(words: str) -> None:
    config = migrations.alembic_config()
    number = f"{int(migrations.newest()) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        engine = new_engine(f"sqlite:///{Path(folder) / 'tables.sqlite'}")
        migrations.upgrade(engine)
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message=words, rev_id=number, autogenerate=True)
        engine.dispose()
    [drafted] = Path(migrations.__path__[0]).glob(f"versions/{number}_*.py")
    for tidy in (["check", "-q", "--fix"], ["format", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, str(drafted)], check=True)


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or sys.exit('Say what changes: make migration WHAT="…"'))
