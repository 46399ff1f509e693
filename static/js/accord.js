// What every page may use. Hooks are data-… attributes, never classes.
//   <button data-opens="dialog-id">      opens a <dialog>
//   <button data-closes>                 closes the dialog it stands in
//   <div data-toast>                     goes away after eight seconds, unless the pointer or the focus is on it

// On a phone the sections are a row that scrolls: the one that is open shall be seen.
for (const tab of document.querySelectorAll("nav [aria-current]")) {
  const row = tab.closest("nav");
  row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

for (const opener of document.querySelectorAll("[data-opens]")) {
  opener.addEventListener("click", () => document.getElementById(opener.dataset.opens)?.showModal());
}

for (const closer of document.querySelectorAll("dialog [data-closes]")) {
  closer.addEventListener("click", () => closer.closest("dialog").close());
}

const TOAST_MS = 8000;
for (const toast of document.querySelectorAll("[data-toast]")) {
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : toast.remove());
  setTimeout(leave, TOAST_MS);
}
