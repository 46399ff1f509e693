// The kiosk's badge: printed as soon as its picture is there. What the browser asks then is its own matter.
const face = document.querySelector("[data-face]");
await face.decode();
window.print();
