"""What a person does who has forgotten their password, or never had one."""

from __future__ import annotations

from demo.browser import Browser, Unexpected
from demo.world import World, address_in


def set_by_mail(world: World, person: Browser, email: str, password: str) -> None:
    """Asks for the link at the sign-in page, follows it from the mail, sets a password and signs in with it."""
    ask = person.get("/masuk").follow(r"^/masuk/lupa$").form(r"/masuk/lupa$")
    ask.fill("email", email).submit().must_say("Bila alamat itu terdaftar")
    mail = world.mail(email, "/masuk/sandi/")
    link = address_in(mail, r"/masuk/sandi/[\w-]+")
    person.get(link).form(r"/masuk/sandi/").fill("sandi", password).submit().must_say("Kata sandi tersimpan")
    person.sign_in(email, password)
    if person.get(link).status != 410:
        raise Unexpected("the link for the password still works after it was used")
