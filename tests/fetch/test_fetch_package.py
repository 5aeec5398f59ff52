"""What importing the fetcher costs and leaves behind."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("file", [None, "mine.pem"])
def test_the_http_librarys_own_contexts_trust_nobody_and_others_are_as_usual(file: str | None) -> None:
    program = (
        "import os, newsreader.fetch.http, aiohttp.connector as connector; own = connector._SSL_CONTEXT_VERIFIED; "
        "print(own.cert_store_stats()['x509'], own.verify_mode.name, own.check_hostname, "
        "os.environ.get('SSL_CERT_FILE'), os.environ.get('SSL_CERT_DIR'))"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SSL_")}
    if file is not None:
        environment["SSL_CERT_FILE"] = file
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert told.stdout.split() == ["0", "CERT_REQUIRED", "True", str(file), "None"]
