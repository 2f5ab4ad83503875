"""Who applies: the kinds of applicant, their papers, and who acts for them."""
