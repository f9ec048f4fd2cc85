"""What came of a decision: who promised what by when, tracked in the open until it is kept."""
