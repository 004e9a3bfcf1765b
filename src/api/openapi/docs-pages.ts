import { escapeHtml } from '../../platform/lib/escape-html.js';
import { problemRows } from './problem-table.js';

// Addresses are relative, so that the pages work under a path prefix too.
const head = (title: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>`;

export const docsPage = `${head('watchflow API')}
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="icon" type="image/png" href="docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;

/** `validatorUrl: null` keeps Swagger UI from asking a server elsewhere. */
export const docsScript = `window.ui = SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
`;

export function problemsPage(): string {
  const entries = problemRows().map(
    ({ code, status, title, meaning }) =>
      `<dt id="${code}"><code>${code}</code> (${status}) ${escapeHtml(title)}</dt>\n<dd>${escapeHtml(meaning)}</dd>`,
  );
  return `${head('watchflow API: problems')}
</head>
<body>
<h1>Problems</h1>
<p>Every error is an <code>application/problem+json</code> document with one of these codes.</p>
<dl>
${entries.join('\n')}
</dl>
</body>
</html>
`;
}
