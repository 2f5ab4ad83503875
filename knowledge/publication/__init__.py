"""The way to the public: three reviews, proof-reading, filing, and the index that follows."""
