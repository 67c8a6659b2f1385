"""Makes `.venv` from the lock file, only when the lock changed. Standard library only.

Run by whatever Python the machine has, so the syntax stays old enough to say what is wrong.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(FOLDER, "bin", "python")
STAMP = os.path.join(FOLDER, "empreinte")
LOCK = os.path.join(ROOT, "requirements", "dev.txt")


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 this file meets older ones
        stop(
            "Il faut Python 3.11 ou plus récent, et celui-ci est le {}.{}. "
            "Installer un Python récent, ou le nommer : make demo PYTHON=python3.12".format(
                *sys.version_info[:2]
            )
        )
    wanted = fingerprint()
    if stamped() == wanted and os.path.exists(PYTHON):
        return
    start = time.monotonic()
    print("Installation des bibliothèques dans .venv (une demi-minute environ)…", flush=True)
    if os.path.exists(STAMP):
        os.remove(STAMP)
    if not is_usable():
        shutil.rmtree(FOLDER, ignore_errors=True)
        run(
            [sys.executable, "-m", "venv", FOLDER],
            "Python ne sait pas créer d’environnement : sur Debian, « apt install python3-venv ».",
        )
    run(
        [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
        + ["--require-hashes", "-r", LOCK],
        "Les bibliothèques n’ont pas pu être installées : vérifier l’accès au réseau, "
        "puis relancer la même commande.",
    )
    with open(STAMP, "w") as stamp:
        stamp.write(wanted)
    print(f"Bibliothèques installées en {time.monotonic() - start:.0f} s.", flush=True)


def fingerprint():
    """What the folder must hold: this lock, for this Python."""
    with open(LOCK, "rb") as lock:
        return hashlib.sha256(lock.read() + sys.version.encode()).hexdigest()


def stamped():
    try:
        with open(STAMP) as stamp:
            return stamp.read()
    except OSError:
        return ""


def is_usable():
    """Whether the folder's Python starts and is of this version, whatever it has installed."""
    try:
        said = subprocess.run(
            [PYTHON, "-c", "import pip, sys; print(sys.version)"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return False
    return said.stdout.strip() == sys.version.strip()


def run(command, sentence):
    if subprocess.run(command, check=False).returncode != 0:
        stop(sentence)


def stop(sentence):
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


if __name__ == "__main__":
    main()
