/** Hashing as it is in earnest would take most of the time of a test that is about something else. */
export const cheapPasswords = { memoryCost: 1024, timeCost: 1, parallelism: 1 };
