"""Messaging Landscape: a curated catalogue of messaging and event products, compared and advised upon."""
