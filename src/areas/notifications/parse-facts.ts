import { z } from 'zod';
import type { Facts } from './rendering/render.js';

const facts = z.record(z.string(), z.union([z.string(), z.number()]));

/** The facts of a stored notification, whichever version of the event wrote them. */
export const parseFacts = (data: unknown): Facts => facts.catch({}).parse(data);
