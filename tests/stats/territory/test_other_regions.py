"""The region is a parameter: Bretagne on the mainland, La Réunion overseas."""

import numpy as np
import pytest
import shapely

from tests.stats.territory.conftest import build
from tests.stats.territory.drawn import document, polygons


@pytest.mark.parametrize(
    ("region", "communes", "departements", "projection"),
    [
        ("53", 1202, {"22": 344, "29": 277, "35": 332, "56": 249}, "Lambert-93 (EPSG:2154)"),
        ("04", 24, {"974": 24}, "UTM 40 sud (EPSG:2975)"),
    ],
)
def test_another_region_is_built_the_same_way(tmp_path, region, communes, departements, projection):
    built = build(tmp_path, region=region, national=False)
    counts = built.report["effectifs_region"]
    assert (counts["communes"], counts["communes_par_departement"]) == (communes, departements)
    path = built.territories.contour_path("commune", region)
    cover = np.array(list(polygons(path).values()))
    assert (len(cover), document(path)["projection"]) == (communes, f"Mètres, {projection}")
    assert shapely.coverage_is_valid(cover)
