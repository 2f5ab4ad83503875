"""Disclosure on request (依申请公开): from the first word of an application to its answer."""
