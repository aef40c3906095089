"""The desk in the browser: forms for everything that can be edited, what is due, undo and merge."""
