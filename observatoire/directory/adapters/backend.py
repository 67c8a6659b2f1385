"""Who is signed in, and what they may: two questions asked on every page, in two queries."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model


class AccountBackend(AuthenticationBackend):
    """Django's and allauth's rules; only how the rows are read is ours."""

    def get_user(self, user_id):
        """With the settings that the administration reads on each of its pages."""
        accounts = get_user_model().objects.select_related("wagtail_userprofile")
        user = accounts.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj, obj=None):
        """Rights given to the person and to their groups, in one query."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = self._rights_of(user_obj)
        return user_obj._perm_cache

    def _rights_of(self, user) -> set[str]:
        if user.is_superuser:
            return {*self.get_user_permissions(user), *self.get_group_permissions(user)}
        given = self._get_user_permissions(user).order_by()
        given = given.union(self._get_group_permissions(user).order_by())
        columns = ("content_type__app_label", "codename")
        return {f"{app}.{codename}" for app, codename in given.values_list(*columns)}
