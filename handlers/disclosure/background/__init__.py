"""What helps to judge a case and is no part of it: what was said in chat, earlier cases, how much one applicant asks for."""
