"""Where a text comes from: proposals joined into one, and one split into several."""
