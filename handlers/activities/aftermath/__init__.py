"""What was asked at an activity: who answers by when, and what is put right, shown to citizens until it is done."""
