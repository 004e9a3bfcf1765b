import { readFile } from 'node:fs/promises';

const contract = new URL('../../docs/openapi.json', import.meta.url);
const prefix = '/api/v1/translation/';

/** The part of docs/openapi.json that is about translation records, with every component it names. */
export async function cutContract() {
  const document = JSON.parse(await readFile(contract, 'utf8'));
  const paths = Object.fromEntries(
    Object.entries(document.paths).filter(([path]) => path.startsWith(prefix)),
  );
  const named = new Set();
  collect(document, paths, named);
  const { securitySchemes } = document.components;
  const components = { ...componentsOf(document, named), securitySchemes };
  return { ...document, paths, components, tags: undefined, webhooks: undefined };
}

/** Adds every component named below `value`, and by those. */
function collect(document, value, named) {
  if (typeof value !== 'object' || value === null) return;
  if (typeof value.$ref === 'string' && !named.has(value.$ref)) {
    named.add(value.$ref);
    collect(document, componentAt(document, value.$ref), named);
  }
  for (const inner of Object.values(value)) collect(document, inner, named);
}

/** `#/components/<kind>/<name>` */
const partsOf = (reference) => reference.split('/').slice(2);

function componentAt(document, reference) {
  const [kind, name] = partsOf(reference);
  return document.components[kind][name];
}

function componentsOf(document, named) {
  const components = {};
  for (const reference of [...named].sort()) {
    const [kind, name] = partsOf(reference);
    components[kind] = { ...components[kind], [name]: componentAt(document, reference) };
  }
  return components;
}
