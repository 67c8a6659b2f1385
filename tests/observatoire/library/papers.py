"""PDF files made for the tests, byte by byte: no library of ours writes them."""

from __future__ import annotations


def pdf(text: str, *, title: str = "", author: str = "", pages: int = 1) -> bytes:
    """A small file whose pages say `text`."""
    page = f"BT /F1 12 Tf 40 700 Td ({_escaped(text)}) Tj ET".encode("latin-1")
    kids = " ".join(f"{4 + 2 * rank} 0 R" for rank in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for rank in range(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * rank} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page))
    about = f"<< /Title ({_escaped(title)}) /Author ({_escaped(author)}) "
    objects.append(f"{about}/CreationDate (D:20240301) >>".encode("latin-1"))
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    size = len(objects) + 1
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    content += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (size, len(objects))
    return content + b"startxref\n%d\n%%%%EOF\n" % start


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
