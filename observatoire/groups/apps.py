from datetime import timedelta

from django.apps import AppConfig

from observatoire.base.registry import Becoming, MenuEntry, registry


class GroupsConfig(AppConfig):
    name = "observatoire.groups"
    label = "groups"
    verbose_name = "Groupes"

    def ready(self):
        from observatoire.groups import feeds, search  # noqa: PLC0415 models must be loaded first
        from observatoire.groups.actions import minutes, reminders, themes  # noqa: PLC0415 same reason
        from observatoire.groups.queries import archives  # noqa: PLC0415 same reason

        registry.register_menu(
            "groupes", MenuEntry("Groupes", "/groupes/", order=70, section="participer")
        )
        registry.register_cards("reunions", feeds.cards)
        registry.register_todos("groupes", feeds.todos)
        registry.register_search("groupes", search.drafts)
        registry.register_resolver("reunion", feeds.resolve_meeting)
        registry.register_resolver("groupe", feeds.resolve_group)
        registry.register_resolver("theme_groupe", feeds.resolve_theme)
        registry.register_caller("groupe", feeds.callers)
        registry.register_becoming(
            "theme",
            Becoming(
                "Thème d’un groupe",
                feeds.may_give_theme,
                lambda owner: True,
                themes.theme_from_idea,
                feeds.groups_to_give,
            ),
        )
        registry.register_right_to_receive("groupe", feeds.may_receive)
        registry.register_archives("comptes-rendus", archives.rename_in_minutes)
        registry.register_job(
            "groupes.adoption", minutes.adopt_those_whose_window_closed, every=timedelta(hours=1)
        )
        registry.register_job("groupes.rappels", reminders.remind, every=timedelta(days=1))
