// A booth follows the pointer, foot by foot; held at its corner, its size does. Reading and writing happen once a frame:
// while a booth moves nothing but one transform changes.

const NEAR = 4; // pixels: less is a click

export const drags = (plan) => {
  const { drawing } = plan;
  let held = null;

  const frame = () => {
    if (!held) return;
    held.waits = false;
    const { booth, start, from, scale, others, point, sizes } = held;
    const [right, down] = [Math.round((point.x - start.x) / scale), Math.round((point.y - start.y) / scale)];
    const facts = sizes
      ? { ...from, width: Math.max(1, from.width + right), depth: Math.max(1, from.depth + down) }
      : { ...from, x: from.x + right, y: from.y + down };
    if (plan.same(facts, held.facts)) return;
    held.facts = facts;
    if (sizes) plan.resize(booth, facts);
    else plan.shift(booth, facts);
    held.refused = plan.tell(booth, facts, others);
  };

  drawing.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    const booth = grip ? plan.gripped : event.target.closest("[data-booth]");
    plan.dragged = false;
    if (!booth || event.button !== 0 || event.pointerType === "touch") return; // a finger slides the plan
    const from = plan.factsOf(booth);
    const scale = drawing.getScreenCTM().a * 6;
    const start = { x: event.clientX, y: event.clientY };
    held = { booth, from, facts: from, scale, start, point: start, others: plan.othersOf(booth), sizes: Boolean(grip) };
    (grip ?? booth).setPointerCapture(event.pointerId);
  });

  drawing.addEventListener("pointermove", (event) => {
    if (!held) return;
    held.point = { x: event.clientX, y: event.clientY };
    if (!held.moved && Math.hypot(held.point.x - held.start.x, held.point.y - held.start.y) < NEAR) return;
    if (!held.moved) {
      held.booth.classList.add("held");
      if (!held.sizes) plan.grip(null);
    }
    held.moved = true;
    if (held.waits) return;
    held.waits = true;
    requestAnimationFrame(frame);
  });

  const drop = (keeps) => {
    if (!held) return;
    if (keeps && held.moved) frame();
    const { booth, facts, from, moved, refused } = held;
    held = null;
    booth.classList.remove("held");
    plan.dragged = moved; // the click that follows is none
    if (!moved) return;
    if (!keeps || refused) plan.back(booth, [refused, plan.words("wordsBack")].filter(Boolean).join(" "));
    else if (!plan.same(facts, from)) plan.keep(booth, facts);
  };
  drawing.addEventListener("pointerup", () => drop(true));
  drawing.addEventListener("pointercancel", () => drop(false));
  drawing.addEventListener("dragstart", (event) => event.preventDefault());

  // The corner stands at the booth under the mouse.
  drawing.addEventListener("pointerover", (event) => {
    const booth = event.target.closest("[data-booth]");
    if (booth && !held && event.pointerType !== "touch") plan.grip(booth);
  });
  drawing.addEventListener("pointerleave", () => !held && plan.grip(null));
};
