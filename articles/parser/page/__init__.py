"""From the lines of a pasted page to whole articles."""
