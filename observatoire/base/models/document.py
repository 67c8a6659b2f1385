from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument

from observatoire.base.models.uploads import keywords, uploader


class Document(AbstractDocument):
    """A file laid down by an editor; ours from the first day, so that it may grow."""

    uploaded_by_user = uploader("base_documents")
    tags = keywords("base_documents")

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"
