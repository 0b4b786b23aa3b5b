"""三、四(二)、六(一): departments, officers and posts, delegation, the duty matrix and routing, towns."""
