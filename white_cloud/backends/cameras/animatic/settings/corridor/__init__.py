"""The corridor: a workers' dormitory, its doors and what stands before them."""
