"""Every failure as a page of ours: what happened, what to do, and the numbers to call."""

from __future__ import annotations

from flask import Flask, Response, current_app, render_template
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.response import Response as AnyResponse

from intake_app.sealing import SealError
from intake_app.storage.casebook import ClosedError
from intake_app.storage.engine import StorageError

PAGES: dict[int, tuple[str, str]] = {
    400: (
        "没有看懂",
        "送来的内容读不出来（不是 UTF-8 文字，或不完整）。请回到表格重新填写再提交。",
    ),
    403: ("不能从别的网站提交", "请在本站的页面上打开表格，填好再提交。"),
    404: ("没有这一页", "地址可能抄错了，或者这一页已经没有了。"),
    405: ("不能这样打开", "请从“报名·求助”重新进入。"),
    409: (
        "没有记下",
        "就在刚才，这一份被撤回或删除了，不再往里面写。",
    ),
    410: ("这一份打不开了", "本人撤回了，或者内容已经销毁。留下的只有编号和时间。"),
    413: ("内容太长了", "送来的内容太多，没有收下。按浏览器的返回键，删短一些再提交。"),
    500: ("我们这边出错了", "没有收下。请过一会儿再试；急事不要等，直接打上面的电话。"),
    503: ("暂时用不了", "我们这边暂时存不了。请过一会儿再试；急事不要等，直接打上面的电话。"),
}
OTHER = ("没有办成", "请从“报名·求助”重新进入，再试一次。")

BROKEN = (
    "封条对不上",
    "有一份打不开：不是用现在这把钥匙封的，或者被人改动过。请告诉管机器的人，急事直接打电话。",
)


NOT_YOURS = (
    "这一页不归您",
    "这一件没有分给您，或者这件事要由别的角色来办。要看、要接手，请找协调员；角色不对，请找管理员。",
)


def register_error_pages(app: Flask) -> None:
    """Give every error a page."""

    def refused(error: HTTPException) -> Response | AnyResponse:
        if error.response:  # the way to another page
            return error.response
        response = _page(error.code or 500)
        if allowed := error.get_response().headers.get("Allow"):
            response.headers["Allow"] = allowed
        return response

    def storage_down(error: StorageError) -> Response:
        current_app.logger.error("%s", error)
        return _page(503)

    def closed(_error: ClosedError) -> Response:
        return _page(409)

    def broken(_error: SealError) -> Response:
        current_app.logger.error("a seal did not open: another key, or bytes that were changed")
        return _page(500, *BROKEN)

    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(ClosedError, closed)
    app.register_error_handler(SealError, broken)
    app.register_error_handler(StorageError, storage_down)


def not_yours() -> Response:
    """The answer to somebody of the desk who may not do that."""
    return _page(403, *NOT_YOURS)


def _page(status: int, title: str = "", text: str = "") -> Response:
    if not title:
        title, text = PAGES.get(status, OTHER)
    return Response(render_template("error.html", title=title, text=text), status=status)
