"""How well pictures of pages are read: pages with known text, drawn, tilted, stained and compressed by this program itself."""
