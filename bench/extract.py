"""How good and how fast the extraction of articles is, on pages with a known text.

usage: python -m bench.extract FOLDER SCORER.py

FOLDER holds ground-truth.json and html/ID.html.gz; SCORER.py has `score(truth, got)`.
"""

import gzip
import importlib.util
import json
import sys
from pathlib import Path
from time import perf_counter

from newsreader.core.document_text import plain_text
from newsreader.core.errors import ExtractError
from newsreader.extract.pages import extract_page
from newsreader.parse.html import parse_document


def article_text(body: bytes, url: str, *, captions: bool) -> str:
    """The text of the page's article; "" where there is none."""
    try:
        found = extract_page(body, url=url)
    except ExtractError:
        return ""
    document = parse_document(found.html, base_url=found.base_url, title=found.title)
    return "\n".join(plain_text(document.blocks, captions=captions))


def main() -> None:
    folder, scorer = Path(sys.argv[1]), Path(sys.argv[2])
    spec = importlib.util.spec_from_file_location("scorer", scorer)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages = {key: gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()) for key in truth}
    extract_page(next(iter(pages.values())), url="https://example.org/")  # what is imported late is not counted
    for captions in (False, True):
        got, times = {}, []
        for key, body in pages.items():
            start = perf_counter()
            got[key] = {"articleBody": article_text(body, truth[key]["url"], captions=captions)}
            times.append((perf_counter() - start) * 1000)
        times.sort()
        f1, precision, recall, rows = module.score(truth, got)
        print(f"captions {'yes' if captions else 'no'}: F1 {f1:.4f} precision {precision:.4f} recall {recall:.4f}")
        print(f"ms/page: p50 {times[len(times) // 2]:.0f} p95 {times[int(len(times) * 0.95)]:.0f} max {times[-1]:.0f}")
        for key, page_precision, page_recall in rows[:5]:
            print(f"  {page_precision:.2f} {page_recall:.2f} {truth[key]['url']}")


if __name__ == "__main__":
    main()
