// What the scanner keeps over a reload and a crash: scans that are not through yet, in their order, and the list by
// which it decides alone. A scan goes before the list: where the storage is full the list makes room.
import { openDB } from "../vendor/idb/index.js";

const NAME = "accord-door";

export async function openStore({ persists = true } = {}) {
  const memory = { queue: new Map(), kept: new Map(), next: 1e12 }; // what no storage took, after all that it did
  let db = null;
  try {
    db = await openDB(NAME, 1, {
      upgrade(made) {
        made.createObjectStore("queue", { autoIncrement: true });
        made.createObjectStore("kept");
      },
    });
    if (persists) await navigator.storage?.persist?.();
  } catch {
    db = null; // no storage here: the page must stay open
  }

  // Whether the scan survives a reload; its key is put into it either way.
  async function add(op) {
    for (const makesRoom of [false, true]) {
      try {
        if (makesRoom) await db.delete("kept", "list");
        op.key = await db.add("queue", op);
        return true;
      } catch {
        // full: once more without the list, then in memory
      }
    }
    op.key = memory.next++;
    memory.queue.set(op.key, op);
    return false;
  }

  async function put(op) {
    if (memory.queue.has(op.key)) {
      memory.queue.set(op.key, op);
      return;
    }
    try {
      if (db && (await db.getKey("queue", op.key)) !== undefined) await db.put("queue", op, op.key);
    } catch {
      // full: what was kept before still is
    }
  }

  async function all() {
    const found = [];
    if (db) {
      let cursor = await db.transaction("queue").store.openCursor();
      while (cursor) {
        found.push({ ...cursor.value, key: cursor.key });
        cursor = await cursor.continue();
      }
    }
    return [...found, ...memory.queue.values()];
  }

  async function remove(keys) {
    for (const key of keys) {
      if (!memory.queue.delete(key)) await db?.delete("queue", key);
    }
  }

  async function get(name) {
    return memory.kept.get(name) ?? (await db?.get("kept", name));
  }

  async function set(name, value) {
    memory.kept.set(name, value);
    try {
      await db?.put("kept", value, name);
    } catch {
      // full: it is known until the page is closed
    }
  }

  async function wipe(...names) {
    for (const name of names) {
      memory.kept.delete(name);
      await db?.delete("kept", name);
    }
  }

  return { add, put, all, remove, get, set, wipe };
}
