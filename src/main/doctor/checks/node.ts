import { fault, ok, type Check } from '../check.js';

const oldest = [20, 19] as const;

export const nodeCheck: Check = {
  name: 'node',
  run: ({ nodeVersion }) => {
    const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
    const isNewEnough = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
    if (isNewEnough) return ok(`Node ${nodeVersion}`);
    return fault(
      `Node ${nodeVersion} is too old`,
      `install Node ${oldest.join('.')} or newer (https://nodejs.org/)`,
    );
  },
};
