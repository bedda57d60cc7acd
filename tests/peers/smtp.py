#!/usr/bin/python3
"""tests/peers/smtp.py: a real SMTP server on loopback that keeps what it is given (Debian's python3-aiosmtpd).

use: tests/peers/smtp.py PORT FOLDER USER PASSWORD [--lose] [--tls FOLDER]
Each message becomes FOLDER/N.eml, its envelope FOLDER/N.to; --lose takes the first one and drops the connection
instead of saying so. --tls: it wants STARTTLS, with FOLDER/cert.pem and FOLDER/key.pem.
"""
# SPDX-License-Identifier: AGPL-3.0-or-later
import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

port, folder, user, password = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
lose = "--lose" in sys.argv
tls = None
if "--tls" in sys.argv:
    certificates = sys.argv[sys.argv.index("--tls") + 1]
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(os.path.join(certificates, "cert.pem"), os.path.join(certificates, "key.pem"))
count = 0


class Keeper:
    async def handle_DATA(self, server, session, envelope):
        global count, lose
        count += 1
        with open(os.path.join(folder, f"{count}.eml"), "wb") as out:
            out.write(envelope.original_content)
        with open(os.path.join(folder, f"{count}.to"), "w", encoding="ascii") as out:
            out.write("\n".join([envelope.mail_from, *envelope.rcpt_tos]) + "\n")
        if lose:
            lose = False
            server.transport.abort()
        return "250 taken"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 nobody of that name is here"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def check(server, session, envelope, mechanism, data):
    good = data.login == user.encode() and data.password == password.encode()
    return AuthResult(success=good, handled=good)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(
            Keeper(),
            authenticator=check,
            auth_required=True,
            auth_require_tls=tls is not None,
            require_starttls=tls is not None,
            tls_context=tls,
            hostname="localhost",
        ),
        "127.0.0.1",
        port,
    )
    print("ready", flush=True)
    await server.serve_forever()


asyncio.run(main())
