"""Tests of adapters.rights."""
