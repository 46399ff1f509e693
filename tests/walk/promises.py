"""Steps 1 to 4: a convening is open, a team registers, its leaders promise, and who has not answered is reminded."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.harness.pages import follow
from tests.walk.cast import ANOTHER, CONVENING, DECLINING, NAME, REASON, WALKED, Played, PlayedTeam
from tests.walk.mailbox import follow_mail, mails, open_mail, wait_for_mail
from tests.walk.stage import Stage
from tests.walk.visitor import Visitor

OPEN_OFFICES = """
from registration.models import Team
from agreements.models import Party
from mail.models import BadAddress
teams = Team.objects.filter(convening__slug="cincinnati", state="committing")
asked = Party.objects.filter(agreement__in=teams.values("agreement"), answer__state="invited", answer__at__lt="{due}")
for party in asked.exclude(signatory__email__in=BadAddress.objects.values("address")):  # no mail goes to those
    print(party.signatory.email)
"""
LAST_DAY_IN = 5  # days, of which the demonstration's rule knows
REMINDED = "still waits for your answer"
ASKED = "asks for your promise"


def one_the_organizer_opens(stage: Stage) -> None:
    """She looks around, postpones another convening and opens it again, and sets a last day that makes teams late."""
    june = stage.june()
    june.look("02-convenings")
    june.follow(NAME)
    june.look("03-overview-before")
    look_at_the_reminders(june)
    june.follow("Settings", exact=True)
    bring_the_last_day_near(stage)
    june.look("04-settings")
    postpone_and_reopen(june)


def postpone_and_reopen(june: Visitor) -> None:
    june.go(f"/organize/{ANOTHER}/settings/")
    june.follow("Postpone", exact=True)
    follow(june.page.get_by_role("button", name="Postpone"))
    june.reads("Please say why, in a line")
    june.fill("Why", "The lake froze over the landing. We look for days in April.")
    june.look("05-postpone")
    follow(june.page.get_by_role("button", name="Postpone"))
    june.reads("Done. The mail is on its way.")
    june.go(f"/c/{ANOTHER}/")
    june.reads("The lake froze over the landing.")
    june.look("06-postponed")
    june.go(f"/organize/{ANOTHER}/settings/")
    june.follow("Open it again")
    follow(june.page.get_by_role("button", name="Open it again"))
    june.reads("Close registration")


def look_at_the_reminders(june: Visitor) -> None:
    """The rules in words; a slip is told and changes nothing; and no quiet hours, for the walk may come at night."""
    june.follow("Mail", exact=True)
    june.follow("Reminders", exact=True)
    june.look("03-reminders")
    june.follow("Rules and quiet hours")
    rules = june.page.get_by_role("listitem").filter(has_text="A promise is open")
    follow(rules.get_by_role("link", name="Change"))
    june.fill("Days", "soon")
    june.follow("Save the rule")
    june.reads("Write whole numbers of days")
    june.follow("Reminder rules")
    june.fill("No reminder goes out from", "00:00")
    june.fill("Until", "00:00")
    june.follow("Save", exact=True)
    june.look("03-reminder-rules")


def bring_the_last_day_near(stage: Stage) -> None:
    """A reminder, five days before it, is due since nine this morning, or, before nine, since yesterday's."""
    june, here = stage.june(), datetime.now(ZoneInfo("America/New_York"))
    due = here.replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=0 if here.hour >= 9 else 1)
    last = due.date() + timedelta(days=LAST_DAY_IN)
    june.fill("Last promise due", f"{last.isoformat()}T23:59")
    june.follow("Save the settings")
    june.reads("The settings are saved.")
    stage.seen["open"] = stage.site.python(OPEN_OFFICES.format(due=due.isoformat())).split()  # asked since: not late
    assert len(stage.seen["open"]) >= 4


