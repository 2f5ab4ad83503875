"""The embedding service as an extra signal, against a real HTTP server."""
