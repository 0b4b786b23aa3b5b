"""Payers of one matter come, withdraw a part, or leave it (五(一)、五(三))."""
