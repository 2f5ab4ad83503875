"""催办, 督办, yellow and red cards: when the program gives one by rule, what a person orders, what the head takes back."""
