"""Réglages de nbgrader pour le cours : sources, publication, bornes françaises, collecte."""

from pathlib import Path

from nbgrader.preprocessors import ClearHiddenTests

from grc_lib.classe.retour.assainir import Assainir
from grc_lib.classe.retour.page import Notes, Retour

c = get_config()  # noqa: F821 (fourni par nbgrader)

c.CourseDirectory.root = str(Path(__file__).parent.resolve())
c.CourseDirectory.course_id = "gestion-de-clienteles"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.feedback_directory = "feedback"

c.IncludeHeaderFooter.header = ""

# Ce que l'enseignant écrit, ce que l'élève reçoit (« delimeter » est l'orthographe de nbgrader).
c.ClearSolutions.begin_solution_delimeter = "### DEBUT SOLUTION"
c.ClearSolutions.end_solution_delimeter = "### FIN SOLUTION"
c.ClearSolutions.code_stub = {
    "python": "# Votre réponse : à la place des points de suspension, ou sous cette ligne."
}
c.ClearSolutions.text_stub = "*Votre réponse ici (effacez cette ligne).*"
c.ClearHiddenTests.begin_test_delimeter = "### DEBUT TESTS CACHES"
c.ClearHiddenTests.end_test_delimeter = "### FIN TESTS CACHES"

# Une cellule de contrôle effacée est remise ; une cellule qui ne répond plus est arrêtée :
# dans les deux cas, le reste de la copie est noté.
c.OverwriteCells.add_missing_cells = True
c.OverwriteCells.missing_cell_notification = "Cellule « {cell_id} » effacée, remise.\n\n"
c.Execute.timeout = 60
c.Execute.error_on_timeout = {
    "ename": "TempsDepasse",
    "evalue": "",
    "traceback": ["Cette cellule n'a pas répondu à temps : cherchez une boucle sans fin."],
}

# La page de retour : rien d'actif, les notes du carnet, et pas de tests cachés pour l'an prochain.
c.GenerateFeedback.exporter_class = Retour
c.GenerateFeedback.preprocessors = [Assainir, Notes, ClearHiddenTests]

c.ZipCollectApp.collector_plugin = "grc_lib.classe.depots.collecte.CollecteCours"
