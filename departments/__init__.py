"""三、四(二)、六(一): units, officers and posts, delegation, the duty matrix, routing."""
