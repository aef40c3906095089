"""The JSON under /api/v1: one router file per resource, calling the same functions as the pages."""
