"""What comes in: who may pass, the front desk, and what a dead process left in hand."""
