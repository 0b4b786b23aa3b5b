"""热线批量导入: what a platform exports becomes registered matters (R029, A22)."""
