// The end of a time is taken like a session: dragged, or by space, arrows and Enter. All that is held then goes along.
// Hook: [data-edge], with its time in seconds since 1970. Without this file it is a link to the time's form.

const STEP = 300; // seconds
const WIDTH = 8; // pixels for a step

export const lengths = (board) => {
  let held = null; // {edge, ends, x, moved}

  const numbers = (edge) => ({ starts: Number(edge.dataset.starts), was: Number(edge.dataset.ends), most: Number(edge.dataset.most) });

  const show = (limited = false) => {
    const { starts } = numbers(held.edge);
    const minutes = Math.round((held.ends - starts) / 60);
    held.small.textContent = `${minutes} min`;
    const limit = limited ? ` ${held.edge.dataset.limit}` : "";
    board.say(`${held.edge.dataset.title}: ${minutes} ${board.words("wordsLength")}${limit}`, limited);
  };

  const take = (edge, x = null) => {
    const small = document.createElement("small");
    edge.closest("th").append(small);
    edge.closest("th").classList.add("v-here");
    held = { edge, ends: numbers(edge).was, x, moved: false, small };
    board.edge = edge;
    show();
  };

  const move = (ends) => {
    const { starts, most } = numbers(held.edge);
    held.ends = Math.max(starts + STEP, Math.min(starts + most, ends));
    show(ends > starts + most);
  };

  const leave = () => {
    held.small.remove();
    held.edge.closest("th").classList.remove("v-here");
    const { edge, ends } = held;
    held = null;
    board.edge = null;
    return { edge, ends };
  };

  const keep = () => {
    const { edge, ends } = leave();
    const { was } = numbers(edge);
    const slot = edge.dataset.edge;
    if (ends === was) board.say(board.words("wordsLeft"));
    else board.send(board.address("resize", slot), { ends, was }, `[data-edge="${slot}"]`);
  };

  const drop = () => {
    leave();
    board.say(board.words("wordsLeft"));
  };

  document.addEventListener("pointerdown", (event) => {
    const edge = event.target.closest("[data-edge]");
    if (!edge || event.button !== 0 || event.pointerType === "touch" || board.hand || held) return;
    take(edge, event.clientX);
    event.preventDefault();
  });
  document.addEventListener("pointermove", (event) => {
    if (held?.x == null) return;
    const steps = Math.round((event.clientX - held.x) / WIDTH);
    if (!steps && !held.moved) return;
    held.moved = true;
    move(numbers(held.edge).was + steps * STEP);
  });
  document.addEventListener("pointerup", () => {
    if (held?.x == null) return;
    const { edge, moved } = held;
    if (moved) {
      edge.addEventListener("click", (event) => event.preventDefault(), { once: true });
      keep();
    } else drop(); // a click: the form opens
  });
  document.addEventListener("pointercancel", () => held?.x != null && drop());

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (!held) {
      const edge = event.target.closest("[data-edge]");
      if (!edge || event.key !== " " || board.hand) return;
      take(edge);
    } else if (event.key === "ArrowRight" || event.key === "ArrowDown") move(held.ends + STEP);
    else if (event.key === "ArrowLeft" || event.key === "ArrowUp") move(held.ends - STEP);
    else if (event.key === "Enter" || event.key === " ") keep();
    else if (event.key === "Escape" || event.key === "Tab") drop();
    else return;
    if (event.key !== "Tab") event.preventDefault();
  });
};
