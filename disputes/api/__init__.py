"""Disputes for programs: list, draft, read, change while a draft (interface §3)."""
