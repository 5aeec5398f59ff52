"""HTTP and local files. Importing anything of it imports the HTTP library, and spares it what is not used here."""

import os
from typing import Final

_WHERE_CERTIFICATES_ARE: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def _import_client() -> None:
    """Import aiohttp with no certificates to be found.

    It reads all of the system's, twice, while it is imported: 40 ms. Here each connection is given a context of its own
    (`Network.tls`); whatever forgot that would trust nobody.
    """
    usual = {name: os.environ.get(name) for name in _WHERE_CERTIFICATES_ARE}
    os.environ.update(dict.fromkeys(_WHERE_CERTIFICATES_ARE, os.devnull))
    try:
        import aiohttp  # noqa: F401
    finally:
        for name, value in usual.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


_import_client()
