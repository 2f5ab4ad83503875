"""What citizens want to be told of: asked for by themselves, found by what a publication is about, told once a day (K12, K9b)."""
