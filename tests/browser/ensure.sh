#!/bin/sh
# The tests drive a real Chromium. Uses the one on the machine; on Debian as root installs it.
set -eu
for name in "${CHROMIUM:-chromium}" chromium-browser google-chrome google-chrome-stable; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "正在安装 Chromium（测试要用真浏览器）……"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null
  exit 0
fi
echo "测试要用 Chromium。请安装它（Debian：sudo apt-get install chromium），或用 CHROMIUM=/路径/chromium 指定。" >&2
exit 1
