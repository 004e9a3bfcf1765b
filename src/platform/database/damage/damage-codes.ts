import { codeOf } from '../../lib/code-of.js';
import { messageOf } from '../../lib/errors.js';

// PostgreSQL manual, error codes: data_corrupted, index_corrupted, undefined_file, io_error.
const codes = ['XX001', 'XX002', '58P01', '58030'];

/** Whether PostgreSQL refused because of what it found in its own files. */
export const isDamage = (thrown: unknown): boolean =>
  codes.includes(codeOf(thrown) ?? '') || messageOf(thrown).includes('fork "main" does not exist');
