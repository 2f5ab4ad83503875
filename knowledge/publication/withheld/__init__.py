"""The register of what is not made public, and the steps that lead there and back."""
