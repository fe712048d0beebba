"""A mail server with a fault. Usage: faulty_server.py PORT FOLDER FAULT

It writes each mail that it was handed to FOLDER, also where it then does not say so.
"""

import asyncio
import pathlib
import signal
import sys

from aiosmtpd.controller import Controller

port, folder, fault = int(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
folder.mkdir(parents=True)
seen = set()
n_mails = 0
four = asyncio.Event()


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        answers = {
            "refuses": "550 5.1.1 No such person: " + address,
            "full": "452 4.2.2 The mailbox is full",
            "wants_sign_in": "530 5.7.0 Authentication required",
            "is_closing": "421 4.3.2 Shutting down",
        }
        if fault == "hangs_up_on_ana" and address.startswith("ana"):
            return "421 4.7.0 Try again later, closing connection"
        if fault in answers and not address.startswith("good"):
            return answers[fault]
        if fault == "greylists" and address not in seen:
            seen.add(address)
            return "451 4.7.1 Greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global n_mails, four
        n_mails += 1
        (folder / f"{n_mails:04}").write_bytes(envelope.content)
        if fault == "dies_before_its_250" and n_mails == 1:
            server.transport.abort()
        if fault == "hangs_after_data" and n_mails == 1:
            await asyncio.sleep(3600)
        if fault == "slow":
            await asyncio.sleep(0.05)
        if fault == "answers_four_at_a_time":
            answer = four
            if n_mails % 4 == 0:
                answer.set()
                four = asyncio.Event()
            await answer.wait()
        return "250 OK"


Controller(Handler(), hostname="127.0.0.1", port=port).start()
signal.pause()
