"""管理: the pages of the three administrators."""
