// A session follows the pointer. Reading and writing happen once a frame; nothing but one transform changes.

const NEAR = 4; // pixels: less is a click

export const drags = (board) => {
  let held = null; // {handle, start, point, ghost, waits}

  const frame = () => {
    if (!held?.ghost) return;
    held.waits = false;
    held.ghost.style.transform = `translate(${held.point.x + 8}px, ${held.point.y + 8}px)`;
    const below = document.elementFromPoint(held.point.x, held.point.y);
    const cell = below?.closest("td[data-room]") ?? null;
    held.out = below?.closest("[data-out]") ?? null;
    if (board.hand && cell !== board.hand.cell) board.over(cell);
    if (board.hand && held.out) board.say(board.words("wordsOut"));
  };

  const swallow = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };

  const begin = () => {
    held.ghost = document.createElement("div");
    held.ghost.className = "held ghost";
    held.ghost.setAttribute("aria-hidden", "true"); // the line above says it
    held.ghost.textContent = held.handle.textContent.trim();
    document.body.append(held.ghost);
    board.take(held.handle);
  };

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-board] td[data-room], [data-board] .unplaced li")?.querySelector("[data-session]");
    if (!handle || event.button !== 0 || event.pointerType === "touch" || board.hand) return; // a finger slides the page
    if (event.target.closest(".textbtn") || handle.hasAttribute("data-pinned")) return;
    const point = { x: event.clientX, y: event.clientY };
    held = { handle, start: point, point, ghost: null, waits: false, out: null };
  });

  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    held.point = { x: event.clientX, y: event.clientY };
    if (!held.ghost && Math.hypot(held.point.x - held.start.x, held.point.y - held.start.y) < NEAR) return;
    if (!held.ghost) begin();
    event.preventDefault();
    if (held.waits) return;
    held.waits = true;
    requestAnimationFrame(frame);
  });

  const drop = (keeps) => {
    if (!held) return;
    if (keeps && held.ghost) frame();
    const { ghost, out } = held;
    held = null;
    if (!ghost) return;
    ghost.remove();
    document.addEventListener("click", swallow, { capture: true }); // the click that follows is none
    setTimeout(() => document.removeEventListener("click", swallow, { capture: true }));
    if (!board.hand) return;
    if (!keeps) board.release();
    else if (out) board.takeOut();
    else board.drop();
  };
  document.addEventListener("pointerup", () => drop(true));
  document.addEventListener("pointercancel", () => drop(false));
  document.addEventListener("dragstart", (event) => event.target.closest?.("[data-board]") && event.preventDefault());
  document.addEventListener("keydown", (event) => event.key === "Escape" && held && drop(false));
};
