"""What the answers amount to: checks, consolidation, analysis."""
