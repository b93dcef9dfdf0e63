"""L'atelier de l'élève : son dossier de travail, son JupyterLab, son SQL, ses vérifications."""
