"""The community itself: its name, its words, its look, and what is open to whom."""
