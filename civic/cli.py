"""The command line: a dispatcher whose imports are inside its commands."""


def main() -> None:
    raise SystemExit("not yet")
