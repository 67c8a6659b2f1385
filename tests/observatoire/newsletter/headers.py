"""Forty sets of headers, put together from the lines that filters really write.

What is asked of each stands beside it: where it was put, then H1 to H8 (+ proved, - excluded,
? unknown).
"""

from __future__ import annotations

AR = "Authentication-Results: "
FOREFRONT = (
    "X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:FR;LANG:fr;SCL:{};SRV:{};IPV:{};SFV:{};"
)
FOREFRONT += (
    "H:relais.plateforme.example;PTR:relais.plateforme.example;CAT:{};SFS:(13230040);DIR:INB;"
)
HOP = "Received: from {} by {} with ESMTPS id 4XyZ; Tue, 17 Mar 2026 {} +0100"
DELIVERY = "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;dest:{};ENG:(750129);{}"
SAID = "smtp.mailfrom={0}; dkim={1} header.d={0}; dmarc={2} header.from=plateforme.example"
OURS, ESP = "plateforme.example", "em4712.envois.example"
LINES = {
    "de": "From: La lettre <lettre@plateforme.example>",
    "libre": "From: La lettre <lettre.plateforme@gmail.com>",
    "rp": "Return-Path: <rebonds+4f2a@plateforme.example>",
    "rp_esp": f"Return-Path: <bounces+112-9c=agent=service.example@{ESP}>",
    "rc": HOP.format("relais.plateforme.example", "mx.service.example", "09:00:05")
    + "\n" + HOP.format("site.plateforme.example", "relais.plateforme.example", "09:00:02"),
    "lent": HOP.format("relais.plateforme.example", "mx.service.example", "11:20:05")
    + "\n" + HOP.format("site.plateforme.example", "relais.plateforme.example", "09:00:02"),
    "ar": AR + "mx.service.example; spf=pass " + SAID.format(OURS, "pass", "pass (p=NONE)"),
    "ar_ko": AR + "mx.service.example; spf=softfail " + SAID.format(ESP, "fail (body hash)", "fail"),
    "ms": AR + "spf=pass (sender IP is 192.0.2.1) " + SAID.format(OURS, "pass", "pass action=none")
    + ";compauth=pass reason=100",
    "ms_ko": AR + "spf=fail (sender IP is 192.0.2.1) " + SAID.format(OURS, "none", "fail action=none")
    + ";compauth=fail reason=000",
    "ms_001": AR + "spf=none " + SAID.format(OURS, "none", "none action=none")
    + ";compauth=fail reason=001",
    "ms_best": AR + "spf=pass " + SAID.format(OURS, "none", "bestguesspass action=none")
    + ";compauth=pass reason=109",
    "ms_esp": AR + "spf=pass " + SAID.format(ESP, "pass", "pass action=none")
    + ";compauth=pass reason=100",
    "ms_arc": AR + "spf=fail " + SAID.format(OURS, "pass", "pass action=none")
    + ";compauth=pass reason=130",
    "f_in": FOREFRONT.format(1, "", "NLI", "NSPM", "NONE"),
    "f_spm": FOREFRONT.format(5, "", "NLI", "SPM", "SPM"),
    "f_hspm": FOREFRONT.format(9, "", "NLI", "SPM", "HSPM"),
    "f_bulk": FOREFRONT.format(6, "BULK", "NLI", "SPM", "BULK"),
    "f_skb": FOREFRONT.format(6, "", "NLI", "SKB", "NONE"),
    "f_sks": FOREFRONT.format(6, "", "NLI", "SKS", "NONE"),
    "f_blk": FOREFRONT.format(6, "", "NLI", "BLK", "NONE"),
    "f_sfe": FOREFRONT.format(-1, "", "NLI", "SFE", "NONE"),
    "f_ska": FOREFRONT.format(-1, "", "NLI", "SKA", "NONE"),
    "f_cal": FOREFRONT.format(-1, "", "CAL", "SKN", "NONE"),
    "f_phsh": FOREFRONT.format(8, "", "NLI", "SPM", "PHSH"),
    "f_spoof": FOREFRONT.format(5, "", "NLI", "SPM", "SPOOF"),
    "scl": "X-MS-Exchange-Organization-SCL: 6",
    "bcl0": "X-Microsoft-Antispam: BCL:0;ARA:13230040|82310400;",
    "bcl7": "X-Microsoft-Antispam: BCL:7;ARA:13230040|82310400;",
    "d_j": DELIVERY.format("J", "RF:JunkEmail;OFR:SpamFilterAuthJ;"),
    "d_i": DELIVERY.format("I", "OFR:None;"),
    "d_c": DELIVERY.format("C", "OFR:CustomRules;"),
    "sa": "X-Spam-Status: No, score=-0.1 required=5.0\n\ttests=[DKIM_VALID=-0.1,HTML_MESSAGE=0.001]"
    "\n\tautolearn=ham version=4.0.1",
    "sa_img": "X-Spam-Status: Yes, score=7.5 required=5.0 tests=EMPTY_MESSAGE,HTML_IMAGE_ONLY_04,\n"
    "\tHTML_SHORT_LINK_IMG_1 autolearn=no version=4.0.1",
    "sa_diff": "X-Spam-Status: Yes, score=7.4 required=5.0 tests=HTML_MESSAGE,MPART_ALT_DIFF",
    "sa_rbl": "X-Spam-Status: Yes, score=6.1 required=5.0 tests=HTML_MESSAGE,RCVD_IN_SBL,URIBL_GREY",
    "flag": "X-Spam-Flag: YES",
    "r_ok": "X-Spamd-Result: default: False [-2.10 / 15.00];\n\tR_SPF_ALLOW(-0.20)[+ip4:192.0.2.1];"
    "\n\tDMARC_POLICY_ALLOW(-0.50)[plateforme.example,none]",
    "r_ko": "X-Spamd-Result: default: True [16.30 / 15.00];\n\tR_PARTS_DIFFER(0.50)[98%];"
    "\n\tRBL_SPAMHAUS_CSS(2.00)[192.0.2.1:from]",
    "r_act": "X-Rspamd-Action: add header",
    "mj": "X-Mailjet-Campaign: lettre-12\nFeedback-ID: 1.2.3:MJ",
    "brevo": "X-Mailin-EID: MjU2fmFnZW50QHNlcnZpY2UuZXhhbXBsZQ",
    "sg": "X-SG-EID: u001.Zm9v",
    "vade": "X-VR-SPAMSTATE: OK\nX-VR-SPAMSCORE: 0",
    "iron": "X-IronPort-Anti-Spam-Filtered: true\nX-IPAS-Result: A0AbCd",
    "proof": "X-Proofpoint-Spam-Details: rule=inbound_notspam policy=inbound score=0",
    "mib": "X-Mailinblack-Status: waiting",
    "arc": "ARC-Seal: i=1; a=rsa-sha256; t=1773734405; cv=none; d=service.example; s=arc",
    "dsn571": "Diagnostic-Code: smtp; 550 5.7.1 message refused by local policy",
    "dsn511": "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
}  # fmt: skip
# name | lines | place | H1…H8
SETS = """
Postfix, tout passe                     | de rp rc ar               |               | -?---??-
Microsoft, boîte de réception           | de rp rc ms f_in bcl0     | reception     | -?---?--
Microsoft, dossier indésirable          | de rp rc ms f_spm bcl0 d_j| indesirables  | -?---?--
Microsoft, remis en boîte               | de rp rc ms f_in bcl0 d_i | reception     | -?---?--
Microsoft, indésirable très probable    | de rp rc ms f_hspm bcl0   | indesirables  | -?---?--
Microsoft, envoi en nombre              | de rp rc ms f_bulk bcl7   | indesirables  | -?---?+-
Microsoft, plaintes seules              | de rp rc ms f_in bcl7     | reception     | -?---?+-
Microsoft, règle de l’institution       | de rp rc ms f_skb bcl0    | indesirables  | -?---?--
Microsoft, règle de transport           | de rp rc ms f_sks bcl0    | indesirables  | -?---?--
Microsoft, bloqué par le lecteur        | de rp rc ms f_blk bcl0    | indesirables  | -?---?--
Microsoft, permis par le lecteur        | de rp rc ms f_sfe         | reception     | -?---??-
Microsoft, permis par l’institution     | de rp rc ms f_ska         | reception     | -?---??-
Microsoft, adresse IP permise           | de rp rc ms f_cal         | reception     | -?---?--
Microsoft, hameçonnage                  | de rp rc ms f_phsh        | indesirables  | -?---??-
Microsoft, authentification en échec    | de rp rc ms_ko f_spoof    | indesirables  | -?-+-??-
Microsoft, domaine sans enregistrement  | de rp rc ms_001 f_spm     | indesirables  | -?-+-??-
Microsoft, DMARC deviné                 | de rp rc ms_best f_in     | reception     | -?-+-??-
Microsoft, ARC l’emporte                | de rp rc ms_arc arc f_in  | reception     | -?---??-
Microsoft, enveloppe du prestataire     | de rp_esp rc ms_esp f_spm | indesirables  | +?---??-
Microsoft, enveloppe lue au contrôle    | de rc ms_esp f_in         | reception     | +?---??-
Microsoft, règle du lecteur             | de rp rc ms f_in d_c      | reception     | -?---??-
Exchange, note seule                    | de rp rc scl              | indesirables  | -?-?-??-
SpamAssassin, accepté                   | de rp rc ar sa            | reception     | -?------
SpamAssassin, image seule               | de rp rc ar sa_img        | indesirables  | -?---+--
SpamAssassin, texte qui diffère         | de rp rc ar sa_diff       | indesirables  | -?---+--
SpamAssassin, relais sur liste noire    | de rp rc ar sa_rbl        | indesirables  | -?----+-
Drapeau seul                            | de rp rc flag             | indesirables  | -?-?-??-
rspamd, accepté                         | de rp rc ar r_ok          | reception     | -?------
rspamd, refusé                          | de rp rc ar r_ko          | indesirables  | -?---++-
rspamd, décision seule                  | de rp rc ar r_act         | indesirables  | -?---??-
Mailjet, en-têtes ajoutés               | de rp_esp rc ar_ko mj     |               | +?++-??-
Brevo, en-têtes ajoutés                 | de rp_esp rc ar brevo     |               | +?+--??-
SendGrid, en-têtes ajoutés              | de rp_esp rc ar sg sa     | reception     | +?+-----
Expéditeur grand public                 | libre rp rc ar_ko sa      | reception     | +?-++---
Retenu deux heures                      | de rp lent ar             |               | -?---?+-
Vade, ligne illisible                   | de rp rc ar vade          |               | -?---??-
IronPort et Proofpoint                  | de rp rc ar iron proof    |               | -?---??-
Mailinblack attend une réponse          | de rp rc mib              |               | -?-?-???
Refus de politique                      | de rp rc dsn571           |               | -?-?-??+
Adresse morte                           | de rp rc dsn511           |               | -?-?-??-
"""


def sets() -> list[tuple[str, str, str, str]]:
    """(name, headers, place, H1 to H8)."""
    found = []
    for row in SETS.strip().splitlines():
        name, lines, place, expected = (cell.strip() for cell in row.split("|"))
        found.append((name, "\n".join(LINES[one] for one in lines.split()), place, expected))
    return found
