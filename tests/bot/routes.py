"""The routes of Discord's HTTP API that the bot may use."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from .board import EPHEMERAL, LOADING, Board
from .wire import Refused, check, found
from .world import JSON, Channel, Intent, snowflake

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .asked import Asked, Request

HAS_THREAD = 1 << 5  # a flag of a message
ACKNOWLEDGE_WITHIN = 3.0  # seconds, after which Discord takes no response to an interaction


class Routes(Board):
    """What each request does, and is answered with."""

    port: int
    shards: int

    def _api(self) -> dict[str, Callable[..., Awaitable[Any]]]:
        message, webhook = "/channels/*/messages/*", "/webhooks/*/*/messages/*"
        return {
            "GET /gateway/bot": self._get_gateway,
            "GET /users/@me": self._get_bot,
            "GET /oauth2/applications/@me": self._get_application,
            "GET /applications/*/commands": self._get_commands,
            "PUT /applications/*/commands": self._put_commands,
            "GET /applications/*/guilds/*/commands": self._get_commands,
            "PUT /applications/*/guilds/*/commands": self._put_commands,
            "POST /users/@me/channels": self._post_direct,
            "POST /channels/*/typing": self._nothing,
            "GET /channels/*/messages": self._get_messages,
            "POST /channels/*/messages": self._post_message,
            f"GET {message}": self._get_message,
            f"PATCH {message}": self._patch_message,
            f"DELETE {message}": self._delete_message,
            f"POST {message}/threads": self._post_thread,
            f"PUT {message}/reactions/*/@me": self._nothing,
            f"DELETE {message}/reactions/*/@me": self._nothing,
            "POST /interactions/*/*/callback": self._post_callback,
            "POST /webhooks/*/*": self._post_followup,
            f"GET {webhook}": self._get_response,
            f"PATCH {webhook}": self._patch_response,
            f"DELETE {webhook}": self._delete_response,
        }

    async def _nothing(self, *_: object) -> None:
        """Taken note of, and that is all."""

    async def _get_gateway(self, _: Request) -> JSON:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return {"url": f"ws://127.0.0.1:{self.port}", "shards": self.shards, "session_start_limit": limit}

    async def _get_bot(self, _: Request) -> JSON:
        return self.bot.payload()

    async def _get_application(self, _: Request) -> JSON:
        return self.world.application()

    async def _get_commands(self, _: Request, __: str, guild: str = "") -> list[JSON]:
        return self.commands.get(guild, [])

    async def _put_commands(self, request: Request, application: str, guild: str = "") -> list[JSON]:
        ids = {c["name"]: c["id"] for c in self.commands.get(guild, [])}
        common = {"type": 1, "description": "", "default_member_permissions": None, "version": snowflake()}
        common |= {"application_id": application} | ({"guild_id": guild} if guild else {})
        self.commands[guild] = [common | {"id": ids.get(c["name"]) or snowflake()} | c for c in request.body]
        return self.commands[guild]

    async def _post_direct(self, request: Request) -> JSON:
        return self.direct(self._users[str(request.body["recipient_id"])]).payload()

    def _channel(self, channel: str) -> Channel:
        there: Channel = found(self.world.channels, channel, 10003, "Unknown Channel")
        return there

    def _message(self, channel: str, message: str) -> JSON:
        there: JSON = found(self._messages[self._channel(channel).id], message, 10008, "Unknown Message")
        return there

    def _readable(self, message: JSON) -> JSON:
        return message if self.world.granted & Intent.MESSAGE_CONTENT else self.world.seen(message)

    async def _get_messages(self, request: Request, channel: str) -> list[JSON]:
        newest = reversed(self._messages[self._channel(channel).id].values())
        return [self._readable(m) for m in itertools.islice(newest, int(request.query.get("limit", 50)))]

    async def _get_message(self, _: Request, channel: str, message: str) -> JSON:
        return self._readable(self._message(channel, message))

    async def _post_message(self, request: Request, channel_id: str) -> JSON:
        channel, body = self._channel(channel_id), request.body
        check(body)
        nonce = (channel_id, str(body.get("nonce") or snowflake()))
        if body.get("enforce_nonce") and nonce in self._nonces:
            return self._nonces[nonce]
        quoted = self._quoted(channel, body.get("message_reference") or {})
        message = self._nonces[nonce] = self._written(channel, self.bot, body, quoted)
        message |= {"nonce": body["nonce"]} if "nonce" in body else {}
        if quoted and quoted["id"] in self._asked:
            self._asked[quoted["id"]].settle(request, message)
        await self._publish(message)
        return message

    def _quoted(self, channel: Channel, reference: JSON) -> JSON | None:
        quoted = self._messages[channel.id].get(str(reference.get("message_id")))
        if reference and not quoted and reference.get("fail_if_not_exists", True):
            raise Refused(400, 50035, "Invalid Form Body: message_reference: Unknown message")
        return quoted

    async def _patch_message(self, request: Request, channel: str, message_id: str) -> JSON:
        message = self._message(channel, message_id)
        if message["author"]["id"] != self.bot.id:
            raise Refused(403, 50005, "Cannot edit a message authored by another user")
        check(message | request.body)
        await self._change(message, request.body)
        return message

    async def _delete_message(self, _: Request, channel: str, message: str) -> None:
        await self.delete(self._message(channel, message))

    async def _post_thread(self, request: Request, channel: str, message_id: str) -> JSON:
        message, guild = self._message(channel, message_id), self._channel(channel).guild
        if message["flags"] & HAS_THREAD:
            raise Refused(400, 160004, "A thread has already been created for this message")
        message["flags"] |= HAS_THREAD
        thread = self._open(Channel(message_id, request.body["name"], self.bot, guild, parent=channel))
        await self.gateway.dispatch("THREAD_CREATE", thread.payload() | {"newly_created": True}, guild)
        return thread.payload()

    async def _post_callback(self, request: Request, _: str, token: str) -> JSON:
        asked = self._asked.get(token)
        if asked is None or request.at - asked.at > ACKNOWLEDGE_WITHIN:
            raise Refused(404, 10062, "Unknown interaction")
        if asked.callback:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        kind, data = request.body["type"], request.body.get("data") or {}
        await self._begin(asked, kind, data)
        asked.callback = kind
        asked.settle(request, asked.original if kind in (4, 7) else None)
        about = {"id": asked.id, "type": asked.kind, "response_message_loading": kind == 5}
        if kind not in (4, 7):
            return {"interaction": about}
        return {"interaction": about, "resource": {"type": kind, "message": asked.original}}

    async def _begin(self, asked: Asked, kind: int, data: JSON) -> None:
        """Make the message (4), the one to come (5), or the change of the clicked one (7, or 6 for later)."""
        if kind in (4, 5):
            flags = (data.get("flags") or 0) | (LOADING if kind == 5 else 0)
            if kind == 4:
                check(data)
            asked.original = self._written(asked.channel, self.bot, data | {"flags": flags})
            await self._publish(asked.original)
        elif kind in (6, 7):
            asked.original = asked.message
            if asked.message and kind == 7:
                await self._change(asked.message, data)

    def _deferred(self, token: str, message: str = "@original") -> tuple[Asked, JSON]:
        asked = self._asked.get(token)
        if asked is None or not asked.callback:
            raise Refused(404, 10015, "Unknown Webhook")
        original = asked.original or {}
        own = {"@original": asked.original, original.get("id", ""): asked.original, **asked.followups}
        return asked, found(own, message, 10008, "Unknown Message")

    async def _get_response(self, _: Request, __: str, token: str, message: str) -> JSON:
        return self._deferred(token, message)[1]

    async def _patch_response(self, request: Request, _: str, token: str, message_id: str) -> JSON:
        asked, message = self._deferred(token, message_id)
        check(message | request.body)
        await self._change(message, request.body)
        asked.settle(request, message)
        return message

    async def _delete_response(self, _: Request, __: str, token: str, message_id: str) -> None:
        message = self._deferred(token, message_id)[1]
        if not message["flags"] & EPHEMERAL:
            await self.delete(message)

    async def _post_followup(self, request: Request, application: str, token: str) -> JSON:
        asked, original = self._deferred(token)
        if original["flags"] & LOADING:  # the first one takes the place of what was deferred
            return await self._patch_response(request, application, token, "@original")
        check(request.body)
        message = self._written(asked.channel, self.bot, request.body)
        asked.followups[message["id"]] = message
        await self._publish(message)
        return message
