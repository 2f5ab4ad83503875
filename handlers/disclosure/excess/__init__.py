"""Many requests of one applicant: what staff are shown, which steps the law leaves, and what may be charged (arts. 35, 42)."""
