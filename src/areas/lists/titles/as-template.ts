/** A text that is to stand as it is: braces that a template would read are set apart. */
export const asTemplate = (text: string): string =>
  text.replaceAll('{{', '{ {').replaceAll('}}', '} }');
