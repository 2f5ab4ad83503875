"""One reader a source format, each giving drafts or a refusal that names what and where."""