def two_a_team_registers(stage: Stage) -> None:
    """On the public site, by its coordinator; the link in the mail opens the team's page, which invites the leaders."""
    zoe = stage.visitor("zoe")
    zoe.go("/")
    zoe.look("10-front")
    zoe.follow(NAME)
    zoe.look("11-convening")
    zoe.follow("Register a team")
    zoe.look("12-register")
    register(zoe, WALKED, slip=True)
    zoe.look("14-registered")
    open_mail(zoe, WALKED.coordinator.email, f"Welcome, {WALKED.name}: what comes next")
    zoe.look("15-mail")
    follow_mail(zoe, "Open the team's page")
    zoe.reads(WALKED.leaders["Superintendent"].name)
    zoe.look("16-portal-draft")
    zoe.follow("Invite the leaders")
    zoe.reads("The leaders have been invited.")
    zoe.look("17-portal-committing")
    ida = stage.visitor("ida")
    ida.go(f"/c/{CONVENING}/register/")
    register(ida, DECLINING)
    open_mail(ida, DECLINING.coordinator.email, "what comes next")
    follow_mail(ida, "Open the team's page")
    ida.follow("Invite the leaders")


def register(visitor: Visitor, team: PlayedTeam, *, slip: bool = False) -> None:
    page = visitor.page
    page.get_by_role("radio", name="District team").check()
    visitor.fill("Name of the team", team.name)
    visitor.fill("Town or county", team.place)
    visitor.choose("State", team.us_state)
    for office, leader in team.leaders.items():
        fill_person(visitor, page.get_by_role("group", name=office), leader)
    for number, member in enumerate(team.members, start=1):
        fill_person(visitor, page.get_by_role("group", name=f"Member {number}"), member)
    visitor.fill("Your name", team.coordinator.name)
    visitor.fill("Your mail address", "nobody at all" if slip else team.coordinator.email)
    page.get_by_role("radio", name="Union").check()
    if slip:
        page.get_by_role("button", name="Register the team").last.click()
        mend(visitor, team)
    else:
        follow(page.get_by_role("button", name="Register the team").last)
    visitor.reads("Look in your mail.")


def mend(visitor: Visitor, team: PlayedTeam) -> None:
    """The browser itself may stop what is no address; without its help the site says so, and keeps what was typed."""
    visitor.page.locator("form#form").evaluate("form => { form.noValidate = true }")
    follow(visitor.page.get_by_role("button", name="Register the team").last)
    visitor.page.locator("[aria-invalid=true]").first.wait_for()
    assert visitor.page.get_by_label("Name of the team").input_value() == team.name
    visitor.look("13-register-slip")
    visitor.fill("Your mail address", team.coordinator.email)
    follow(visitor.page.get_by_role("button", name="Register the team").last)


def fill_person(visitor: Visitor, group: Any, person: Played) -> None:
    visitor.fill("Name", person.name, within=group)
    visitor.fill("Mail address", person.email, within=group)


def three_the_leaders_promise(stage: Stage) -> None:
    """Each on a phone. A look changes nothing, an empty name is told, the ring fills, and the last one closes it."""
    june = stage.june()
    june.go(f"/organize/{CONVENING}/teams/")
    june.look("20-teams")
    june.follow(WALKED.name)
    stage.seen["team"] = june.page.url
    for number, (office, leader) in enumerate(WALKED.leaders.items(), start=1):
        promise(stage, number, office, leader)
    zoe = stage.visitor("zoe")
    zoe.page.reload()
    for leader in WALKED.leaders.values():
        zoe.reads(leader.name)
    zoe.reads("your place is confirmed")
    zoe.look("26-portal-complete")
    wait_for_mail(zoe, WALKED.coordinator.email, f"{WALKED.name} comes to {NAME}")
    zoe.page.go_back()
    june.go(stage.seen["team"])
    june.reads("3 of 3 are in.")
    june.look("27-team-backstage")
    one_declines(stage)


