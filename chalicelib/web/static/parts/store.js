// What this phone keeps in IndexedDB: photos of a draft, and requests that wait for a signal. Used by pages and worker.

const NAME = "kopru";
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("photos", { keyPath: "id" });
      asked.result.createObjectStore("outgoing", { keyPath: "key" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

/** Whether this browser keeps anything: some do not in private windows. */
export async function canKeep() {
  try {
    await database();
    return true;
  } catch {
    return false;
  }
}

/** Everything in `store`, "photos" or "outgoing", the oldest first; nothing where nothing can be kept. */
export async function all(store) {
  try {
    const found = await answer((await table(store, "readonly")).getAll());
    return found.sort((one, other) => one.at - other.at);
  } catch {
    return [];
  }
}

/** Keeps a thing, in place of the one of the same key. Rejects where nothing can be kept. */
export async function put(store, thing) {
  await answer((await table(store, "readwrite")).put(thing));
}

/** Forgets it. */
export async function remove(store, key) {
  try {
    await answer((await table(store, "readwrite")).delete(key));
  } catch {
    // Nothing was kept.
  }
}

/** Runs `work` alone among all pages and the worker; whoever comes meanwhile waits. */
export function alone(work) {
  return navigator.locks ? navigator.locks.request(NAME, work) : work();
}

async function table(store, mode) {
  return (await database()).transaction(store, mode).objectStore(store);
}

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
