"""The site map: what the menu leads to, the pages of the editors, the addresses worth keeping."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Branch:
    label: str
    address: str
    children: list[Branch] = field(default_factory=list)


def tree_of(pages) -> list[Branch]:
    """Pages in the order of the tree, made into branches; one whose parent is hidden goes up."""
    roots: list[Branch] = []
    above: list[tuple[int, Branch]] = []
    for page in pages:
        branch = Branch(page.title, page.get_url() or page.url_path)
        while above and above[-1][0] >= page.depth:
            above.pop()
        (above[-1][1].children if above else roots).append(branch)
        above.append((page.depth, branch))
    return roots


def menu_of(entries) -> list[Branch]:
    return [Branch(entry.label, entry.address, menu_of(entry.children)) for entry in entries]
