from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """What the edge knows of who pressed the button. `link_sent_to`: the mail address that the private link went to.

    `promises`: the numbers of the promises that were ticked, from 1. `version_id`: the text that was on the page;
    None where no page showed one (a promise on paper).
    """

    address: str = ""
    user_agent: str = ""
    link_sent_to: str = ""
    promises: tuple[int, ...] = ()
    version_id: int | None = None
    channel: str = "link"  # or "paper", "phone": recorded by an organizer
