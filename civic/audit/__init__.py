"""The public record of acts: one row per fact that may be known for ever, never changed."""
