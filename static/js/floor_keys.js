// By keys: arrows go from booth to booth; Enter takes one into the hand, arrows then move it by a foot, with Shift they
// change its size, Enter keeps it, Escape puts it back. Control or Command with Z undoes the newest own step.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export const keys = (plan) => {
  const { drawing, booths } = plan;
  let hand = null; // {booth, facts, others, refused}
  booths.forEach((booth, place) => (booth.tabIndex = place ? -1 : 0));

  const take = (booth) => {
    hand = { booth, facts: plan.factsOf(booth), others: plan.othersOf(booth), refused: "" };
    booth.classList.add("held");
    plan.tell(booth, hand.facts, hand.others);
  };

  const release = (keeps) => {
    const { booth, facts, refused } = hand;
    hand = null;
    booth.classList.remove("held");
    const same = plan.same(plan.factsOf(booth), facts);
    if (!keeps || refused) plan.back(booth, [refused, plan.words("wordsBack")].filter(Boolean).join(" "));
    else if (same) plan.pick(booth);
    else plan.keep(booth, facts);
  };

  const move = ([right, down], sizes) => {
    const { booth, facts, others } = hand;
    const next = sizes
      ? { ...facts, width: Math.max(1, facts.width + right), depth: Math.max(1, facts.depth + down) }
      : { ...facts, x: facts.x + right, y: facts.y + down };
    hand.facts = next;
    plan.shift(booth, next);
    if (sizes) plan.resize(booth, next);
    hand.refused = plan.tell(booth, next, others);
  };

  const walk = (booth, [right, down]) => {
    const place = booths.indexOf(booth) + right + down;
    const next = booths[Math.max(0, Math.min(booths.length - 1, place))];
    booth.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };

  drawing.addEventListener("keydown", (event) => {
    const booth = event.target.closest("[data-booth]");
    if (!booth || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) hand ? move(arrow, event.shiftKey) : walk(booth, arrow);
    else if (event.key === "Enter" || event.key === " ") hand ? release(true) : take(booth);
    else if (event.key === "Escape" && hand) release(false);
    else return;
    event.preventDefault();
  });

  drawing.addEventListener("focusout", () => hand && release(true));
  drawing.addEventListener("click", (event) => {
    const booth = event.target.closest("[data-booth]");
    if (!booth || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!plan.dragged) plan.pick(booth);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.target.matches("input, textarea, select")) return;
    document.querySelector("[data-undo]")?.requestSubmit();
  });
};
