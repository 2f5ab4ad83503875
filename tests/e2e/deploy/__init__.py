"""The page of the installation, run on a machine of its own."""
