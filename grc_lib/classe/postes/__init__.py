"""Les processus où tournent les copies : une souche préchauffée, dupliquée et confinée."""
