export { createExports, TooManyExportsError, type Exports } from './exporting/exports.js';
export {
  exportFormats,
  exportKinds,
  type ExportFormat,
  type ExportKind,
} from './exporting/kinds.js';
export { importFormats, type ImportFormat } from './files/read-file.js';
export type { Applied } from './importing/apply-import.js';
export {
  importPhases,
  importStatuses,
  UploadError,
  type UploadErrorKind,
  type ImportEnding,
  type ImportFault,
  type ImportView,
} from './importing/import.js';
export { createImports, type Imports } from './importing/imports.js';
export { largestUpload } from './importing/upload.js';
