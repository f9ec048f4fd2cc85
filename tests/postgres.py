"""A throwaway PostgreSQL server from the system's binaries, for one run of the tests."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

ROOM = 2 * 1024**3  # bytes
STARTS_WITHIN = 30.0  # seconds
# It ends with whoever started it, however that ends: the guard waits for its input to close, then
# asks for a "fast" shutdown, which waits for no client.
GUARD = """exec 3<&0
"$@" </dev/null 3<&- &
read -r _ <&3
kill -INT $!
wait $!"""
ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
}
SETTINGS = ALWAYS | {
    # It is thrown away: nothing has to survive the machine, all has to survive a client.
    "max_wal_size": "256MB",
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


@dataclass
class Server:
    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://civic@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


def binaries() -> Path:
    """The folder with initdb and postgres of the newest version here."""
    found = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda folder: float(folder.parent.name))
    on_path = shutil.which("initdb")
    if on_path is None:
        raise RuntimeError("PostgreSQL's initdb is not here: type `make test`, which installs it.")
    return Path(on_path).resolve().parent


def start(*, durable: bool = False) -> Server:
    """``durable``: on disk, with the settings that PostgreSQL comes with."""
    where = None if durable else in_memory()
    folder = Path(tempfile.mkdtemp(prefix="civic-postgres-", dir=where))
    user = _somebody_but_root()
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data, log = folder / "data", folder / "log"
    how = ["-U", "civic", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(
        [binaries() / "initdb", "-D", data, *how],
        user=user,
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    port = _free_port()
    settings = ALWAYS if durable else SETTINGS
    options = [part for item in settings.items() for part in ("-c", "=".join(item))]
    command = [binaries() / "postgres", "-D", data, "-p", str(port), *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["sh", "-c", GUARD, "guard", *command],
            stdin=subprocess.PIPE,
            user=user,
            cwd=folder,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C ends the tests, and they end the server
        )
    server = Server(folder, port, process)
    _wait_for(server, log)
    return server


def _wait_for(server: Server, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            psycopg.connect(
                host="127.0.0.1", port=server.port, user="civic", dbname="postgres"
            ).close()
        except psycopg.OperationalError:
            if server.process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            said = log.read_text()
            server.stop()
            raise RuntimeError(f"PostgreSQL did not start:\n{said}") from None
        return


def in_memory() -> Path | None:
    """Where files live in memory, with room enough. A database a test is a lot of them: twenty
    milliseconds there, up to 600 on a disk."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free >= ROOM else None


def _somebody_but_root() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
