"""Tests of what a credential is good for."""
