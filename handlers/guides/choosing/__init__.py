"""Lists of matters by how they are done, what eases them, for whom and for which time of life (B8, P8a, P9, G6, B5a)."""
