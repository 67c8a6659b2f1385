"""Mail that comes back: what it says, and whether it is to be believed."""

from observatoire.mail.bounces.kinds import Kind, kind_of
from observatoire.mail.bounces.reading import Bounce, read_return

__all__ = ["Bounce", "Kind", "kind_of", "read_return"]
