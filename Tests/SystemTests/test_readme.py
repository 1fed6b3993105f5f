"""The integration examples of the README, run as they are printed there, each with its own broker user's rights."""

from __future__ import annotations

import asyncio
import json
import os
import re
import ssl
import subprocess
import sys
from pathlib import Path

import aio_pika
import httpx
from demo import form
from demo.world import OFFICER_6104
from localstand.stand import Stand

REPOSITORY = Path(__file__).resolve().parents[2]


def publish_update(url: str) -> None:
    async def publish() -> None:
        connection = await aio_pika.connect(url)
        async with connection:
            channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
            exchange = await channel.get_exchange("layak.channels", ensure=False)
            message = aio_pika.Message(b'{"teks":"Sudah dijawab."}')
            await exchange.publish(message, routing_key="channel.lapor.answered", mandatory=True)

    asyncio.run(publish())


def test_the_examples_of_the_readme_work_as_they_are_printed(tmp_path: Path, stand_directory: Path) -> None:
    for code in re.findall(r"```python\n(# (\w+\.py):.*?)```", (REPOSITORY / "README.md").read_text(), re.DOTALL):
        (tmp_path / code[1]).write_text(code[0])
    (tmp_path / "form.json").write_text(json.dumps(form.MEMPAWAH))

    with Stand(stand_directory, REPOSITORY / ".build" / "debug", for_tests=True) as stand:

        def start(program: str, user: str, *arguments: str, **more: str) -> subprocess.Popen[str]:
            url = stand.broker.url(user, stand.secrets.password(f"amqp.{user}"))
            return subprocess.Popen(
                [sys.executable, program, *arguments],
                cwd=tmp_path,
                env=os.environ | {"LAYAK_AMQP": url} | more,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )

        account = stand.accounts[OFFICER_6104]
        session = httpx.post(
            f"{stand.url}/api/v1/sessions",
            json={"email": account.email, "password": account.password},
            verify=ssl.create_default_context(cafile=stand.certificates.authority),
        )
        taking = start("take.py", "office-6104", LAYAK_TOKEN=session.json()["token"])
        observing = start("observe.py", "observer")

        submitting = start("submit.py", "portal", "form.json")
        printed, _ = submitting.communicate(timeout=60)
        assert submitting.returncode == 0 and '"accepted": true' in printed, printed

        printed, _ = taking.communicate(timeout=60)
        assert taking.returncode == 0 and printed.strip().endswith("taken"), printed

        complaining = start("complain.py", "complaints")
        assert complaining.stdout is not None
        printed = complaining.stdout.readline()
        assert printed.startswith("filed: ") and "'number': " in printed, printed
        # Nothing is published for channels yet: what Rating will say is said for it.
        publish_update(stand.broker.url("rating", stand.secrets.password("amqp.rating")))
        assert complaining.stdout.readline() == 'update: channel.lapor.answered {"teks":"Sudah dijawab."}\n'
        complaining.kill()
        complaining.wait()

        assert observing.stdout is not None
        for line in observing.stdout:
            if line.startswith("case.opened.v1 "):
                break
        observing.kill()
        observing.wait()
