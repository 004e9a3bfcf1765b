/** Where these plays come from, as the ledger names it. */
export const source = 'trakt';
