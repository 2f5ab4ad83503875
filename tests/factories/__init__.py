"""Values for tests that would only hide the point if they stood in each of them."""
