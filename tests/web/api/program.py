"""A program that knows the API and nothing of any lifecycle: it reads what each step asks for, and gives it."""

import hashlib
import io
import json
from collections.abc import Mapping
from typing import Any, Self

from flask import Flask
from werkzeug.test import TestResponse

PREFIX = "/api/v1"
BY_TYPE: dict[str, Any] = {
    "text": "如实填报",
    "int": 20,
    "bool": True,
    "date": "2026-03-02",
    "list": ["场地证明未盖章"],
}


def pdf(words: str) -> bytes:
    """A small PDF that differs from those of other words."""
    return f"%PDF-1.7\n% {hashlib.sha256(words.encode()).hexdigest()}\n%%EOF\n".encode()


class Program:
    """Calls the API with one account's token, or with none."""

    def __init__(self, app: Flask, token: str | None = None) -> None:
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def call(self, method: str, path: str, *, headers: Mapping[str, str] = {}, **more: Any) -> TestResponse:
        return self.client.open(PREFIX + path, method=method, headers={**self.headers, **headers}, **more)

    def get(self, path: str, status: int = 200) -> Any:
        return self._told(self.call("GET", path), status)

    def post(self, path: str, body: Any = None, status: int = 200, *, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        more = {} if body is None else {"json": body}
        return self._told(self.call("POST", path, headers=headers, **more), status)

    def patch(self, path: str, body: Any, status: int = 200) -> Any:
        return self._told(self.call("PATCH", path, json=body), status)

    def upload(self, number: str, kind: str, name: str, content: bytes, status: int = 201) -> Any:
        sent = {"kind": kind, "file": (io.BytesIO(content), name)}
        return self._told(self.call("POST", f"/cases/{number}/materials", data=sent), status)

    def open(self, lifecycle: str, office: str, **more: Any) -> "Driven":
        body = {"rulebook": "guangzhou", "lifecycle": lifecycle, "office": office, **more}
        return Driven(self, self.post("/cases", body, 201)["number"])

    def on(self, number: str) -> "Driven":
        return Driven(self, number)

    @staticmethod
    def _told(response: TestResponse, status: int) -> Any:
        assert response.status_code == status, (response.status_code, response.text)
        expected = "application/problem+json" if status >= 400 else "application/json"
        assert response.mimetype == expected, response.mimetype
        return json.loads(response.text)


class Driven:
    """A case in this program's hands."""

    def __init__(self, program: Program, number: str) -> None:
        self.program, self.number = program, number

    @property
    def case(self) -> dict[str, Any]:
        found: dict[str, Any] = self.program.get(f"/cases/{self.number}")
        return found

    def step(self, name: str) -> dict[str, Any]:
        return next(step for step in self.case["steps"] if step["name"] == name)

    def why_not(self, name: str) -> list[str]:
        """The codes of the reasons for which the step isn't offered."""
        step = self.step(name)
        assert step["allowed"] is (not step["reasons"])
        return [reason["code"] for reason in step["reasons"]]

    def take(self, name: str, status: int = 200, *, leave_out: tuple[str, ...] = (), **known: Any) -> Any:
        """Give what the step asks for: by a field's name where we know better, else by its type."""
        case, step = self.case, self.step(name)
        if status == 200:
            assert step["allowed"], step["reasons"]
        for paper in step["asks"]["materials"]:
            if paper["required"] and paper["kind"] not in leave_out:
                self.hand_in(paper["kind"])
        asked = [f for f in step["asks"]["fields"] if f["name"] not in leave_out]
        data = {f["name"]: self._value(f) for f in asked if f["required"]}
        data |= {f["name"]: known[f["name"]] for f in asked if f["name"] in known}
        return self.send(name, data, case["version"], status)

    def send(self, name: str, data: Any, version: int, status: int = 200, **more: Any) -> Any:
        key = more.pop("key", None)
        body = {"version": version, "data": data, **more}
        return self.program.post(f"/cases/{self.number}/steps/{name}", body, status, key=key)

    def hand_in(self, kind: str) -> Self:
        self.program.upload(self.number, kind, f"{kind}.pdf", pdf(f"{self.number} {kind}"))
        return self

    @staticmethod
    def _value(field: Mapping[str, Any]) -> Any:
        return field["choices"][0]["value"] if field["choices"] else BY_TYPE[field["type"]]


def codes(problem: Mapping[str, Any]) -> list[str]:
    """A problem's own code, then its reasons'; every sentence stands in both languages."""
    assert problem["zh"] and problem["en"] and all(r["zh"] and r["en"] for r in problem["reasons"])
    return [problem["code"], *(reason["code"] for reason in problem["reasons"])]
