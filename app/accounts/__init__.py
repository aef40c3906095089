"""People, their passwords, signed-in sessions and API tokens, and how often somebody may try.

What they do to the catalogue is no business of this room. Whatever has a clock in it takes the moment as a value.
"""
