"""Files that hold several papers: gazettes and collections, each paper a document of its own."""
