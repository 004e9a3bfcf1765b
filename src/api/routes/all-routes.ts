import type { Route } from '../route.js';
import { configRoutes } from './config.js';
import { docsRoutes } from './docs.js';
import { healthRoutes } from './health.js';
import { syncHistoryRoutes } from './sync-history.js';
import { syncRoutes } from './sync.js';

/** Every endpoint there is. They hold no state: what they need comes with each request. */
export const allRoutes: readonly Route[] = [
  ...configRoutes,
  ...syncRoutes,
  ...syncHistoryRoutes,
  ...healthRoutes,
  ...docsRoutes,
];
