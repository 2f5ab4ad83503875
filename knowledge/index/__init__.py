"""The search index on disk: generations, readers, terms and facets."""
