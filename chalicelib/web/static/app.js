// The pages that need nothing of their own.

import "./parts/shell.js";
