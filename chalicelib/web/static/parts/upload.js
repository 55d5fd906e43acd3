// One photo on its way: permission from Köprü, the bytes straight to the bucket, then what became of it.

/** No connection, or nobody there: to be tried again. */
export class Unreached extends Error {}

/** It will not be taken; `words` say why, "" where nobody said. */
export class NotTaken extends Error {
  constructor(words) {
    super(words);
    this.words = words;
  }
}

/** Uploads `blob` in the session of its form; gives the id of the file. Raises Unreached or NotTaken. */
export async function upload(blob, session, language) {
  const asked = await reach("/api/uploads", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": language },
    body: JSON.stringify({ media_type: blob.type, session, consent_position: false }),
  });
  if (asked.status !== 201) throw new NotTaken(await words(asked));
  const { file, url, fields } = await asked.json();
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", blob);
  const stored = await reach(url, { method: "POST", body: form });
  if (!stored.ok) throw new NotTaken("");
  return file;
}

/** What became of a file: {state, reason?}; asks until there is a verdict, for half a minute at most. */
export async function verdict(file, session, language) {
  let told = { state: "checking" };
  for (let tries = 0; tries < 10 && !["clean", "refused"].includes(told.state); tries += 1) {
    await new Promise((resolve) => { setTimeout(resolve, 3000); });
    const headers = { "X-Upload-Session": session, "Accept-Language": language };
    const answer = await reach(`/api/uploads/${file}`, { headers });
    if (!answer.ok) break;
    told = await answer.json();
  }
  return told;
}

async function reach(url, request) {
  let answer;
  try {
    answer = await fetch(url, { credentials: "omit", ...request });
  } catch {
    throw new Unreached();
  }
  if (answer.status === 429 || answer.status >= 500) throw new Unreached();
  return answer;
}

async function words(answer) {
  try {
    const problem = await answer.json();
    return problem.errors?.[0]?.message ?? problem.detail ?? "";
  } catch {
    return "";
  }
}
