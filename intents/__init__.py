"""What citizens mean: text normal form, patterns, classifier and slots behind the engine's Recognizer."""
