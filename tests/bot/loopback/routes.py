"""The routes of Discord's HTTP API that the bot may use."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .board import LOADING
from .wire import Refused, check, found
from .world import JSON, Channel, snowflake

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .asked import Asked
    from .board import Board
    from .journal import Request

ANSWER, DEFERRAL = 4, 5  # types of a response to an interaction
ACKNOWLEDGE_WITHIN = 3.0  # seconds, after which Discord takes no response to an interaction


class Routes:
    """What each request does, and is answered with; the gateway is at ``address``."""

    address: str
    max_concurrency = 1

    def __init__(self, board: Board) -> None:
        self._board, self._bot = board, board.world.bot
        self._nonces: dict[tuple[str, str], JSON] = {}  # by channel and nonce
        self._handlers: dict[str, Callable[..., Awaitable[Any]]] = {
            "GET /gateway/bot": self._get_gateway,
            "GET /users/@me": self._get_bot,
            "GET /oauth2/applications/@me": self._get_application,
            "PUT /applications/*/commands": self._put_commands,
            "POST /channels/*/messages": self._post_message,
            "GET /channels/*/messages": self._get_messages,
            "GET /channels/*/messages/*": self._get_message,
            "PATCH /channels/*/messages/*": self._patch_message,
            "DELETE /channels/*/messages/*": self._delete_message,
            "POST /interactions/*/*/callback": self._post_callback,
            "PATCH /webhooks/*/*/messages/@original": self._patch_response,
        }

    def find(self, request: Request) -> Callable[[], Awaitable[Any]] | None:
        """What is to be done for a request, if that is known."""
        for route, handler in self._handlers.items():
            if (ids := request.matches(*route.split())) is not None:
                return partial(handler, request, *ids)
        return None

    async def _get_gateway(self, _: Request) -> JSON:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": self.max_concurrency}
        return {"url": self.address, "shards": 1, "session_start_limit": limit}

    async def _get_bot(self, _: Request) -> JSON:
        return self._bot.payload()

    async def _get_application(self, _: Request) -> JSON:
        return self._board.world.application()

    async def _put_commands(self, request: Request, application: str) -> list[JSON]:
        common = {"type": 1, "description": "", "default_member_permissions": None, "version": snowflake()}
        common |= {"application_id": application}
        self._board.commands = [common | {"id": snowflake()} | command for command in request.body]
        return self._board.commands

    def _channel(self, channel: str) -> Channel:
        there: Channel = found(self._board.world.channels, channel, 10003, "Unknown Channel")
        return there

    def _message(self, channel: str, message: str) -> JSON:
        there: JSON = found(
            self._board.messages[self._channel(channel).id], message, 10008, "Unknown Message"
        )
        return there

    async def _post_message(self, request: Request, channel_id: str) -> JSON:
        channel, body = self._channel(channel_id), request.body
        check(body)
        nonce = (channel_id, str(body.get("nonce") or snowflake()))
        if body.get("enforce_nonce") and nonce in self._nonces:
            return self._nonces[nonce]
        quoted = self._quoted(channel, body.get("message_reference") or {})
        message = self._nonces[nonce] = self._board.written(channel, self._bot, body, quoted)
        message |= {"nonce": body["nonce"]} if "nonce" in body else {}
        if quoted and quoted["id"] in self._board.asked:
            self._board.asked[quoted["id"]].settle(request, message)
        await self._board.publish(message)
        return message

    def _quoted(self, channel: Channel, reference: JSON) -> JSON | None:
        quoted = self._board.messages[channel.id].get(str(reference.get("message_id")))
        if reference and not quoted and reference.get("fail_if_not_exists", True):
            raise Refused(400, 50035, "Invalid Form Body: message_reference: Unknown message")
        return quoted

    def forget_nonces(self) -> None:
        """As Discord does after a few minutes: what is then sent again is posted again."""
        self._nonces.clear()

    async def _get_messages(self, request: Request, channel: str) -> list[JSON]:
        """Those after one, oldest first as the bot asks for them; newest first is how they are given."""
        after, limit = int(request.body.get("after", 0)), int(request.body.get("limit", 50))
        there = self._board.messages[self._channel(channel).id].values()
        return [_read(m) for m in there if int(m["id"]) > after][:limit][::-1]

    async def _get_message(self, _: Request, channel: str, message: str) -> JSON:
        return _read(self._message(channel, message))

    async def _patch_message(self, request: Request, channel: str, message: str) -> JSON:
        there = self._message(channel, message)
        check(there | request.body)
        await self._board.change(there, request.body)
        return there

    async def _delete_message(self, _: Request, channel: str, message: str) -> None:
        await self._board.delete(self._message(channel, message))

    async def _post_callback(self, request: Request, _: str, token: str) -> JSON:
        asked = self._board.asked.get(token)
        if asked is None or request.at - asked.at > ACKNOWLEDGE_WITHIN:
            raise Refused(404, 10062, "Unknown interaction")
        if asked.callback:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        kind, data = request.body["type"], request.body.get("data") or {}
        if kind in (ANSWER, DEFERRAL):
            asked.original = await self._begun(asked, kind, data)
        asked.callback = kind
        asked.settle(request, asked.original if kind == ANSWER else None)
        about = {"id": asked.id, "type": asked.kind, "response_message_loading": kind == DEFERRAL}
        made = {"resource": {"type": kind, "message": asked.original}} if kind == ANSWER else {}
        return {"interaction": about} | made

    async def _begun(self, asked: Asked, kind: int, data: JSON) -> JSON:
        """The message that answers, or that an answer will take the place of."""
        if kind == ANSWER:
            check(data)
        flags = (data.get("flags") or 0) | (LOADING if kind == DEFERRAL else 0)
        message = self._board.written(asked.channel, self._bot, data | {"flags": flags})
        await self._board.publish(message)
        return message

    async def _patch_response(self, request: Request, _: str, token: str) -> JSON:
        asked = self._board.asked.get(token)
        if asked is None or not asked.callback:
            raise Refused(404, 10015, "Unknown Webhook")
        if asked.original is None:
            raise Refused(404, 10008, "Unknown Message")
        check(asked.original | request.body)
        await self._board.change(asked.original, request.body)
        asked.settle(request, asked.original)
        return asked.original


def _read(message: JSON) -> JSON:
    """A message as it is read later: its nonce was for its sender, once."""
    return {key: value for key, value in message.items() if key != "nonce"}
