"""A process that does what the clock does for mail, over and over: ``DATA URL MAIL``.

Asks for no lease, which makes it harder than life: what it does must be safe by itself.
"""

import sys
from pathlib import Path

from civic.app import create_app
from civic.config import Config
from civic.notifications import making, sending


def main(data: str, url: str, mail_url: str) -> None:
    config = Config.for_tests(
        Path(data), database_url=url, mail_url=mail_url, mail_per_hour=100_000
    )
    app = create_app(config)
    with app.app_context():
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            making.run()
            sending.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
