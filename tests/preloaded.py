"""Imported before processes are forked: see tests/processes.py."""

import gc

import alembic.command  # noqa: F401  (what the house itself leaves until it is asked for)

gc.freeze()  # what is there for good is not looked at again, so that forks share its memory
