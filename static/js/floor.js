// The drawing of a hall: booths are taken into the hand, moved by pointer or keys, and kept by the site.
// Without this file every booth is a link to its form. Hooks: svg[data-floor] with a[data-booth] in it, #said, #side.

import { drags } from "./floor_drag.js";
import { keys } from "./floor_keys.js";
import { Plan } from "./floor_plan.js";

const drawing = document.querySelector("[data-floor]");
if (drawing) {
  const plan = new Plan(drawing, document.getElementById("said"));
  drags(plan);
  keys(plan);
}
