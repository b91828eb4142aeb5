// What the training needs, fetched only by the pages that are part of it.
if (document.querySelector("[data-quiz]")) import("./training/module.js");
if (document.querySelector("[data-module]")) import("./training/tracks.js");
