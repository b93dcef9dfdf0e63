"""Ce que calculent les simulateurs, sans rien afficher : un fichier par simulateur."""
