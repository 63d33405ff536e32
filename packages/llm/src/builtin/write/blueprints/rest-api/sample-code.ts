/** sample_requests.py: starts the service, asks it, and keeps the answers. */
export const sampleCode = String.raw`"""Start the service, call it as a client would, and keep the answers in output/."""

import json
import threading
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from app import Server
from data_store import load_store

OUTPUT_FOLDER = Path("output")


def fetch(base: str, address: str) -> dict[str, object]:
    """Call the service and keep the address, the status and the answer."""
    try:
        with urlopen(base + address, timeout=30) as response:
            return {"GET": address, "status": response.status, "answer": json.load(response)}
    except HTTPError as error:
        with error:
            return {"GET": address, "status": error.code, "answer": json.load(error)}


def main() -> None:
    """Write the sample answers and a summary."""
    OUTPUT_FOLDER.mkdir(exist_ok=True)
    server = Server(load_store())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    addresses = ["/health", "/schema", "/rows?limit=3", "/rows/0", SAMPLE_AGGREGATE, "/nowhere"]
    samples = [fetch(base, address) for address in addresses]
    server.shutdown()
    server.server_close()

    text = json.dumps(samples, ensure_ascii=False, indent=2)
    (OUTPUT_FOLDER / "sample-responses.json").write_text(text + "\n", encoding="utf-8")
    lines = "".join(f"- GET {sample['GET']}: {sample['status']}\n" for sample in samples)
    rows = f"{len(server.store.table):,} rows"
    answer = f"The REST API serves {rows}. Start it with python3 app.py. Calls made:\n\n{lines}"
    (OUTPUT_FOLDER / "answer.md").write_text(answer, encoding="utf-8")
    print(answer)
    expected = [200] * (len(samples) - 1) + [404]
    if [sample["status"] for sample in samples] != expected:
        raise SystemExit("A call did not get the status that it should; see the list above.")


if __name__ == "__main__":
    main()
`;
