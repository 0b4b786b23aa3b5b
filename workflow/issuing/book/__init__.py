"""The book of papers: every number that was given, and how anybody asks whether one is genuine."""
