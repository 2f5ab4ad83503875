"""Which class a complaint belongs to: the tree, what is read of a text, how the model learns, and how well it does."""
