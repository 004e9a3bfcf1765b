export { isHtml, isTorn, errorMembers } from './answer-body.js';
export type { Access, CallOptions, RequestMeter } from './call.js';
export { toAuthorizeUrl } from './auth/authorize-url.js';
export {
  openAuthHttp,
  type AuthHttp,
  type AuthHttpOptions,
  type AuthCallOptions,
} from './auth/auth-http.js';
export {
  readId,
  readScope,
  readSeconds,
  readText,
  readTokenGrant,
  type TokenGrant,
} from './auth/token-grant.js';
export { createHttp, type HttpOptions, type UpstreamHttp } from './create-http.js';
export type { Answer, RawAnswer, UpstreamCall, UpstreamRequest } from './exchange.js';
export { kindOfStatus, type Verdict } from './kind-of-status.js';
export { isNotFound, orNull } from './not-found.js';
export { assertAccepted, malformed, parseAnswer } from './parse-answer.js';
export { type CountWindow, type RateWindow } from './limits/count-window.js';
export { createRateGate, toWindow, type RateGate, type RateRule } from './limits/rate-gate.js';
export { createSharedLimits, type SharedLimits } from './limits/shared-limits.js';
export { readRetryAfter } from './retry-after.js';
export {
  UpstreamError,
  type AccountLimit,
  type UpstreamErrorKind,
  type UpstreamService,
} from './upstream-error.js';
