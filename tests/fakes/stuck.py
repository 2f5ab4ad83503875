"""A program that never answers, and needs no port to do so."""

import time

if __name__ == "__main__":
    time.sleep(60)
