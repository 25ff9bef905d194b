"""What an editor does to a draft: correct, mend the page, hand in, publish, undo."""

from .release import publish_bulletin, return_bulletin, submit_bulletin, withdraw_bulletin

__all__ = ["publish_bulletin", "return_bulletin", "submit_bulletin", "withdraw_bulletin"]
