"""An alert comes in; « rien à signaler » is an answer too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from observatoire.alerts import emails
from observatoire.alerts.actions.refusal import Refused
from observatoire.alerts.actions.steps import note_step
from observatoire.alerts.models import Alert, AlertIndicator, Wave, WaveReply
from observatoire.alerts.privacy import refused, to_confirm
from observatoire.alerts.queries.register import current_wave
from observatoire.alerts.rules import institution_of
from observatoire.alerts.vocabulary import vocabulary
from observatoire.base.models import Territory
from observatoire.base.registry import Ref, registry
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.mail.actions import post_letter


@dataclass(frozen=True)
class Report:
    """What a partner fills in; three minutes."""

    form_key: UUID
    public: str
    difficulty: str
    territory: Territory | None
    since: date
    extent: str
    seen: str
    names_nobody: bool = False
    file: UploadedFile | None = None


@transaction.atomic
def report(*, by: User, given: Report) -> Alert:
    """Kept only if its words name nobody. The same form sent twice is one alert."""
    known = Alert.objects.filter(form_key=given.form_key).first()
    if known is not None:
        return known
    check_words(given.seen, is_confirmed=given.names_nobody)
    wave = current_wave()
    alert = Alert.objects.create(
        form_key=given.form_key,
        public=given.public,
        difficulty=given.difficulty,
        territory=given.territory,
        since=given.since,
        extent=given.extent,
        seen=given.seen.strip(),
        institution=institution_of(by),
        sender=by,
        wave=wave,
        file=given.file or "",
        file_title=given.file.name[:160] if given.file else "",
    )
    propose_indicators(alert)
    if wave is not None and alert.institution is not None:
        _note_reply(wave, by, said_nothing=False)
    note_step(alert, by, "signaler_alerte", "Alerte reçue")
    post_letter(to=by.email, letter=emails.received(alert))
    return alert


@transaction.atomic
def say_nothing(*, by: User, wave: Wave) -> WaveReply:
    """Nothing to report, for one's institution. An alert sent in the same wave wins over it."""
    if institution_of(by) is None:
        raise Refused(
            "Votre compte n’est rattaché à aucune institution\u00a0: écrire à la coordination."
        )
    return _note_reply(wave, by, said_nothing=True)


def check_words(text: str, *, is_confirmed: bool) -> None:
    """Refused, in words that say what to take away; a doubt asks to be read again."""
    if sure := refused(text):
        labels = ", ".join(dict.fromkeys(one.label for one in sure))
        raise Refused(
            f"Ce texte contient {labels}. Une alerte ne nomme personne\u00a0: le retirer, "
            "puis envoyer de nouveau. Rien n’a été gardé."
        )
    if not is_confirmed and (doubtful := to_confirm(text)):
        labels = ", ".join(dict.fromkeys(one.label for one in doubtful))
        raise Refused(
            f"Ce texte contient peut-être {labels}. Le récrire, ou cocher la case qui dit "
            "qu’il ne permet de reconnaître personne."
        )


def propose_indicators(alert: Alert) -> None:
    """Those that should move, as they stand today; one that the catalogue lost is left out."""
    for code in vocabulary().indicators.get(alert.difficulty, ()):
        ref = Ref("indicateur", code)
        if registry.resolve(ref) is not None:
            period = registry.latest_period(ref)
            AlertIndicator.objects.create(alert=alert, code=code, period=period)


def _note_reply(wave: Wave, by: User, *, said_nothing: bool) -> WaveReply:
    reply, is_new = WaveReply.objects.get_or_create(
        wave=wave,
        institution=institution_of(by),
        defaults={"said_nothing": said_nothing, "account": by},
    )
    if not is_new and reply.said_nothing and not said_nothing:
        reply.said_nothing = False
        reply.save(update_fields=["said_nothing"])
    ref = Ref("vague_alertes", str(wave.pk))
    write_audit(by=by, verb="repondre_vague", ref=ref, rien=said_nothing)
    return reply
