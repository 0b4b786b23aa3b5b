"""Whom a decision is told, and who is told anew."""
