"""Les copies telles que les élèves les ont rendues, et ce qui peut en être noté.

- `recevoir` range un zip Moodle ou un dossier dans `submitted/`, sans rien écraser ;
- `mettre_au_propre` en tire des copies que nbgrader ne peut pas refuser, et dit ce qu'il a changé.

Les phrases citent des noms choisis par les élèves, sans caractère de contrôle mais pas échappés :
une page HTML doit le faire.
"""

from grc_lib.classe.depots.trouver import Depot, mettre_au_propre
from grc_lib.classe.depots.zips import recevoir

__all__ = ["Depot", "mettre_au_propre", "recevoir"]