def tick_all(phone: Visitor) -> None:
    """Each promise by its own box."""
    for box in phone.page.locator("fieldset.ticks input[type=checkbox]").all():
        box.check()


def promise(stage: Stage, number: int, office: str, leader: Played) -> None:
    phone, june = stage.visitor(leader.email, phone=True), stage.june()
    open_mail(phone, leader.email, f"{WALKED.name} {ASKED}")
    if number == 1:
        phone.look("21-mail-invited")
    follow_mail(phone, "Read and answer")
    phone.reads(f"Will {WALKED.name} come to Cincinnati?")
    phone.page.reload()
    june.go(stage.seen["team"])  # two looks later nothing is signed
    june.reads(f"{number - 1} of 3 are in.")
    assert phone.page.get_by_text(" of 3").count() == 0, "A leader who has not promised sees a count."
    if number == 1:
        phone.look("22-answer")
    tick_what_is_read(phone)
    if number == 1:
        phone.fill("Sign with your full name", "")
        tick_all(phone)
        phone.page.locator("form.answer").evaluate("form => { form.noValidate = true }")
        phone.follow("Promise", exact=True)
        phone.reads("Please type your full name; it is your signature.")
        phone.look("23-answer-empty")
    phone.fill("Sign with your full name", leader.name)
    tick_all(phone)
    phone.follow("Promise", exact=True)
    phone.reads("Thank you.")
    words = {1: "One of three is in.", 2: "Two of three are in.", 3: "All three are in."}
    phone.reads(words[number])
    shown = [other.name for other in WALKED.leaders.values() if phone.page.get_by_text(other.name).count()]
    assert len(shown) == (3 if number == 3 else 1), f"{office} sees {shown}"
    phone.look(f"24-promised-{number}")


def tick_what_is_read(phone: Visitor) -> None:
    """Each promise of the statement, where the page asks for a tick."""
    for box in phone.page.get_by_role("main").get_by_role("checkbox").all():
        box.check()


def one_declines(stage: Stage) -> None:
    """With a reason, which organizers read and the team's page does not tell."""
    leader, ida = DECLINING.leaders["Superintendent"], stage.visitor("ida")
    phone = stage.visitor(leader.email, phone=True)
    open_mail(phone, leader.email, ASKED)
    follow_mail(phone, "Read and answer")
    phone.follow("Decline", exact=True)
    phone.fill("Why", REASON)
    phone.look("28-decline")
    phone.follow("Decline", exact=True)
    phone.reads("You declined.")
    phone.look("29-declined")
    ida.page.reload()
    ida.reads(DECLINING.name)
    told = ida.page.get_by_role("main").inner_text()
    assert REASON not in told
    assert "declined" not in told.lower()
    june = stage.june()
    june.go(f"/organize/{CONVENING}/teams/")
    june.follow(DECLINING.name)
    june.reads(REASON)


def four_reminders_go_once(stage: Stage) -> None:
    """Beat reminded while the leaders promised; the worker is killed, and nobody is reminded again."""
    june = stage.june()
    for address in stage.seen["open"]:
        wait_for_mail(june, address, REMINDED)
    open_mail(june, stage.seen["open"][0], REMINDED)
    june.look("30-mail-reminder")
    assert "Task convenings.remind" in stage.site.said
    stage.worker().kill()
    stage.wait_until_said("The worker was ended by signal 9. Starting it again.", within=120)
    june.go(f"/organize/{CONVENING}/mail/")
    june.look("31-outbox")


def four_once_more(stage: Stage) -> None:
    """Beat had the new worker look once more, which found nothing to do: each open office still has one reminder."""
    june = stage.june()
    stage.wait_until_said("Starting it again.", r"Task convenings\.remind\[\S+\] succeeded in \S+: 0", within=300)
    counted = {address: mails(june, address, REMINDED).count() for address in stage.seen["open"]}
    assert set(counted.values()) == {1}, counted
    assert mails(june, "@", REMINDED).count() == len(counted)
