"""Hurts a cluster in the lab and holds what must always be true of it."""
