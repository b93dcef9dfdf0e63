"""La page que l'élève reçoit, et ce qu'on ôte d'une copie avant de la montrer."""
