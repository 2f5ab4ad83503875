"""Tests of pictures drawn on the server."""
