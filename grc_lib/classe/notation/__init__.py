"""Noter les copies d'un TD : ce que fait `grc noter`."""
