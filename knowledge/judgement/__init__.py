"""Whether words of a document answer a question: what is asked compared with what is said, and how sure that is."""
