# SPDX-License-Identifier: MIT
"""A web server for files of a folder, which answers as the hub of Hugging Face does too: the model OWNER/NAME is the folder
of that name. It counts what it sends."""
import http.server
import json
import pathlib
import re
import threading
import urllib.parse
from typing import Any, Dict, List, Optional


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: pathlib.Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.sent = 0
        self.asked: List[str] = []
        self.token: Optional[str] = None  # what a private model asks for
        self.fails_after: Optional[int] = None  # pieces of files until the line is dead
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def answer(self, status: int, data: bytes, headers: Optional[Dict[str, str]] = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
            self.server.sent += len(data)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.reply(b"")

    def do_POST(self) -> None:
        self.reply(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def reply(self, body: bytes) -> None:
        url = urllib.parse.urlsplit(self.path)
        path = urllib.parse.unquote(url.path).strip("/")
        self.server.asked.append(f"{self.command} /{path}")
        api = re.fullmatch(r"api/models/([^/]+/[^/]+)(?:/(revision|tree|paths-info)/main(?:/(.*))?)?", path)
        raw = re.fullmatch(r"([^/]+/[^/]+)/resolve/main/(.*)", path)
        private = self.server.token and self.headers.get("Authorization") != f"Bearer {self.server.token}"
        if (api or raw) and private:
            self.answer(401, b"", {"X-Error-Code": "GatedRepo", "X-Error-Message": "this model is private"})
        elif api:
            self.reply_of_hub(self.server.folder / api[1], api[2], api[3] or "", urllib.parse.parse_qs(body.decode()))
        elif raw:
            self.send_file(self.server.folder / raw[1] / raw[2])
        else:
            self.send_file(self.server.folder / path)

    def reply_of_hub(self, folder: pathlib.Path, what: Optional[str], below: str, form: Dict[str, List[str]]) -> None:
        if not folder.is_dir():
            self.answer(404, b"{}", {"X-Error-Code": "RepoNotFound"})
            return
        said: Any
        if what == "paths-info":
            said = [self.facts(folder, folder / path) for path in form["paths"] if (folder / path).exists()]
        elif what == "tree":
            said = [self.facts(folder, path) for path in sorted((folder / below).rglob("*"))]
        else:
            said = {"id": "/".join(folder.parts[-2:]), "sha": "0" * 40, "siblings": [], "tags": [], "private": False}
        self.answer(200, json.dumps(said).encode(), {"Content-Type": "application/json"})

    @staticmethod
    def facts(folder: pathlib.Path, path: pathlib.Path) -> Dict[str, Any]:
        facts = {"type": "directory" if path.is_dir() else "file", "path": str(path.relative_to(folder)), "oid": "0" * 40}
        return facts if path.is_dir() else {**facts, "size": path.stat().st_size}

    def send_file(self, path: pathlib.Path) -> None:
        if path.is_dir():
            links = "".join(f'<a href="{item.name}">{item.name}</a>' for item in sorted(path.iterdir()))
            self.answer(200, links.encode(), {"Content-Type": "text/html"})
            return
        if not path.is_file():
            self.answer(404, b"", {"X-Error-Code": "EntryNotFound"})
            return
        size = path.stat().st_size
        span = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if self.command == "HEAD" or not span:
            assert self.command == "HEAD", f"{path} is read whole"
            self.send_response(200)
            self.send_header("Content-Length", str(size))
            self.send_header("Accept-Ranges", "bytes")
            self.end_headers()
            return
        if self.server.fails_after is not None:
            self.server.fails_after -= 1
            if self.server.fails_after < 0:
                self.answer(403, b"")
                return
        first, last = int(span[1]), min(int(span[2]), size - 1)
        with path.open("rb") as file:
            file.seek(first)
            data = file.read(last - first + 1)
        self.answer(206, data, {"Content-Range": f"bytes {first}-{last}/{size}", "Accept-Ranges": "bytes"})
