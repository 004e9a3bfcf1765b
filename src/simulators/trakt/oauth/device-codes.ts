import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../platform/lib/clock.js';
import type { TraktAccount } from '../accounts.js';

export interface DeviceRules {
  readonly lifetimeSeconds: number;
  readonly intervalSeconds: number;
}

export interface DeviceRequest {
  readonly clientId: string;
  readonly deviceCode: string;
  readonly userCode: string;
  readonly until: number;
  polledAt: number | undefined;
  state: 'pending' | 'denied' | 'used' | { readonly approvedBy: TraktAccount };
}

export interface DeviceCodes {
  readonly rules: DeviceRules;
  issue(clientId: string): DeviceRequest;
  byDevice(deviceCode: string): DeviceRequest | undefined;
  byUser(userCode: string): DeviceRequest | undefined;
  isExpired(device: DeviceRequest): boolean;
  /** Notes the poll; true when the one before was less than the interval ago. */
  isTooFast(device: DeviceRequest): boolean;
}

export function createDeviceCodes(clock: Clock, rules: DeviceRules): DeviceCodes {
  const devices: DeviceRequest[] = [];
  const now = (): number => clock.now().getTime();
  return {
    rules,
    issue(clientId) {
      const device: DeviceRequest = {
        clientId,
        deviceCode: randomBytes(32).toString('hex'),
        userCode: randomBytes(4).toString('hex').toUpperCase(),
        until: now() + rules.lifetimeSeconds * 1000,
        polledAt: undefined,
        state: 'pending',
      };
      devices.push(device);
      return device;
    },
    byDevice: (code) => devices.find(({ deviceCode }) => deviceCode === code),
    byUser: (code) => devices.find(({ userCode }) => userCode === code.trim().toUpperCase()),
    isExpired: ({ until }) => until <= now(),
    isTooFast(device) {
      const before = device.polledAt;
      device.polledAt = now();
      return before !== undefined && now() - before < rules.intervalSeconds * 1000;
    },
  };
}
