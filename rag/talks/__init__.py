"""What one has asked and was answered: kept for the asker alone, and what one sends of it to custodians."""
