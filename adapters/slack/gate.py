"""Who is let in: only what Slack signed within the last five minutes. Before any parsing.

Two signing secrets may be good at once, so that one can be changed without a
break. Bolt checks again behind this gate, with the newest.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from slack_sdk.signature import Clock, SignatureVerifier

_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}")
_TIMESTAMP: Final = re.compile(r"[0-9]{1,12}")

TIMESTAMP: Final = "X-Slack-Request-Timestamp"
SIGNATURE: Final = "X-Slack-Signature"


class Now(Clock):
    """A clock of ours, as the verifier asks for one."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds

    def now(self) -> float:
        """Seconds since 1970."""
        return self._seconds()


class Gate:
    """Checks signatures under any of the secrets, the newest first."""

    def __init__(self, secrets: tuple[str, ...], seconds: Callable[[], float]) -> None:
        if not any(secrets):
            raise ValueError("a gate needs a signing secret")
        self._verifiers = [SignatureVerifier(each, Now(seconds)) for each in secrets if each]

    def __repr__(self) -> str:
        return f"Gate({len(self._verifiers)} secrets)"

    def lets_in(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether Slack signed these bytes lately."""
        stamp, signature = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
        if not _TIMESTAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
            return False
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return False  # Slack signs text
        return any(each.is_valid(text, stamp, signature) for each in self._verifiers)

    def signed(self, body: bytes, stamp: str) -> dict[str, str]:
        """Headers that say so under the newest secret, for Bolt's own check."""
        signature = self._verifiers[0].generate_signature(timestamp=stamp, body=body)
        return {TIMESTAMP: stamp, SIGNATURE: signature or ""}
