"""Commands over the recognition of scans."""
