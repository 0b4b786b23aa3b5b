"""What reports keep: the copies of papers as they were drawn once."""

from reports.models.copy import Copy, RenderedPaper

__all__ = ["Copy", "RenderedPaper"]
