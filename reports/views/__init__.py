"""Pages of reports: papers to take, files to read, figures to look at."""
