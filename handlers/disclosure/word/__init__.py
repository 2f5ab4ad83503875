"""Word files: written from lines and tables, templates of the office filled without being taken apart."""
