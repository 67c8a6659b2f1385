"""What of the static files is collected for the web server."""

from django.contrib.staticfiles.apps import StaticFilesConfig

DSFR = "dsfr/dist/"


class SiteStaticFilesConfig(StaticFilesConfig):
    """DSFR ships each component again in files of its own: pages ask for the whole, in one file."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *(
            f"{DSFR}{folder}/*"
            for folder in ("analytics", "artwork", "component", "core", "dsfr")
            + ("layout", "legacy", "scheme", "utility")
        ),
        *(f"{DSFR}dsfr.{kind}.*" for kind in ("legacy", "main", "nomodule", "print")),
        "README.md",
    ]
