"""What a change of the evidence does to what is published."""
