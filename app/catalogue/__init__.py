"""What the service knows: the tables, the typed values, and the frozen catalogue that everything reads."""
