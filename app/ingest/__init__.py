"""Files to tables and back: the shapes of `data/`, the rules they must meet, loading and exporting."""
