"""The five kinds of page that editors compose; everything else is an ordinary view."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from observatoire.base.blocks import BodyField
from observatoire.base.registry import registry


class BasePage(Page):
    """What all pages share: an introduction, in the search and in the body of the page."""

    introduction = models.TextField("introduction", blank=True)
    body = BodyField(verbose_name="contenu", blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    show_in_menus_default = False

    class Meta:
        abstract = True


class HomePage(BasePage):
    """The first page: one sentence of ours, then what the features give."""

    introduction_heading = models.CharField("phrase d’accueil", max_length=200, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction_heading"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    template = "base/home.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = "page d’accueil"

    def get_context(self, request, *arguments, **options):
        context = super().get_context(request, *arguments, **options)
        panels = registry.panels_of("home", request=request)
        context["panels"] = panels
        context["styles"] = list(dict.fromkeys(file for one in panels for file in one.styles))
        context["scripts"] = list(dict.fromkeys(file for one in panels for file in one.scripts))
        return context


class SectionPage(BasePage):
    """A section lists the pages below it: its news first, the latest ahead of the others."""

    template = "base/section.html"
    parent_page_types = ["base.HomePage", "base.SectionPage"]

    class Meta:
        verbose_name = "rubrique"

    def get_context(self, request, *arguments, **options):
        context = super().get_context(request, *arguments, **options)
        below = list(self.get_children().live().public().specific().order_by("path"))
        news = [page for page in below if isinstance(page, NewsPage)]
        context["news"] = sorted(news, key=lambda page: page.date, reverse=True)
        context["children"] = [page for page in below if not isinstance(page, NewsPage)]
        return context


class StandardPage(BasePage):
    template = "base/page.html"  # Wagtail does not inherit it
    parent_page_types = ["base.HomePage", "base.SectionPage", "base.StandardPage"]

    class Meta:
        verbose_name = "page"


class NewsPage(BasePage):
    """A piece of news of the platform, dated."""

    date = models.DateField("date")

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    template = "base/news.html"
    parent_page_types = ["base.HomePage", "base.SectionPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "actualité"


class LegalPage(BasePage):
    """Mentions légales, accessibilité, données personnelles: linked from every footer."""

    template = "base/legal.html"
    parent_page_types = ["base.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "page légale"

    def get_context(self, request, *arguments, **options):
        context = super().get_context(request, *arguments, **options)
        context["credits"] = [line for give in registry.credits.values() for line in give()]
        return context
