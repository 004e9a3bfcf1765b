export type { Download } from './download.js';
export type { FileSettings, FileView } from './file.js';
export { fileStatuses } from './file.js';
export { FileError, type FileErrorKind } from './file-error.js';
export { createFiles, type Files } from './files.js';
export type { Orphan } from './keeping/orphan-store.js';
export type { Link } from './links/links.js';
export { StorageError } from '../../storage/index.js';
