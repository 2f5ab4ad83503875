"""The activities themselves: made, published, changed, closed and called off at the desk, and as citizens see them."""
