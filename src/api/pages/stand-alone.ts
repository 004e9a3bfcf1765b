export interface PageText {
  readonly lang: string;
  readonly title: string;
  /** What it is for, if the title does not say it. */
  readonly lead?: string;
  readonly noScript: string;
}

/** A page with its script and style below `name`. Addresses are relative, so that it works under a path prefix too. */
export const standAlone = (
  name: string,
  { lang, title, lead, noScript }: PageText,
  content: string,
) =>
  `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${name}/page.css">
</head>
<body>
<main>
<h1>${title}</h1>
${lead === undefined ? '' : `<p>${lead}</p>\n`}<noscript><p>${noScript}</p></noscript>
${content}
</main>
<script src="${name}/page.js"></script>
</body>
</html>
`;
