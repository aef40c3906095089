"""Pages for those who keep the catalogue: signing in, one's own account, people."""
