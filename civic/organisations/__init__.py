"""Partner organisations: who they are, and who belongs to them in which role."""
