// Lets the programme open without a network once it was loaded. Nothing here is needed to read it.

const page = document.querySelector("[data-programme-worker]");
if (page) navigator.serviceWorker?.register(page.dataset.programmeWorker).catch(() => {});
