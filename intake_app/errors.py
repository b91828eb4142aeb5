"""Every failure as a page of ours: what happened, what to do, and the numbers to call."""

from __future__ import annotations

from flask import Flask, Response, current_app, render_template
from werkzeug.exceptions import HTTPException

from intake_app.storage.engine import StorageError

PAGES: dict[int, tuple[str, str]] = {
    400: (
        "没有看懂",
        "送来的内容读不出来（不是 UTF-8 文字，或不完整）。请回到表格重新填写再提交。",
    ),
    403: ("不能从别的网站提交", "请在本站的页面上打开表格，填好再提交。"),
    404: ("没有这一页", "地址可能抄错了，或者这一页已经没有了。"),
    405: ("不能这样打开", "请从“报名·求助”重新进入。"),
    413: ("内容太长了", "送来的内容太多，没有收下。按浏览器的返回键，删短一些再提交。"),
    500: ("我们这边出错了", "没有收下。请过一会儿再试；急事不要等，直接打上面的电话。"),
    503: ("暂时用不了", "我们这边暂时存不了。请过一会儿再试；急事不要等，直接打上面的电话。"),
}
OTHER = ("没有办成", "请从“报名·求助”重新进入，再试一次。")


def register_error_pages(app: Flask) -> None:
    """Give every error a page."""

    def refused(error: HTTPException) -> Response:
        response = _page(error.code or 500)
        if allowed := error.get_response().headers.get("Allow"):
            response.headers["Allow"] = allowed
        return response

    def storage_down(error: StorageError) -> Response:
        current_app.logger.error("%s", error)
        return _page(503)

    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(StorageError, storage_down)


def _page(status: int) -> Response:
    title, text = PAGES.get(status, OTHER)
    return Response(render_template("error.html", title=title, text=text), status=status)
