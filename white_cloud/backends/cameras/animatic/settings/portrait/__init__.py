"""The portrait: one head and shoulders, almost a silhouette."""
