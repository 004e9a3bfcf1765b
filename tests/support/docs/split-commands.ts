/** The commands of a block of shell: one a line, unless a line goes on (`\`) or a text follows it (`<<'END'`). */
export function splitCommands(block: string): string[] {
  const commands: string[] = [];
  let open: string[] = [];
  let ending: string | undefined;
  for (const line of block.split('\n')) {
    if (open.length === 0 && /^\s*(?:#.*)?$/.test(line)) continue;
    open.push(line);
    ending =
      ending === undefined ? /<<'(\w+)'/.exec(line)?.[1] : line === ending ? undefined : ending;
    if (ending !== undefined || line.endsWith('\\')) continue;
    commands.push(open.join('\n'));
    open = [];
  }
  return commands;
}
