"""``civic serve`` and ``civic tick``."""

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

import click

from civic.cli import Stop
from civic.cli.house import configuration, house


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
@click.option("--tick/--no-tick", default=True, help="Leave the tick to another machine.")
def serve_command(host: str, port: int, workers: int, threads: int, tick: bool) -> None:
    """Serve the web pages. Ctrl-C, or SIGTERM, lets running requests finish."""
    refuse_taken(host, port)
    with house():
        pass  # a sentence now rather than a traceback in every worker
    serve(host, port, workers, threads, tick)


def serve(host: str, port: int, workers: int, threads: int, tick: bool) -> None:
    ticker = _ticker() if tick else None
    try:
        _run_gunicorn(host, port, workers, threads)
    finally:
        if ticker:
            ticker.terminate()
            ticker.wait(timeout=20)


def _ticker() -> subprocess.Popen[bytes]:
    """In a process group of its own: Ctrl-C reaches the server, which then ends its ticker."""
    command = [sys.executable, "-m", "civic", "tick", "--every", "15"]
    return subprocess.Popen(command, process_group=0)


def refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(
                f"Port {port} cannot be used ({os.strerror(error.errno or 0)}). "
                f"Take another one: --port {port + 1}, or make demo PORT={port + 1}"
            ) from None


def _run_gunicorn(host: str, port: int, workers: int, threads: int) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in {
                "bind": f"{host}:{port}",
                "workers": workers,
                "threads": threads,
                "worker_class": "gthread",
                "timeout": 60,
                "graceful_timeout": 20,
                "keepalive": 5,
                "limit_request_line": 8_190,
                "limit_request_fields": 60,
                "accesslog": None,  # who read what, and when, is nobody's business
                "loglevel": "warning",
            }.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            from civic.app import create_app

            return create_app(configuration())

    Server().run()


@click.command("tick")
@click.option("--every", type=click.IntRange(1, 3600), help="Go on, with a look every N seconds.")
def tick_command(every: int | None) -> None:
    """Do what has become due. Safe to run from many places: a lease lets one of them work."""
    from civic.notifications.ticking import run_due

    stopped = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with house() as app:
        while True:
            run_due(app)
            if every is None or stopped:
                return
            for _ in range(every):
                if stopped or os.getppid() == 1:
                    return
                time.sleep(1)
