"""What takes two people: asked for by one administrator, confirmed by another."""
