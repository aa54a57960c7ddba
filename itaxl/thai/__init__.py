"""Thai text and dates as people write them; knows nothing of the ITA."""
