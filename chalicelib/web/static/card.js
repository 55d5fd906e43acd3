// The page of the number: copy and print; and the draft that became this request is forgotten.

import { useCard } from "./parts/copy.js";
import { forgetDraft } from "./parts/draft.js";
import "./parts/shell.js";

useCard(document.querySelector("main"));
forgetDraft(document.querySelector("[data-sent]").dataset.sent);
