// The organizers' schedule: sessions are taken into the hand by pointer or keys, and kept by the site.
// Without this file every session is a link to its form. Hooks: #board, [data-board], td[data-room][data-slot],
// [data-session], [data-out] (dropped there a session has no place), [data-edge],
// [data-said], [data-key], [data-undo], [data-redo].

import { Board } from "./schedule_board.js";
import { drags } from "./schedule_drag.js";
import { keys } from "./schedule_keys.js";
import { lengths } from "./schedule_length.js";

if (document.querySelector("[data-board]")) {
  const board = new Board();
  drags(board);
  keys(board);
  lengths(board);
  board.follow();
}
