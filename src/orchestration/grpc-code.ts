import { isGrpcServiceError } from '@temporalio/client';

/** The gRPC status codes this code tells apart. */
export const grpcCode = {
  cancelled: 1,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** The status code of a failed call, also when the SDK has wrapped it; undefined for anything else. */
export function grpcCodeOf(thrown: unknown): number | undefined {
  if (isGrpcServiceError(thrown)) return thrown.code;
  return thrown instanceof Error && thrown.cause !== undefined
    ? grpcCodeOf(thrown.cause)
    : undefined;
}
