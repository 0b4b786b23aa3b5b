"""Issuing a paper inside an action: number, frozen content, check code; it is drawn later."""
