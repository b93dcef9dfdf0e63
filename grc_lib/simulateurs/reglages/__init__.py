"""Ce que l'on règle et ce que l'on voit : les curseurs et les figures de chaque simulateur."""
