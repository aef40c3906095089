"""What pages and the JSON API share at the door: who comes in, what is turned away, and sessions that write."""
