import { randomUUID } from 'node:crypto';

/** All objects of files begin so. */
export const objectPrefix = 'files/';

/** Of one attempt at writing a file: nobody else ever writes there. */
export const newObjectKey = (id: string): string => `${objectPrefix}stored/${id}/${randomUUID()}`;

/** Where an owner puts it in the service itself. */
export const incomingKeyOf = (id: string): string => `${objectPrefix}incoming/${id}`;
