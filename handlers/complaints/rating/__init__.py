"""How an applicant says whether a complaint was solved."""
