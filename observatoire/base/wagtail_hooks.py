"""The territories in the administration; files and pages that are another's do not exist."""

from django.http import Http404
from wagtail import hooks
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from observatoire.base.french import normalise
from observatoire.base.models import Territory
from observatoire.base.rules import ReadOnlyPolicy, may_read_files

register_permission_policy(Territory, ReadOnlyPolicy(Territory))


class TerritoryIndex(generic.IndexView):
    def search_queryset(self, queryset):
        """A name without its accents, or the beginning of a code."""
        if not self.is_searching:
            return queryset
        by_name = queryset.filter(searched_name__contains=normalise(self.search_query))
        return by_name | queryset.filter(code__istartswith=self.search_query.strip())


class TerritoryViewSet(ModelViewSet):
    model = Territory
    name = "territoires"
    icon = "globe"
    menu_label = "Territoires"
    menu_order = 600
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = TerritoryIndex
    search_fields = ["searched_name", "code"]
    list_display = ["name", "level", "code", "population", "start", "end"]
    list_filter = ["level", "in_region"]
    form_fields = ["name"]
    ordering = ["searched_name", "level", "code", "start"]


@hooks.register("register_admin_viewset")
def register_territories():
    return TerritoryViewSet()


@hooks.register("before_serve_document", order=-10)
def hide_files_of_others(document, request):
    """Before Wagtail's own check, which would say that there is something to sign in for."""
    if not may_read_files(document.collection, request, allows_password=True):
        raise Http404


@hooks.register("before_serve_page", order=-10)
def hide_pages_of_others(page, request, arguments, options):
    """A visitor signs in; someone signed in who still may not read it finds nothing there."""
    if not request.user.is_authenticated:
        return
    for restriction in page.get_view_restrictions():
        asks_password = restriction.restriction_type == "password"
        if not asks_password and not restriction.accept_request(request):
            raise Http404
