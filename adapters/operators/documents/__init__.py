"""Pages over documents: the catalogue, one document with its versions, editing, batches, and what is due."""
