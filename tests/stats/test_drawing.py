import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.catalogue.model import Break, Theme
from stats.compute import grid_of
from stats.drawing import palette
from stats.drawing.choropleth import choropleth
from stats.drawing.classes import class_labels, fixed_classes, quantile_classes
from stats.drawing.line import abscissa, line
from stats.drawing.outlines import read_outlines
from stats.drawing.render import clean_svg, render_png, render_svg, warm_up
from stats.drawing.segments import segments
from stats.drawing.sparkline import sparkline
from stats.drawing.strip import strip
from stats.secrecy import protect
from stats.statuses import Mark, Status
from tests.stats.examples import POVERTY_2020, Names, indicator, observation, poverty

SVG = "{http://www.w3.org/2000/svg}"
FORBIDDEN = {"style", "class"}


def square(number, left):
    return {
        "type": "Polygon",
        "id": number,
        "properties": {"name": f"Carré {number}"},
        "arcs": [[left]],
    }


def ring(left):
    return [[left, 0], [10, 0], [0, 20], [-10, 0], [0, -20]]


TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [100, 100], "translate": [350000, 6700000]},
    "objects": {
        "territoires": {
            "type": "GeometryCollection",
            "geometries": [square(code, n) for n, code in enumerate([*POVERTY_2020, "99"])],
        }
    },
    "arcs": [ring(10 * n) for n in range(6)],
}


def series(*values, start=2015, **changes):
    return [
        observation("44", str(start + n), value, **changes)
        for n, value in enumerate(values)
        if value is not None
    ]


def grid(rows, described=None):
    described = described or indicator()
    return protect(grid_of(described, rows), described)


def sound(text):
    """The root of an SVG that may be written inside a page."""
    root = ET.fromstring(text)
    for element in root.iter():
        assert element.tag not in (f"{SVG}style", f"{SVG}script")
        assert set(element.attrib) & FORBIDDEN == set()
        assert [name for name in element.attrib if name.startswith("on")] == []
        assert [value for value in element.attrib.values() if "://" in value] == []
    return root


def test_palettes_go_from_light_to_dark_and_are_told_apart_in_grey():
    for theme in [None, *Theme]:
        for count in range(2, 8):
            greys = [palette.luminance(colour) for colour in palette.sequential(count, theme)]
            assert greys == sorted(greys, reverse=True)
            lightness = [116 * grey ** (1 / 3) - 16 for grey in greys]
            assert min(a - b for a, b in pairwise(lightness)) > 6


def test_accents_read_on_white():
    for theme in Theme:
        assert palette.contrast(palette.accent(theme).strong, "#ffffff") > 4.5
    assert len({palette.accent(theme) for theme in Theme}) == len(Theme)
    assert palette.text_on("#000091") == "#ffffff"
    assert palette.text_on("#e3e6f9") == palette.INK


def test_diverging_is_darkest_at_both_ends():
    greys = [palette.luminance(colour) for colour in palette.diverging(3, 3)]
    assert greys[:3] == sorted(greys[:3])
    assert greys[3:] == sorted(greys[3:], reverse=True)


@given(st.lists(st.integers(0, 30).map(lambda n: n / 10), min_size=1), st.integers(1, 7))
def test_classes_never_split_equal_values_nor_stay_empty(values, count):
    classes = quantile_classes(values, count, 1)
    filled = {classes.of(value) for value in values}
    assert filled == set(range(classes.count))
    assert classes.count <= count
    ordered = sorted(values)
    assert [classes.of(value) for value in ordered] == sorted(classes.of(v) for v in ordered)


def test_labels_say_what_the_classes_hold():
    values = [8.9, 10.0, 11.0, 11.1, 12.9]
    classes = fixed_classes(values, [5, 10, 12])
    assert classes.bounds == (10, 12)
    assert class_labels(indicator(), values, classes) == [
        "8,9\u00a0%",
        "10,0 à 11,1\u00a0%",
        "12,9\u00a0%",
    ]


def test_a_break_cuts_the_line():
    broken = indicator(breaks=(Break("2017", "Autre champ."),))
    values = series(1.0, 2.0, 3.0, 4.0)
    runs = [[one.period for one in run] for run in segments(broken, values)]
    assert runs == [["2015", "2016"], ["2017", "2018"]]
    marked = [*values[:2], *series(3.0, start=2017, marks=frozenset({Mark.BREAK}))]
    assert [len(run) for run in segments(indicator(), marked)] == [2, 1]


def test_a_sparkline_draws_one_stroke_between_breaks():
    broken = indicator(breaks=(Break("2018", "Autre champ."),))
    root = sound(sparkline(broken, series(1.0, 2.0, 3.0, 4.0, 5.0)))
    assert len(root.findall(f"{SVG}polyline")) == 2
    assert root.get("aria-hidden") == "true"
    assert sparkline(indicator(), series(1.0)) == ""


