"""Who may change what: some tables are read in the administration and never typed there."""

from wagtail.permission_policies import ModelPermissionPolicy


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Those who may see a table; nobody, were they to hold every right, changes it there."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)
