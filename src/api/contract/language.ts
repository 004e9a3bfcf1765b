import { z } from 'zod';
import { languages } from '../../areas/history/index.js';

export const languageSchema = z.enum(languages);

export const languageQuery = z.strictObject({
  lang: languageSchema
    .optional()
    .describe(
      'Of the words. Left out, `Accept-Language` tells, and where that names neither, your account.',
    ),
});

export const languageHeaders = z.object({ 'accept-language': z.string().optional() });
