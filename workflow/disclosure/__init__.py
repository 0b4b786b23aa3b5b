"""信息提供（发布）: nothing leaves the mechanism without its approval (六(三))."""
