import { fault, ok, warning, type Check } from '../check.js';

interface Line {
  readonly place: string;
  readonly message: string;
}

const listed = (lines: readonly Line[]) =>
  lines.map(({ place, message }) => `${place}: ${message}`).join('\n');

export const configurationCheck: Check = {
  name: 'configuration',
  run: ({ config, faults }) => {
    const { notices, profile } = config;
    if (faults.length > 0) {
      return fault(
        listed(faults),
        'nothing starts before this is corrected; every variable is explained in .env.example',
      );
    }
    if (notices.length > 0) return warning(listed(notices), 'allowed, but make sure it is meant');
    return ok(`profile ${profile}, no faults`);
  },
};
