from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """What the edge knows of who pressed the button. `link_sent_to`: the mail address that the private link went to."""

    address: str = ""
    user_agent: str = ""
    link_sent_to: str = ""
