"""Tests of the events that take several matters."""
