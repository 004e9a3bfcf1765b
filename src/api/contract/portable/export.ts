import { z } from 'zod';
import { exportFormats, exportKinds, type ExportKind } from '../../../areas/portable/index.js';

export const exportQuery = z.strictObject({
  format: z
    .enum(exportFormats)
    .default('jsonl')
    .describe('`jsonl`: one thing a line, the import takes it. `csv`: one kind as a table.'),
  what: z
    .enum([...exportKinds, 'all'])
    .default('all')
    .describe('With `csv` one kind; `all` is for `jsonl`.'),
});

export const toKinds = (what: ExportKind | 'all'): readonly ExportKind[] =>
  what === 'all' ? exportKinds : [what];
