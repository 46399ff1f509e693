// By keys: space takes the session that has the focus, arrows move it from place to place, Enter drops it, Delete takes it
// out of its room and time, Escape puts it back. Control or Command with Z undoes the own newest move, with Shift again.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export const keys = (board) => {
  const step = ([right, down]) => {
    const rows = [...board.root.querySelectorAll(".sgrid tbody tr")].map((row) => [...row.querySelectorAll("td[data-room]")]);
    const at = board.hand.cell ?? board.hand.from;
    const row = rows.findIndex((cells) => cells.includes(at));
    const next = at
      ? rows[Math.max(0, Math.min(rows.length - 1, row + down))][Math.max(0, Math.min(rows[0].length - 1, rows[row].indexOf(at) + right))]
      : rows[0]?.[0];
    if (!next) return;
    board.over(next);
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, textarea, select") || event.altKey) return;
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
      document.querySelector(event.shiftKey ? "[data-redo]" : "[data-undo]")?.requestSubmit();
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    const handle = event.target.closest("[data-board] [data-session]");
    if (!board.hand) {
      if (!handle || event.key !== " " || handle.hasAttribute("data-pinned")) return;
      board.take(handle);
    } else if (ARROWS[event.key]) step(ARROWS[event.key]);
    else if (event.key === "Enter" || event.key === " ") board.drop();
    else if (event.key === "Delete") board.takeOut();
    else if (event.key === "Escape") board.release();
    else return;
    event.preventDefault();
  });
};
