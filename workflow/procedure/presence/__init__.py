"""Who is there to act, and who stands in where nobody is (方案三)."""
