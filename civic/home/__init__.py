"""The first page: what waits for me, what was decided, what became of what I did."""
