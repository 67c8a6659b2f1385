"""What editors compose a page with: few blocks, flat, one DSFR component each."""

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "superscript"]


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label="Image")
    caption = blocks.CharBlock(label="Légende", required=False)

    class Meta:
        icon = "image"
        label = "Image"
        template = "base/blocks/image.html"


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre", required=False)
    text = blocks.RichTextBlock(label="Texte", features=["bold", "italic", "link"])

    class Meta:
        icon = "info-circle"
        label = "Mise en avant"
        template = "base/blocks/callout.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="Citation")
    author = blocks.CharBlock(label="Qui parle (fonction)", required=False)

    class Meta:
        icon = "openquote"
        label = "Citation"
        template = "base/blocks/quote.html"


class AccordionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Question")
    text = blocks.RichTextBlock(label="Réponse", features=TEXT_FEATURES)

    class Meta:
        icon = "list-ul"
        label = "Question et réponse"
        template = "base/blocks/accordion.html"


class LinkBlock(blocks.StructBlock):
    label = blocks.CharBlock(label="Libellé")
    page = blocks.PageChooserBlock(label="Page", required=False)
    address = blocks.URLBlock(label="ou adresse", required=False)

    class Meta:
        icon = "link"
        label = "Bouton"
        template = "base/blocks/link.html"


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label="Document")
    description = blocks.CharBlock(label="Description", required=False)

    class Meta:
        icon = "doc-full"
        label = "Fichier à télécharger"
        template = "base/blocks/file.html"


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label="Titre du tableau")
    rows = blocks.TextBlock(
        label="Lignes",
        help_text="Une par ligne, les cellules séparées par « | ». La première est l’en-tête.",
    )
    source = blocks.CharBlock(label="Source", required=False)

    class Meta:
        icon = "table"
        label = "Tableau"
        template = "base/blocks/table.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        rows = [
            [cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in value["rows"].splitlines()
            if line.strip()
        ]
        context["header"], context["lines"] = (rows[0], rows[1:]) if rows else ([], [])
        return context


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(label="Titre", icon="title", template="base/blocks/heading.html")
    text = blocks.RichTextBlock(
        label="Texte", features=TEXT_FEATURES, template="base/blocks/text.html"
    )
    image = ImageBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    accordion = AccordionBlock()
    link = LinkBlock()
    file = FileBlock()
    table = TableBlock()

    class Meta:
        required = False


class BodyField(StreamField):
    """The body of every page.

    Its blocks are left out of the migrations, which a change of label would otherwise fill; the
    price is that a data migration sees raw JSON.
    """

    def __init__(self, *arguments, **options):
        super().__init__(*(arguments or (BodyBlock(),)), **options)

    def deconstruct(self):
        name, path, _, options = super().deconstruct()
        options.pop("block_lookup", None)
        return name, path, [], options
