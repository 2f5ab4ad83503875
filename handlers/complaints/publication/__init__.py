"""What leaves the office for everybody: answered cases offered for publication, and the open data; no person in either."""
