"""What is assessed, and what was answered: plain records, no file is opened here."""
