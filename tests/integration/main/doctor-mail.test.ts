import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createPatient, type Patient } from '../../support/examine-at.js';
import {
  startMailServer,
  type MailServer,
  type MailServerOptions,
} from '../../support/mail/mail-server.js';
import { unusedPort } from '../../support/unused-port.js';

let patient: Patient;
const servers: MailServer[] = [];
beforeAll(async () => {
  patient = await createPatient();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
afterAll(() => patient.remove());

const mail = async (port: number, env: Readonly<Record<string, string>> = {}) =>
  (
    await patient.examine({
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      SMTP_FROM: 'watchflow@mail.example',
      SMTP_TLS: 'off',
      ...env,
    })
  ).of('mail');

async function aServer(options: MailServerOptions = {}): Promise<MailServer> {
  const server = await startMailServer(options);
  servers.push(server);
  return server;
}

describe('doctor on mail', () => {
  it('is content without a server, and says how to have one', async () => {
    expect((await patient.examine({})).of('mail')).toMatchObject({
      status: 'ok',
      advice: expect.stringContaining('SMTP_URL'),
    });
  });

  it('connects and signs in, and sends nothing', async () => {
    const server = await aServer({ credentials: { user: 'watchflow', password: 'right' } });
    const env = { SMTP_USER: 'watchflow', SMTP_PASSWORD: 'right' };
    expect(await mail(server.port, env)).toMatchObject({
      status: 'ok',
      found: expect.stringContaining(`127.0.0.1:${server.port} lets us in`),
    });
    expect(server.begun()).toBe(0);
  });

  it('tells a refused sign-in, without the password', async () => {
    const { port } = await aServer({ credentials: { user: 'watchflow', password: 'right' } });
    const told = await mail(port, { SMTP_USER: 'watchflow', SMTP_PASSWORD: 'planted-word' });
    expect(told).toMatchObject({
      status: 'fault',
      found: expect.stringContaining('sign-in-refused, status 535'),
      advice: expect.stringContaining('SMTP_PASSWORD'),
    });
    expect(JSON.stringify(told)).not.toMatch(/planted|secret words/);
  });

  it('tells a server without TLS where TLS is required, and one that is not there', async () => {
    const { port } = await aServer();
    expect(await mail(port, { SMTP_TLS: 'required' })).toMatchObject({
      status: 'fault',
      found: expect.stringContaining('(tls'),
      advice: expect.stringContaining('SMTP_TLS'),
    });
    expect(await mail(await unusedPort())).toMatchObject({
      status: 'fault',
      found: expect.stringContaining('(unreachable)'),
      advice: expect.stringContaining('firewall'),
    });
  });

  it('judges nothing where the configuration was refused', async () => {
    expect(await mail(25, { SMTP_URL: 'http://mail.example' })).toMatchObject({
      status: 'skipped',
    });
  });
});
