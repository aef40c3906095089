"""The pages: one router file per room. Each reads the request, calls one function of a room, and renders."""
