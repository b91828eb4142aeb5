"""The command `book`: a folder of PDFs. What it needs is optional, so it says what is missing."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path

from generator.book.documents import documents
from generator.schema.library import Library

_NO_WEASYPRINT = "还没有装做 PDF 的 WeasyPrint。请运行 make book，它会自己装好。"
_NO_PANGO = """WeasyPrint 找不到排字用的 pango。请先安装：
  Debian、Ubuntu：apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk
  macOS：brew install pango
  Windows：照 WeasyPrint 文档的 Windows 一节装 MSYS2 的 pango"""
_NO_FONT = """这台电脑没有中文字体，印出来会是空方块。请先安装一种：
  Debian、Ubuntu：apt-get install fonts-noto-cjk
  macOS、Windows 自带，不用装"""


def print_documents(library: Library, written: Mapping[str, str], folder: Path) -> int:
    """Write every PDF; 1 when something is missing on this machine, or a sheet does not fit."""
    try:
        with warnings.catch_warnings():
            # Without a single font WeasyPrint only warns, and pango crashes later.
            warnings.filterwarnings("error", message=".*Expect ugly output")
            # Not at the top of the file: whoever does not print does without WeasyPrint.
            binding = importlib.import_module("generator.book_binding")
    except ImportError:
        return _cannot(_NO_WEASYPRINT)
    except OSError as error:
        return _cannot(f"{_NO_PANGO}\n（{error}）")
    except UserWarning:
        return _cannot(_NO_FONT)
    if not binding.can_draw("中文"):
        return _cannot(_NO_FONT)
    if not library.site.address:
        print("content/site.yml 里没有写 address（本站的公开网址）：都不带二维码，也不做海报。")
    for document in documents(library, written):
        try:
            pdf = binding.bind(document)
        except binding.BindingError as error:
            return _cannot(str(error))
        target = folder / document.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(pdf)
        print(f"{document.file}（{len(pdf) // 1024} kB）", flush=True)
    return 0


def _cannot(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 1
