"""What other archives harvest of ours: public notices, and those that no longer are."""

from django.db import models


class PublicRecord(models.Model):
    """Outlives its notice: what was once given to others is said to be deleted, not forgotten."""

    notice_id = models.UUIDField(primary_key=True, editable=False)
    stamp = models.DateTimeField(db_index=True)
    is_deleted = models.BooleanField(default=False)

    class Meta:
        verbose_name = "notice moissonnable"
        verbose_name_plural = "notices moissonnables"
        ordering = ["stamp", "notice_id"]
        default_permissions = ()

    def __str__(self):
        return str(self.notice_id)
