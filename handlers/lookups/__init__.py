"""Codes that another door knows (capabilities O17): a gas cylinder's, a lift's; checked here, looked up there."""
