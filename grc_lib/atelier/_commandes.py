"""La ligne de commande en français : l'aide, les fautes de frappe, une phrase par erreur."""

import sys
from difflib import get_close_matches
from typing import Any

from rich.console import Console
from typer import Abort, rich_utils
from typer.core import TyperCommand, TyperGroup

from grc_lib.erreurs import ErreurGrc

rich_utils.OPTIONS_PANEL_TITLE = "Options"
rich_utils.ARGUMENTS_PANEL_TITLE = "Arguments"
rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
rich_utils.DEFAULT_STRING = "[par défaut : {}]"
rich_utils.RANGE_STRING = ""


class _AideFrancaise:
    """Le texte de l'option d'aide."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help, option.metavar = "Affiche cette aide.", " "
        return option


class CommandeFrancaise(_AideFrancaise, TyperCommand):
    """Une commande dont l'aide est en français, sans noms de types Python."""

    def __init__(self, *args: Any, **attributs: Any) -> None:
        super().__init__(*args, **attributs)
        for parametre in self.params:
            if parametre.param_type_name == "argument":
                setattr(parametre, "display_type_rich", lambda ctx: "")  # noqa: B010


class GroupeFrancais(_AideFrancaise, TyperGroup):
    """Le groupe des commandes : toute erreur attendue y devient une phrase."""

    def __init__(self, **attributs: Any) -> None:
        super().__init__(**attributs)
        self.subcommand_metavar = "COMMANDE [ARGUMENTS]…"

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            proches = get_close_matches(args[0], self.commands, n=1)
            conseil = (
                f"vouliez-vous écrire « grc {proches[0]} » ?" if proches else "voir « grc --aide »."
            )
            raise ErreurGrc(f"La commande « {args[0]} » n'existe pas : {conseil}")
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:
        autonome = extra.get("standalone_mode", True)
        extra["standalone_mode"] = False
        try:
            code = super().main(*args, **extra)
        except ErreurGrc as erreur:
            code = _dire(str(erreur), 1)
        except Abort:
            code = _dire("Commande abandonnée.", 1)
        except Exception as erreur:
            if not hasattr(erreur, "format_message"):
                raise
            code = _dire(_erreur_de_frappe(erreur), 2)
        if autonome:
            sys.exit(code or 0)
        return code


def _erreur_de_frappe(erreur: Any) -> str:
    """Les refus de la ligne de commande (option inconnue, argument manquant…), en français."""
    contexte = getattr(erreur, "ctx", None)
    aide = f"Voir « {contexte.command_path if contexte else 'grc'} --aide »."
    parametre = getattr(erreur, "param", None)
    nom = parametre.opts[0] if parametre and parametre.opts[0].startswith("-") else None
    nom = nom or (getattr(parametre, "metavar", None) or getattr(parametre, "name", None))
    match type(erreur).__name__:
        case "NoSuchOption":
            return f"L'option « {erreur.option_name} » n'existe pas. {aide}"
        case "MissingParameter":
            return f"Il manque « {nom} ». {aide}"
        case "BadParameter":
            return f"La valeur donnée à « {nom} » ne convient pas. {aide}"
        case "BadOptionUsage":
            return f"L'option « {erreur.option_name} » attend une valeur. {aide}"
        case "NoArgsIsHelpError":
            return ""
    return f"Cette commande est mal écrite. {aide}"


def _dire(phrase: str, code: int) -> int:
    if phrase:
        Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(phrase)
    return code
