"""``civic serve`` and ``civic tick``."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
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
    where = configuration().base_url
    click.echo(f"Civic is at {where}, served on port {port} of {host}. Stop with Ctrl-C.")
    serve(host, port, workers, threads, tick)


def serve(host: str, port: int, workers: int, threads: int, tick: bool) -> None:
    ticker = Ticker() if tick else None
    try:
        run_gunicorn(_app, host, port, workers=workers, threads=threads, ticker=ticker)
    finally:
        if ticker:
            ticker.stop()


class Ticker:
    """The tick as a child of the server, started again if it ends.

    In a process group of its own: Ctrl-C reaches the server, which then ends its ticker. Where
    the server is killed, the ticker sees that and ends by itself.
    """

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        parent = str(os.getpid())
        command = [sys.executable, "-m", "civic", "tick", "--every", "5", "--beside", parent]
        self._process = subprocess.Popen(command, process_group=0)
        self._started = time.monotonic()

    def keep_going(self) -> None:
        if self._process.poll() is not None and time.monotonic() - self._started > 5:
            click.echo("The tick has ended; it is started again.", err=True)
            self._start()

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()


def refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(
                f"Port {port} cannot be used ({os.strerror(error.errno or 0)}). "
                f"Take another one: make demo PORT={port + 1}; or --port {port + 1} with "
                f"BASE_URL=http://localhost:{port + 1}, which links are made of"
            ) from None


def _app() -> object:
    from civic.app import create_app

    return create_app(configuration())


def run_gunicorn(
    load: Callable[[], object],
    host: str,
    port: int,
    *,
    workers: int,
    threads: int,
    ticker: Ticker | None = None,
) -> None:
    """``load`` makes the app, once in each worker."""
    from gunicorn.app.base import BaseApplication
    from gunicorn.arbiter import Arbiter

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in {
                "bind": f"{host}:{port}",
                "reuse_port": True,  # kept connections are dealt out; one worker would take all
                "workers": workers,
                "threads": threads,
                "worker_class": "gthread",
                "timeout": 60,
                "graceful_timeout": 20,
                "keepalive": 5,
                "limit_request_line": 8_190,
                "limit_request_fields": 60,
                "limit_request_field_size": 8_190,
                "forwarded_allow_ips": "",  # what PROXIES says is done in civic/core/headers.py
                "accesslog": None,  # who read what, and when, is nobody's business
                "loglevel": "warning",
            }.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            return load()

        def run(self) -> None:
            House(self).run()

    class House(Arbiter):  # type: ignore[misc]
        def manage_workers(self) -> None:
            """Called about every second."""
            super().manage_workers()
            if ticker:
                ticker.keep_going()

    Server().run()


@click.command("tick")
@click.option("--every", type=click.IntRange(1, 3600), help="Go on, with a look every N seconds.")
@click.option("--beside", type=int, hidden=True, help="End with this parent process.")
@click.option("--resume", is_flag=True, help="After a restore: close and mail by itself again.")
def tick_command(every: int | None, beside: int | None, resume: bool) -> None:
    """Do what has become due. Safe to run from many places: a lease lets one of them work.

    After `civic restore` it rests, so that a copy on another machine mails nobody and closes
    nothing a second time. --resume ends the rest.
    """
    from civic.notifications import ticking

    stopped = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with house() as app:
        if resume:
            rested = ticking.resume()
            click.echo("The tick works again." if rested else "The tick was not resting.")
        while True:
            ticking.run_due(app)
            if every is None and ticking.rests_since():
                raise Stop("The tick rests since a restore. To let it work: civic tick --resume")
            for _ in range(every or 0):
                if stopped or (beside and os.getppid() != beside):
                    return
                time.sleep(1)
            if every is None or stopped:
                return
