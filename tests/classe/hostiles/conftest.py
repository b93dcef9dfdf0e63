"""Ces copies attaquent qui les exécute : seul le banc, dans une enceinte, le fait."""

collect_ignore_glob = ["*"]
