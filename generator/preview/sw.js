// A handbook that was once served at this address may have left a worker, which would show old pages.
addEventListener("install", () => skipWaiting());
addEventListener("activate", () => registration.unregister());