def test_a_sparkline_can_be_named_and_shows_the_provisional():
    rows = [*series(1.0, 2.0), *series(3.0, start=2017, marks=frozenset({Mark.PROVISIONAL}))]
    root = sound(sparkline(indicator(), rows, title="Pauvreté <44>"))
    assert (root.get("role"), root.get("aria-label")) == ("img", "Pauvreté <44>")
    assert root.find(f"{SVG}circle").get("fill") == "#ffffff"


def test_a_strip_has_a_dot_for_each_and_the_chosen_last():
    root = sound(strip(poverty(), "72", reference=10.5))
    dots = root.findall(f"{SVG}circle")
    assert len(dots) == 5
    assert (dots[-1].get("cx"), dots[-1].get("r"), dots[-1].get("fill")) == ("152", "6", "#000091")
    assert len(root.findall(f"{SVG}line")) == 2


def test_a_strip_shows_nothing_that_may_not_be_compared():
    rows = [observation("44", value=1.0, edition="a"), observation("85", value=2.0, edition="b")]
    assert strip(grid(rows), "44") == ""
    assert strip(grid([observation("44", value=1.0)]), "44") == ""
    hidden = [*series(9.0, start=2020), observation("85", status=Status.PRIMARY_SECRET)]
    assert strip(grid(hidden), "44") == ""


def lines_of(spec):
    return [layer for layer in spec["layer"] if layer["mark"].get("type") == "line"]


def test_a_line_is_strong_references_are_grey():
    rows = series(10.0, 10.1, 10.3) + [
        observation("R52", str(2015 + n), 10.5 + n / 10, level="region", label="Pays de la Loire")
        for n in range(3)
    ]
    spec = line(indicator(), grid(rows), "44", title="Titre")
    grey, strong = lines_of(spec)
    assert (strong["mark"]["color"], strong["mark"]["strokeWidth"]) == ("#000091", 3)
    assert grey["mark"]["color"] == palette.REFERENCE
    assert spec["description"].startswith("Le taux de pauvreté, Loire-Atlantique\u00a0: 10,3")
    names = [
        row["texte"] for layer in spec["layer"] for row in layer["data"]["values"] if "y_nom" in row
    ]
    assert names == ["Pays de la Loire  10,7\u00a0%", "Loire-Atlantique  10,3\u00a0%"]


def test_a_line_has_gaps_at_breaks_dashes_where_periods_miss_and_a_note():
    broken = indicator(breaks=(Break("2017", "Autre champ."),))
    rows = series(1.0, 2.0, 3.0, 4.0, None, 5.0)
    spec = line(broken, grid(rows, broken), "44")
    drawn = {}
    for layer in lines_of(spec):
        runs = drawn.setdefault(layer["mark"]["strokeDash"][0], {})
        for point in layer["data"]["values"]:
            runs.setdefault(point["trait"], []).append(point["x"])
    assert drawn == {1: {0: [2015, 2016], 1: [2017, 2018]}, 2: {0: [2018, 2020]}}
    notes = [
        row["texte"]
        for layer in spec["layer"]
        for row in layer["data"]["values"]
        if row.get("x") == 2016.5 and "texte" in row
    ]
    assert notes == ["Rupture de série"]


def test_a_provisional_point_is_hollow():
    rows = [*series(1.0, 2.0), *series(3.0, start=2017, marks=frozenset({Mark.PROVISIONAL}))]
    spec = line(indicator(), grid(rows), "44")
    (points,) = [layer for layer in spec["layer"] if layer["mark"]["type"] == "point"]
    hollow = {"test": "datum.provisoire", "value": "#ffffff"}
    assert points["encoding"]["fill"]["condition"][0] == hollow
    assert [row["provisoire"] for row in points["data"]["values"]] == [False, False, True]


def test_labels_of_a_line_never_overlap():
    rows = [
        observation(code, "2020", 10.0 + n / 100) for n, code in enumerate(POVERTY_2020)
    ] + series(1.0, start=2019)
    spec = line(indicator(), grid(rows), "44", height=300)
    low, high = spec["encoding"]["y"]["scale"]["domain"]
    places = sorted(
        row["y_nom"] for layer in spec["layer"] for row in layer["data"]["values"] if "y_nom" in row
    )
    gaps = [(b - a) / (high - low) * 300 for a, b in pairwise(places)]
    assert min(gaps) > 14.9
    assert places[-1] <= high


def test_what_is_called_stable_looks_stable():
    spec = line(indicator(), grid(series(10.0, 10.1)), "44")
    low, high = spec["encoding"]["y"]["scale"]["domain"]
    assert (low, high) == (9.0, 11.5)
    flat = sound(sparkline(indicator(), series(10.0, 10.1), height=32)).find(f"{SVG}polyline")
    heights = [float(pair.split(",")[1]) for pair in flat.get("points").split()]
    assert abs(heights[0] - heights[1]) < 1.5


def test_places_in_time():
    codes = ["2019", "2019-12-31", "2020-T1", "2020-T3", "2020-07", "2020-S2", "2021-2022"]
    assert [abscissa(code) for code in codes] == [2019, 2019, 2020, 2020.5, 2020.5, 2020.5, 2022]


