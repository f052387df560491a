"""Has three people decide about the claims of a dataset in the review app.

usage: decide.py VOLGENS DATASET DECISIONS

It starts `VOLGENS review DATASET --decisions DECISIONS`, logs in as people do and hands in the
forms of the app: two readers, and a third who settles what they decided differently. What they
say is made up: it follows from the ids of the claims, and from how sure the program is of them.
It means nothing; it shows that the way from the app to the notebook is whole.
"""

import hashlib
import random
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import duckdb

PASSWORD = "a rather long password"
READERS = {"ann": "reviewer", "ben": "reviewer", "joy": "adjudicator"}
CLAIMS = 120  # how many are read


class Browser:
    """One person's browser."""

    def __init__(self, address, user):
        self.address = address.rstrip("/")
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.token = self.token_of("/login")
        self.hand_in("/login", user=user, password=PASSWORD)
        self.token = self.token_of("/keys")

    def token_of(self, path):
        page = self.opener.open(self.address + path, timeout=30).read().decode()
        return re.search(r'name="token" value="([^"]+)"', page)[1]

    def hand_in(self, path, **form):
        data = urllib.parse.urlencode({"token": self.token, **form}).encode()
        self.opener.open(self.address + path, data, timeout=30).close()  # fails on every status but 200

    def decide(self, claim_id, **form):
        self.hand_in("/claims/" + claim_id, back="/keys", **form)


def chance(*words):
    """Returns a source of chance that depends on words alone."""
    return random.Random(hashlib.sha256(" ".join(words).encode()).digest())


def truth(claim):
    """Returns what a careful reader would say of a claim."""
    draw = chance("truth", claim["claim_id"])
    out = {("span", ""): "ok" if draw.random() < 0.5 + claim["confidence"] / 2 else "no-claim"}
    if claim["voice"] == "attributed":
        out["source", ""] = "ok" if draw.random() < claim["confidence"] else "other"
    for position in claim["positions"]:
        out["stance", position["target"]] = position["label"] if draw.random() < 0.7 else "none"
    out["worth", ""] = "yes" if draw.random() < 2 * claim["checkworthiness"] else "no"
    return out


OTHERWISE = {"span": ["ok", "no-claim"], "source": ["ok", "other"], "stance": ["favor", "against", "none"], "worth": ["yes", "no"]}


def answers(user, claim):
    """Returns what a reader says of a claim, who errs now and then."""
    draw = chance(user, claim["claim_id"])
    said = {slot: draw.choice(OTHERWISE[slot[0]]) if draw.random() < 0.15 else choice for slot, choice in truth(claim).items()}
    return {("span", ""): "no-claim"} if said["span", ""] == "no-claim" else said


def read(browser, user, claim):
    for (field, target), choice in answers(user, claim).items():
        name = {"source_name": "somebody else"} if choice == "other" else {}
        browser.decide(claim["claim_id"], field=field, target=target, choice=choice, **name)


def differ(claim):
    """Reports whether the two readers differ on whether it is a claim."""
    return answers("ann", claim)["span", ""] != answers("ben", claim)["span", ""]


def settle(browser, claim):
    browser.decide(claim["claim_id"], field="span", choice=truth(claim)["span", ""])


def main():
    program, dataset, decisions = sys.argv[1:]
    db = duckdb.connect()
    found = db.execute(f"""
        select claim_id, voice, confidence, checkworthiness, positions from read_parquet('{dataset}/claims/*.parquet')
        order by len(positions) > 0 desc, md5(claim_id) limit {CLAIMS}
    """)
    names = [column[0] for column in found.description]
    claims = [dict(zip(names, row)) for row in found.fetchall()]
    with tempfile.TemporaryDirectory() as temp:
        users = Path(temp, "users.txt")
        for user, role in READERS.items():
            subprocess.run([program, "review", "user", "add", user, "--role", role, "--users", users], input=PASSWORD + "\n", text=True, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([program, "review", dataset, "--decisions", decisions, "--cache", temp, "--users", users, "--addr", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
        try:
            address = re.search(r"http://\S+", server.stdout.readline())[0]
            for user in ("ann", "ben"):
                browser = Browser(address, user)
                for claim in claims:
                    read(browser, user, claim)
            browser = Browser(address, "joy")
            for claim in filter(differ, claims):
                settle(browser, claim)
        finally:
            server.terminate()
            server.wait()
    print(f"{len(claims)} claims read by two people in the review app, {sum(map(differ, claims))} settled by a third")


if __name__ == "__main__":
    main()
