"""What every page and every program meets: components, form fields, paging, JSON, lists."""
