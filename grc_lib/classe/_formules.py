"""Écrire en clair les formules du cours, pour un terminal ou une page sans script."""

import re

_FORMULE = re.compile(r"\$\$(.+?)\$\$|\$(?!\s)([^$\n]+?)(?<!\s)\$", re.S)
_GROUPE = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_SIGNES = {
    r"\times": "×",
    r"\cdot": "·",
    r"\div": "÷",
    r"\leq": "≤",
    r"\geq": "≥",
    r"\le": "≤",
    r"\ge": "≥",
    r"\neq": "≠",
    r"\approx": "≈",
    r"\pm": "±",
    r"\sum": "∑",
    r"\infty": "∞",
    r"\alpha": "α",
    r"\beta": "β",
    r"\sigma": "σ",
    r"\Delta": "Δ",
    r"\rightarrow": "→",
    r"\to": "→",
    r"\dots": "…",
    r"\ldots": "…",
    r"\left": "",
    r"\right": "",
    r"\quad": " ",
}


def en_clair(texte: str) -> str:
    """Remplace chaque formule `$…$` d'un texte par la même, écrite en ligne.

    >>> en_clair(r"$\\text{taux} = \\frac{PV - PA}{PA} \\times 100\\,\\%$")
    'taux = (PV − PA) / PA × 100 %'
    """
    return _FORMULE.sub(lambda trouve: _lineaire(trouve[1] or trouve[2]), texte)


def _lineaire(formule: str) -> str:
    for _ in range(4):  # les fractions s'emboîtent rarement davantage
        formule = re.sub(r"\\(?:text|mathrm|mathbf|operatorname)" + _GROUPE, r"\1", formule)
        formule = re.sub(r"\\[dt]?frac" + _GROUPE + _GROUPE, _fraction, formule)
        formule = re.sub(r"\\sqrt" + _GROUPE, r"√(\1)", formule)
    for signe in sorted(_SIGNES, key=len, reverse=True):
        formule = re.sub(re.escape(signe) + r"(?![A-Za-z])", _SIGNES[signe], formule)
    formule = re.sub(r"\\[,;: !]", " ", formule).replace("-", "−").replace("\\", "")
    formule = re.sub(r"[{}]", "", formule.replace("_{", "_").replace("^{", "^"))
    return " ".join(formule.split())


def _fraction(trouve: re.Match[str]) -> str:
    return f"{_entoure(trouve[1])} / {_entoure(trouve[2])}"


def _entoure(membre: str) -> str:
    membre = membre.strip()
    return membre if re.fullmatch(r"[\w.,]*", membre) else f"({membre})"
