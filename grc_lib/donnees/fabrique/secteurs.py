"""Les cinq secteurs commerciaux, leurs régions, et les fonctions de ceux qui y vendent."""

DIRECTEUR, INGENIEUR = "directeur de clientèle", "ingénieur commercial"
TELECOMMERCIALE, TERRAIN = "télécommerciale", "commercial terrain"

REGIONS = {
    "11": "Île-de-France",
    "24": "Centre-Val de Loire",
    "27": "Bourgogne-Franche-Comté",
    "28": "Normandie",
    "32": "Hauts-de-France",
    "44": "Grand Est",
    "52": "Pays de la Loire",
    "53": "Bretagne",
    "75": "Nouvelle-Aquitaine",
    "76": "Occitanie",
    "84": "Auvergne-Rhône-Alpes",
    "93": "Provence-Alpes-Côte d'Azur",
    "94": "Corse",
}
# Nom du secteur, codes de ses régions, part de la population (pour mille).
SECTEURS = (
    ("Île-de-France et Centre", ("11", "24"), 228),
    ("Nord-Ouest", ("32", "28", "53", "52"), 247),
    ("Est", ("44", "27"), 129),
    ("Sud-Ouest", ("75", "76"), 184),
    ("Sud-Est", ("84", "93", "94"), 212),
)
SECTEUR_DE_LA_REGION = {
    region: rang for rang, (_, codes, _) in enumerate(SECTEURS, 1) for region in codes
}