def test_the_middle_of_an_outline():
    outlines = read_outlines(TOPOLOGY)
    assert [one.code for one in outlines] == ["44", "49", "53", "72", "85", "99"]
    assert np.allclose(outlines[1].middle, (351500, 6701000))


def rows_of(spec):
    return spec["layer"][0]["transform"][0]["from"]["data"]["values"]


def test_a_map_has_a_class_for_each_and_counts_what_is_not_seen():
    rows = [
        observation("44", value=10.0),
        observation("49", value=11.1),
        observation("53", status=Status.PRIMARY_SECRET),
    ]
    spec = choropleth(indicator(), grid(rows), TOPOLOGY, Names(), links={"44": "/44/"})
    assert {row["code"]: row["classe"] for row in rows_of(spec)} == {
        "44": "10,0\u00a0%",
        "49": "11,1\u00a0%",
        "53": "Secret statistique",
        "72": "Sans valeur connue ici",
        "85": "Sans valeur connue ici",
        "99": "Sans valeur connue ici",
    }
    assert [row.get("lien") for row in rows_of(spec)][:2] == ["/44/", None]
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    assert scale["domain"] == [
        "11,1\u00a0%",
        "10,0\u00a0%",
        "Secret statistique",
        "Sans valeur connue ici",
    ]
    assert spec["description"].endswith("1 territoire sous secret statistique.")
    assert spec["height"] == round(440 * 2000 / 6000)


def test_a_map_never_holds_a_hidden_number():
    rows = [observation("44", value=10.0), observation("53", status=Status.SECONDARY_SECRET)]
    text = json.dumps(choropleth(indicator(), grid(rows), TOPOLOGY, Names()))
    assert "NaN" not in text


def test_drawings_take_a_protected_grid_only():
    bare = grid_of(indicator(), [observation(value=1.0)])
    for draw in (
        lambda: strip(bare, "44"),
        lambda: line(indicator(), bare, "44"),
        lambda: choropleth(indicator(), bare, TOPOLOGY, Names()),
    ):
        with pytest.raises(ValueError, match="protect"):
            draw()


@pytest.fixture(scope="module")
def map_spec():
    return choropleth(
        indicator(),
        grid([*[observation(c, value=v) for c, v in POVERTY_2020.items() if c != "53"],
              observation("53", status=Status.PRIMARY_SECRET)]),
        TOPOLOGY,
        Names(),
        title="Le taux de pauvreté",
        links={"44": "/territoires/departement/44/"},
        chosen="44",
    )  # fmt: skip


def test_a_rendered_map_may_be_written_in_a_page(map_spec, tmp_path):
    warm_up()
    text = render_svg(map_spec, tmp_path)
    root = sound(text)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (title.text, description.text) == ("Le taux de pauvreté", map_spec["description"])
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    (link,) = root.iter(f"{SVG}a")
    assert link.get("href") == "/territoires/departement/44/"
    assert link.get("aria-label") == "Loire-Atlantique\u00a0: 10,0\u00a0%"
    assert root.get("role") == "group"
    (pattern,) = root.iter(f"{SVG}pattern")
    striped = [e for e in root.iter() if e.get("fill") == f"url(#{pattern.get('id')})"]
    assert len(striped) == 1
    (kept,) = tmp_path.iterdir()
    kept.write_text("gardé")
    assert render_svg(map_spec, tmp_path) == "gardé"


def test_a_rendered_line_is_an_image_in_french():
    root = sound(render_svg(line(indicator(), grid(series(10.0, 11.5)), "44")))
    assert root.get("role") == "img"
    texts = ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]
    assert "10,5\u00a0%" in texts
    fonts = {element.get("font-family") for element in root.iter(f"{SVG}text")}
    assert fonts == {"Marianne, Arial, sans-serif"}


def test_the_picture_is_also_a_png(map_spec, tmp_path):
    assert render_png(map_spec, tmp_path)[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(list(tmp_path.iterdir())) == 1


def test_styles_become_attributes_and_identifiers_are_the_picture_s_own():
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<style>a{}</style><defs><clipPath id="clip0"><rect/></clipPath></defs>'
        '<a xlink:href="https://vega.github.io/vega-datasets//x"><path style="cursor: pointer" '
        'class="c" clip-path="url(#clip0)" d="M0.123,1"/></a></svg>'
    )
    root = sound(clean_svg(text, "k", "", "Rien."))
    path = root.find(f".//{SVG}path")
    assert path.attrib == {"clip-path": "url(#dk-clip0)", "d": "M0.123,1", "cursor": "pointer"}
    assert root.find(f".//{SVG}clipPath").get("id") == "dk-clip0"
    assert root.find(f".//{SVG}a").get("href") == "/x"


def test_the_engine_of_pictures_is_loaded_only_to_draw():
    program = (
        "import sys, stats.drawing.choropleth, stats.drawing.render; "
        "print('vl_convert' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
