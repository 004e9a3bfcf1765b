import type { Answer, Route, SimRequest } from '../../server/exchange.js';
import type { OAuth } from '../../oauth/create-oauth.js';
import { consentPage, pageAnswer } from '../../oauth/pages.js';
import { personNamed, type People } from '../../oauth/people.js';
import { readFields, type Fields } from '../../oauth/read-fields.js';
import type { TraktAccount } from '../accounts.js';
import type { DeviceCodes, DeviceRequest } from './device-codes.js';
import { answering, renderPair } from './token-routes.js';

export interface DeviceRouteDeps {
  readonly oauth: OAuth<TraktAccount>;
  readonly people: People<TraktAccount>;
  readonly devices: DeviceCodes;
}

/** Trakt API notes §3.6. */
export const createDeviceRoutes = (deps: DeviceRouteDeps): Route[] => [
  {
    method: 'POST',
    pattern: '/oauth/device/code',
    handle: (request) => answering(request, (fields) => issue(deps, fields, request)),
  },
  {
    method: 'POST',
    pattern: '/oauth/device/token',
    handle: (request) => answering(request, (fields) => poll(deps, fields)),
  },
  { method: 'GET', pattern: '/activate', handle: (request) => ask(deps, request) },
  { method: 'POST', pattern: '/activate', handle: (request) => decide(deps, request) },
];

function issue({ oauth, devices }: DeviceRouteDeps, fields: Fields, request: SimRequest): Answer {
  const { client_id: clientId } = oauth.apps.require(fields['client_id'], undefined);
  const { deviceCode, userCode } = devices.issue(clientId);
  const json = {
    device_code: deviceCode,
    user_code: userCode,
    verification_url: `http://${request.headers.host ?? ''}${request.prefix}/activate`,
    expires_in: devices.rules.lifetimeSeconds,
    interval: devices.rules.intervalSeconds,
  };
  return { status: 200, json };
}

/** Told by the status alone. */
function poll({ oauth, devices }: DeviceRouteDeps, fields: Fields): Answer {
  const app = oauth.apps.require(fields['client_id'], fields['client_secret']);
  const device = devices.byDevice(fields['code'] ?? '');
  if (device?.clientId !== app.client_id) return { status: 404 };
  if (devices.isExpired(device)) return { status: 410 };
  if (devices.isTooFast(device)) return { status: 429 };
  return settle(oauth, device);
}

function settle({ grants }: OAuth<TraktAccount>, device: DeviceRequest): Answer {
  switch (device.state) {
    case 'pending':
      return { status: 400 };
    case 'denied':
      return { status: 418 };
    case 'used':
      return { status: 409 };
    default: {
      const { approvedBy: person } = device.state;
      device.state = 'used';
      return renderPair(grants.start({ person, clientId: device.clientId, byProofKey: false }));
    }
  }
}

function ask({ people, devices }: DeviceRouteDeps, request: SimRequest): Answer {
  const userCode = request.query.get('user_code');
  const action = `${request.prefix}/activate`;
  if (userCode === null)
    return pageAnswer(
      200,
      'Activate your device',
      `<form action="${action}"><input name="user_code"><button>Continue</button></form>`,
    );
  const refusal = refusalOf(devices, devices.byUser(userCode));
  const accounts = people.all().map((person) => people.nameOf(person));
  return (
    refusal ??
    consentPage({
      title: 'A device wants to use your account',
      action,
      hidden: { user_code: userCode },
      accounts,
    })
  );
}

function decide({ people, devices }: DeviceRouteDeps, request: SimRequest): Answer {
  const { user_code: userCode = '', account, decision } = readFields(request);
  const device = devices.byUser(userCode);
  const refusal = refusalOf(devices, device);
  if (device === undefined || refusal !== undefined) return refusal ?? pageAnswer(404, 'Unknown');
  const person = personNamed(people, account);
  if (decision === 'deny') {
    device.state = 'denied';
    return pageAnswer(200, 'The device may not use your account');
  }
  if (decision !== 'approve' || person === undefined)
    return pageAnswer(400, 'Choose an account and a decision');
  device.state = { approvedBy: person };
  return pageAnswer(200, 'The device may use your account');
}

function refusalOf(devices: DeviceCodes, device: DeviceRequest | undefined): Answer | undefined {
  if (device === undefined) return pageAnswer(404, 'There is no such code');
  if (devices.isExpired(device)) return pageAnswer(410, 'The code has expired');
  return device.state === 'pending' ? undefined : pageAnswer(409, 'The code was used before');
}
